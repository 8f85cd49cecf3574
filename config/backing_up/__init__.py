"""Backing up: everything that makes up a ledger goes into one folder whose manifest names each file, and comes back."""
