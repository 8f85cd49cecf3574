"""When two words are spelled alike, and how closely: few letters changed, or the same skeleton. Pure."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from ledger.risk.screening.spelling import bones, has_vowels, respelled, skeleton

SAME, NOT = 1.0, 0.0
SAME_SKELETON = 0.88
LEAST = 0.7
MOST_CHANGED = 2
"""Letters that may differ between two words of other skeletons, and only in long ones."""
FURTHER = 0.08
"""What every further changed letter costs beside its share of the word: one slip of the pen is common, two are rare."""
SURE_SKELETON = 3
"""Signs of a skeleton from which two words that share it are likely spellings of one."""


def alike(one: str, other: str) -> float:
    """Return 1 for the same word, 0 for another one, in between for another spelling of it."""
    if one == other:
        return SAME
    short, length = sorted((len(one), len(other)))
    if short < 3 or one.isdigit() or other.isdigit():
        return NOT
    if has_vowels(one) != has_vowels(other):
        return SAME_SKELETON if bones(one) == bones(other) and len(bones(one)) >= SURE_SKELETON else NOT
    bare = skeleton(one)
    same = bare == skeleton(other)
    changed = _changed(one, other, bare if same else "")
    if changed is None:
        return NOT
    close = 1 - changed / length
    if same:
        return max(close, SAME_SKELETON)
    close -= FURTHER * (changed - 1)
    return close if close >= LEAST else NOT


def _changed(one: str, other: str, skeleton_of_both: str) -> int | None:
    """Return how many letters differ, as written or as it sounds; None for more than two spellings may."""
    for ours, theirs in ((one, other), (respelled(one), respelled(other))):
        allowed = _allowed(max(len(ours), len(theirs)), skeleton_of_both)
        changed = OSA.distance(ours, theirs, score_cutoff=allowed)
        if changed <= allowed:
            return changed
    return None


def _allowed(length: int, skeleton_of_both: str) -> int:
    """Return how many letters may differ between two spellings of a word of this length."""
    if skeleton_of_both:
        return max(1, int(length * 0.4)) if len(skeleton_of_both) >= SURE_SKELETON else 1
    if length <= 4:
        return 0
    return 1 if length <= 9 else MOST_CHANGED
