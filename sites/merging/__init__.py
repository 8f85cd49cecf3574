"""Two codes for one site become one: the older stays in the book as an alias, and can be split off again."""
