"""Tests of plausibility: each signal on both sides of its threshold, then through deeds to flags and holds."""
