"""Where ore comes from: mine sites, their status, the visits to them."""
