"""The register of parties: who is in it, what is hidden, who may act."""
