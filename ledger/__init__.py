"""What happened to the ore, and how to prove it."""
