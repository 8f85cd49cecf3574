"""Who buys and who asks: depots and their desk, the check of a lot, the audit."""
