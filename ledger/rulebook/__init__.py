"""What laws, lists and reference works say, row by row and dated: stated by events, never overwritten."""
