"""What was entered by mistake is taken back by a later event; nothing is deleted."""
