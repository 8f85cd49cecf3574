"""A large world, made quickly and through the same door: sites, depots, plants, and as many lots as asked for."""
