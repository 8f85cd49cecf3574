"""What somebody saw at a mine site: every answer is yes, no or not looked at, and the three are kept apart."""
