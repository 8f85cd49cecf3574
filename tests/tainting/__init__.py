"""A finding followed through the ore: what it touches, what was known, what is held, and how it is taken back."""
