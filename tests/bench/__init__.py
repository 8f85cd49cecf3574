"""Measures Lodebook against the physical limit of the machine it runs on; every ratio comes from one run."""
