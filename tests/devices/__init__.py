"""What devices sign: how it is taken, kept, shown and proven."""
