"""How `make run` brings everything up, keeps it up, and takes it down."""
