"""Depots: who keeps them, which scales weigh there and until when, who works there."""
