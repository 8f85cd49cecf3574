"""Tests of the proofs: what a stranger can check."""
