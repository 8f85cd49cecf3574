"""Read tables made anew from the log, beside the live ones, while everybody goes on working."""
