"""Follows a finding through the ore: which lots, loads and exports it touches, in grams, and what was known when."""
