"""Faults as tests: real servers and processes, killed, cut off, filled up and turned back, under load."""
