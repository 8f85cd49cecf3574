"""What a place or party may do on a date, and what was seen there: each with its source, validity and when known."""
