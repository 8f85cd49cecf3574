"""Forgetting a person: what hides behind commitments about them is found, emptied, and said to be so without them."""
