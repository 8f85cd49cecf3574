"""Finds whom a name may be on a list: few candidates by words spelled alike, then each compared and explained. Pure.

Two words of a name must be answered, or one that is nearly all of it: only names that do so are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.risk.screening.agreeing import Agreement, agreements
from ledger.risk.screening.alike import SAME_SKELETON
from ledger.risk.screening.comparing import Compared, Likeness, Side, compare, side_of
from ledger.risk.screening.listed import COMPARED, ORGANISATION, Listed
from ledger.risk.screening.spelling import COMMON, JOINT, take_apart, weight_of
from ledger.risk.screening.vocabulary import Vocabulary

LEAST_OF_ONE = 0.7
"""A name of which one word alone is answered is compared only if that word is so much of it."""
FEWEST_OF_COMMON, ONE_OF_COMMON = 25, 1_000
"""A word is common where so many names bear it, or one in so many of a long list."""


@dataclass(frozen=True)
class Subject:
    """Whom we ask about: a name as written, and what else is known."""

    name: str
    organisation: bool
    countries: tuple[str, ...] = ()
    born: int | None = None


@dataclass(frozen=True)
class Match:
    """A subject may be an entry of a list: under which of its names, how well, what agrees and what contradicts."""

    listed: Listed
    name: str
    score: int
    compared: Compared
    agreements: tuple[Agreement, ...]


class NameIndex:
    """The names of a list, ready to be asked."""

    def __init__(self, entries: Iterable[Listed]) -> None:
        self._named: list[tuple[Listed, str, tuple[str, ...]]] = []
        self._vocabulary = Vocabulary()
        self._with_initial: set[int] = set()
        self._weights: dict[str, float] = {}
        for entry in entries:
            if entry.kind in COMPARED:
                for name in entry.names:
                    self._add(entry, name)
        self._sides: list[Side | None] = [None] * len(self._named)
        self._many = max(FEWEST_OF_COMMON, len(self._named) // ONE_OF_COMMON)

    def __len__(self) -> int:
        return len(self._named)

    def _add(self, entry: Listed, name: str) -> None:
        words = take_apart(name, entry.kind == ORGANISATION).words
        if not words:
            return
        number = len(self._named)
        self._named.append((entry, name, words))
        for word in words:
            self._vocabulary.add(word, number)
        for _, joined in side_of(words).joins:
            self._vocabulary.add_joined(joined, number)
        if any(len(word) == 1 for word in words):
            self._with_initial.add(number)

    def weight(self, word: str) -> float:
        """Return how much a word says: one that many names of the list bear, in any spelling, says half."""
        weight = self._weights.get(word)
        if weight is None:
            weight = weight_of(word)
            if weight > COMMON and self._bearing(word, SAME_SKELETON) >= self._many:
                weight = COMMON
            self._weights[word] = weight
        return weight

    def _bearing(self, word: str, least: float) -> int:
        bearing = self._vocabulary.bearing
        return sum(len(bearing[each]) for each, close in self._vocabulary.like(word).items() if close >= least)

    def _side(self, number: int) -> Side:
        side = self._sides[number]
        if side is None:
            self._sides[number] = side = side_of(self._named[number][2], self.weight)
        return side

    def _candidates(self, asked: Side) -> set[int]:
        """Return the names that answer two of these words, or one that is nearly all, or one and an initial."""
        words = self._vocabulary
        once: set[int] = set()
        found: set[int] = set()
        for word in dict.fromkeys(asked.words):
            weight = sum(w for each, w in zip(asked.words, asked.weights, strict=True) if each == word)
            if weight <= JOINT and weight < LEAST_OF_ONE * asked.whole:
                continue
            answering = set().union(*(words.bearing[each] for each in words.like(word)))
            for each in words.written_as_one(word):
                found |= words.joined[each]
            found |= answering if weight >= LEAST_OF_ONE * asked.whole else once & answering
            once |= answering
        for _, joined in asked.joins:
            for each in words.parts_of(joined):
                found |= words.bearing[each]
        by_initials = once if any(len(word) == 1 for word in asked.words) else once & self._with_initial
        return found | by_initials

    def _likeness(self, asked: Side) -> Likeness:
        """Return how like words of ours are to words of the list; two written as one count when nearly the same."""
        words = self._vocabulary
        known = {word: words.like(word) | words.written_as_one(word) for word in asked.words}
        known |= {joined: words.parts_of(joined) for _, joined in asked.joins if joined not in known}
        return lambda ours, theirs: known[ours].get(theirs, 0.0)

    def matches(self, subject: Subject, least: int) -> list[Match]:
        """Return the entries that a subject may be, best first; of an entry's names the best counts."""
        words = take_apart(subject.name, subject.organisation).words
        if not words:
            return []
        asked = side_of(words, self.weight)
        likeness = self._likeness(asked)
        best: dict[str, Match] = {}
        for number in self._candidates(asked):
            entry, name, _ = self._named[number]
            organisation = subject.organisation or entry.kind == ORGANISATION
            compared = compare(asked, self._side(number), organisation=organisation, likeness=likeness)
            if compared.score < least:
                continue
            agreed, factor = agreements(subject, entry)
            score = round(compared.score * factor)
            if score >= least and (entry.id not in best or score > best[entry.id].score):
                best[entry.id] = Match(entry, name, score, compared, agreed)
        return sorted(best.values(), key=lambda match: (-match.score, match.listed.id))
