"""Pages on which a lot is corrected or voided, and what a correction touched."""
