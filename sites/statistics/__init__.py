"""Shares of sites or miners with armed actors, always with what was counted and what is not known."""
