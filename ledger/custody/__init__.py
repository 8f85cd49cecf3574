"""Lots, tags and consignments: who holds which grams, where they came from, and how they got here."""
