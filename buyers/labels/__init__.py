"""Labels on paper: what is chosen to be printed, on which paper, and the order's page."""
