"""Reports that others ask for by law."""
