"""The demo world: real ground, invented trade, entered through the same door as everything else."""
