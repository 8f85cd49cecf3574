"""The room of the ledger that speaks HTTP."""
