"""Is it plausible? Signals D1-D14 of the trade's rule book, each a small pure function over rows, and their finders."""
