"""Files of the register are tried, entered row by row through the one door, and can be taken back whole."""
