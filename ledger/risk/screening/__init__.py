"""Screening: watch lists as loaded editions, names compared in the open, hits decided by people, relations found."""
