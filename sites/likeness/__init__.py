"""Whether two mine sites may be one and the same: their names, numbers and places compared."""
