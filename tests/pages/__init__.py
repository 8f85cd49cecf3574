"""The pages, asked as a browser without script asks them."""
