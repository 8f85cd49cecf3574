"""Lots and export certificates in the exchange form of the ICGLR (MD.12, MD.03), and certificates read from it."""
