"""Conflict near places and roads: events, roadblocks, areas of conflict and high risk, and the rules that read them."""
