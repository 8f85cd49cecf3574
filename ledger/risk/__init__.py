"""What is worrying about a place or lot: rules look, flags are events, the engine knows no rule."""
