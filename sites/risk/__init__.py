"""Pages of risk: what rules found, why, and how well each rule has done."""
