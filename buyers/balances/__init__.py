"""Balances: statements of books as a page, with the counts beside them, and as a file."""
