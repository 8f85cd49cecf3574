"""The log: the one door for facts, their order, their tree, their checkpoints. It knows actors only as plain ids."""
