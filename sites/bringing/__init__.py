"""Files are tried and entered row by row through the one door; those of the register can be taken back whole."""
