"""Holds names of one party against indexes, and says what comes of it as facts of an entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger.risk.screening.agreeing import BORN, COUNTRY, KIND
from ledger.risk.screening.matching import Match, NameIndex, Subject
from ledger.risk.screening.names import PEOPLE, Known
from ledger.risk.screening.telling import MOST_HITS, MOST_PAIRS

MOST_SIGNS, MOST_WORD = 200, 80
MOST_PROGRAMMES = 20


@dataclass(frozen=True)
class Found:
    """What screening found of one party: lines of hits, and the words behind them by disclosure group."""

    hits: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    people_words: list[dict[str, Any]] = field(default_factory=list)

    def facts(self) -> dict[str, Any]:
        """Return what an entry says of it; empty lists stay out."""
        return {name: lines for name, lines in vars(self).items() if lines}


def subject_of(known: Known) -> Subject:
    """Return whom a name asks about."""
    return Subject(known.name, known.organisation, known.countries, known.born)


def answers(names: Sequence[Known], index: NameIndex, least: int) -> bool:
    """Say whether any of these names answers any of a list."""
    return any(index.matches(subject_of(known), least) for known in names)


def ask(party: str, names: Sequence[Known], indexes: Mapping[str, NameIndex], least: int) -> Found:
    """Return the hits of a party in all lists; of several names that answer one entry in one role the best counts."""
    best: dict[tuple[str, str, str], tuple[Match, Known]] = {}
    for known in names:
        for source, index in indexes.items():
            for match in index.matches(subject_of(known), least):
                place = (source, match.listed.id, known.role)
                if place not in best or match.score > best[place][0].score:
                    best[place] = (match, known)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0].score, item[0]))[:MOST_HITS]
    found = Found()
    for (source, listed, role), (match, known) in ranked:
        key = hit_key(party, source, listed, role)
        found.hits.append(
            {
                "hit": key,
                "source": source,
                "listed": listed,
                "role": role,
                "score": match.score,
                "programmes": [_tidy(each, 120) for each in match.listed.programmes[:MOST_PROGRAMMES]],
            }
        )
        (found.people_words if known.group == PEOPLE else found.words).append(_words(key, match, known))
    return found


def hit_key(party: str, source: str, listed: str, role: str) -> str:
    """Return the key of a hit: the same party and entry are the same hit in every screening."""
    return str(uuid5(NAMESPACE_URL, f"hit:{party}:{source}:{listed}:{role}"))


def _words(key: str, match: Match, known: Known) -> dict[str, Any]:
    compared = match.compared
    said: dict[str, Any] = {
        "hit": key,
        "name": _tidy(known.name, MOST_SIGNS),
        "listed_name": _tidy(match.name, MOST_SIGNS),
        "pairs": [
            {
                "place": place,
                "ours": _tidy(pair.ours, MOST_WORD),
                "theirs": _tidy(pair.theirs, MOST_WORD),
                "how": pair.how,
            }
            for place, pair in enumerate(compared.pairs[:MOST_PAIRS])
        ],
    }
    for name, left in (("ours_left", compared.ours_left), ("theirs_left", compared.theirs_left)):
        if left:
            said[name] = _tidy(" ".join(left), MOST_SIGNS)
    agreed = {each.what: each.how for each in match.agreements}
    return {**said, KIND: agreed[KIND], BORN: agreed[BORN], COUNTRY: agreed[COUNTRY]}


def _tidy(text: str, most: int) -> str:
    """Return a text as a fact keeps it: printable, no longer than allowed, never empty."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:most].strip() or "?"
