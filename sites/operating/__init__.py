"""Pages for whoever keeps the ledger running: how the log stands, and what to do when it is frozen."""
