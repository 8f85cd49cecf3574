"""Documents drawn from the ledger, one file for each."""
