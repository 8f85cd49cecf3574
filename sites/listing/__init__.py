"""The register as a list and as a map: what somebody asks for, answered in SQL."""
