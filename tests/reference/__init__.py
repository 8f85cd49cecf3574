"""Reference data: what is shipped is right, loads once, and shows its doubts."""
