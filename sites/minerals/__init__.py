"""Minerals and the rule book as pages: what an ore is, who may do what with it, and since when."""
