"""Suggestions: the valid word that is nearest to what was typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from ledger import codes
from sites.importing.cells import plain

NEAR_ENOUGH = 70
"""Of 100; below, a suggestion would mislead."""
AS_NEAR = 6
"""What lies so little behind the nearest is proposed beside it."""
MOST_PROPOSED = 3


def nearest(typed: str, valid: Iterable[str]) -> str:
    """Return the valid word most like what was typed; blank if none is alike."""
    by_plain = {plain(word): word for word in valid}
    found = process.extractOne(plain(typed), list(by_plain), scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH)
    return by_plain[found[0]] if found else ""


def nearest_values(typed: str, known: Mapping[str, str]) -> list[str]:
    """Return the values whose spelling is most like what was typed, the nearest first, each once."""
    found = process.extract(plain(typed), list(known), scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH, limit=12)
    near = [known[written] for written, score, _place in found if score >= found[0][1] - AS_NEAR]
    return list(dict.fromkeys(near))[:MOST_PROPOSED]


def one_sign_off(typed: str, kind: str) -> list[str]:
    """Return the codes of a kind that differ from what was typed in one sign, the check sign first."""
    if len(typed) != codes.LENGTH or not all(sign in codes.VALUE for sign in typed):
        return []
    found = [typed[:-1] + codes.check_sign(typed[:-1])]
    for place in range(codes.LENGTH):
        for sign in codes.ALPHABET:
            found.append(typed[:place] + sign + typed[place + 1 :])
    return list(dict.fromkeys(code for code in found if code != typed and codes.is_code(code, kind)))
