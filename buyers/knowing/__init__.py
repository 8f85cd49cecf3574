"""What the book said of a lot on an earlier day, beside what it says now."""
