"""Statuses of mine sites: acts, the clock that runs without them, and what each means for ore already dug."""
