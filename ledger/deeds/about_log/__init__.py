"""Kinds about the log itself: what a reader of the log must know to go on believing it."""
