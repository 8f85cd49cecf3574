"""Screening: lists as they come, names beside each other, hits and who decides them, parties that share something."""
