"""What the deeds add up to: lineage and balances."""
