"""How much news weighs, so that a reader can ask for what matters alone."""

INFO, UNKNOWN, WARN, HOLD, STOP = "info", "unknown", "warn", "hold", "stop"
LEVELS = (INFO, UNKNOWN, WARN, HOLD, STOP)
"""From good to know up to what stops ore; the words of flags, and one below them."""
RANK = {level: rank for rank, level in enumerate(LEVELS)}


def weighs_enough(severity: str, least: str) -> bool:
    """Say whether news of this severity is wanted by who asked for no less than `least`."""
    return RANK[severity] >= RANK[least]
