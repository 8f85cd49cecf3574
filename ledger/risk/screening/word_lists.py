"""Words of names that say little: titles, particles, legal forms, words of the trade, and names that many bear."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


TITLES = _words("titles")
"""Left out of a comparison: nobody's name."""
PARTICLES = _words("particles")
"""Joints of names: matched when they are there, hardly missed when they are not."""
FORMS = _words("forms")
"""Legal forms and their like: two names that differ only here are alike, and the page says so."""
TRADE = _words("trade")
"""Words that many organisations share: they weigh little."""
COMMON_NAMES = _words("common_names")
"""Names that thousands bear: they weigh half, so that a first name alone is never a match."""
