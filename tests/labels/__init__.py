"""Labels and slips: exact paper, honest progress, nothing shown to those who may not see it."""
