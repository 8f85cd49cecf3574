"""Tags as accountable stock: series, parcels, allocation, issue, loss and count; every number has a holder."""
