"""Telling people: who follows what, what they are told of, how it reaches them; nobody learns what is not theirs."""
