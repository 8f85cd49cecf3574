"""Incidents: claim, reply, finding, clocks, plans, holds, and those who speak without a name."""
