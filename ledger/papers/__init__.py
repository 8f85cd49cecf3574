"""Documents and photos behind entries: kept once under the SHA-256 of their bytes, never in the log itself."""
