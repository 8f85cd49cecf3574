"""Pages of the tag stock: series, boxes, booklets, counts, and what became of numbers."""
