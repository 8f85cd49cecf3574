"""The pages of a finding that is followed through the ore: what it touches, who holds it, and letters to them."""
