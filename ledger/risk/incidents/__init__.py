"""Incidents: claim, reply and finding apart; levels in words, clocks that tell when they are over, plans with steps."""
