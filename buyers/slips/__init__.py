"""Slips: what a person takes away from a deed on paper, in the reader's language, on A4 or a receipt roll."""
