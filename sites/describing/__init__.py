"""What a mine site is like: owner, size, tonnage, tools; the class that follows from them; what it can yield."""
