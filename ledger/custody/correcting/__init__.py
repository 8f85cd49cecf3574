"""A lot is corrected or voided by a later deed that names the earlier one; what came of it flows again, in order."""
