"""Code lists, dated parameters and reference data."""
