"""The register of parties: organisations and persons, what is known of them, and what stays hidden."""
