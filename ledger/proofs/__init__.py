"""Proofs: how a stranger checks the log without trusting whoever keeps it. Pure Python, no Django."""
