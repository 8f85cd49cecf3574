"""Lineage: what a lot is made of and what became of it, as a drawing and a table."""
