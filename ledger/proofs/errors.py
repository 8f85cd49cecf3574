"""What goes wrong with a proof: it is false, or it cannot be read."""

from __future__ import annotations


class ProofError(Exception):
    """Something that was claimed is false."""


class Unreadable(ProofError):
    """The bytes are not in the form that they ought to have."""
