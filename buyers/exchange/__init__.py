"""Lots and export certificates in the exchange form of the ICGLR, over the API and as a file."""
