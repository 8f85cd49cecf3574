"""The words of a list, and those among them that are spelled like a given one. Pure.

A word meets others under its skeleton and under that with one sign left out; only those few are compared letter by
letter. What was asked once is remembered: names of a region share their words.
"""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ledger.risk.screening.alike import MOST_CHANGED, alike
from ledger.risk.screening.comparing import AS_ONE
from ledger.risk.screening.spelling import bones, skeleton

MOST_REMEMBERED = 300_000


class Vocabulary:
    """Words, and two neighbours written as one, each with the numbers of the names that bear them."""

    def __init__(self) -> None:
        self.bearing: dict[str, set[int]] = {}
        self.joined: dict[str, set[int]] = {}
        self._sounding: dict[str, list[str]] = {}
        self._near: dict[str, list[str]] = {}
        self._joined_near: dict[str, list[str]] = {}
        self._remembered: dict[str, dict[str, float]] = {}

    def add(self, word: str, number: int) -> None:
        """Let a name bear a word."""
        if word not in self.bearing:
            self.bearing[word] = set()
            self._sounding.setdefault(bones(word), []).append(word)
            for key in _keys(word):
                self._near.setdefault(key, []).append(word)
        self.bearing[word].add(number)

    def add_joined(self, word: str, number: int) -> None:
        """Let a name bear two neighbours, written as one."""
        if word not in self.joined:
            self.joined[word] = set()
            self._joined_near.setdefault(skeleton(word), []).append(word)
        self.joined[word].add(number)

    def like(self, word: str) -> dict[str, float]:
        """Return the words that are spelled like this one, with their likeness."""
        found = self._remembered.get(word)
        if found is None:
            found = self._look_up(word)
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = found
        return found

    def _look_up(self, word: str) -> dict[str, float]:
        # of many that sound near most differ by too many letters: these are sorted out without Python
        near = {each for key in _keys(word) for each in self._near.get(key, ())}
        few = process.extract(word, list(near), scorer=OSA.distance, score_cutoff=MOST_CHANGED, limit=None)
        asked = {*(each for each, _, _ in few), *self._sounding.get(bones(word), ())}
        return {each: close for each in sorted(asked) if (close := alike(word, each))}

    def written_as_one(self, word: str) -> dict[str, float]:
        """Return the neighbours of the list that, written as one, are this word."""
        return _nearly(word, self._joined_near.get(skeleton(word), ()))

    def parts_of(self, joined: str) -> dict[str, float]:
        """Return the words of the list that two neighbours of ours are, written as one."""
        return _nearly(joined, self._sounding.get(bones(joined), ()))


def _nearly(word: str, others: list[str] | tuple[str, ...]) -> dict[str, float]:
    return {each: close for each in others if (close := alike(word, each)) >= AS_ONE}


def _keys(word: str) -> set[str]:
    whole = skeleton(word)
    if len(whole) < 3:
        return {whole}
    return {whole, *(whole[:place] + whole[place + 1 :] for place in range(len(whole)))}
