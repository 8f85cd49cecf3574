"""How files of others become entries: every row is imported, repeated or refused, and none gets lost."""
