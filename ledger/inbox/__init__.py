"""How entries arrive: envelopes are read, entered, answered; what waits or was refused is kept."""
