"""A GeoJSON file of zones becomes entries: each feature is drawn, repeated or refused, and none gets lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ledger import codes
from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import receive
from ledger.log.models import EventKey
from ledger.log.pressure import wait_while_behind
from ledger.parties.roles import PROGRAMME_MANAGER
from sites.zones.drawing import KIND
from sites.zones.outlines import BadOutline, geometry, spelled, thinned

IMPORTER = Actor("import.zones", "", frozenset({PROGRAMME_MANAGER}))
"""One name for all runs, whoever starts them: a key belongs to the actor that used it first."""
ZONES = uuid5(NAMESPACE_URL, "lodebook zones")
SAID = ("name", "kind", "country", "authority", "status", "legal_basis", "holder", "licence", "valid_from", "valid_to",
        "source")  # fmt: skip
DRAWN, REPEATED, REFUSED = "drawn", "repeated", "refused"
AT_ONCE = 20
"""Outlines are long; a batch of them is one transaction."""


class UnreadableFile(Exception):
    """The file as a whole is no GeoJSON; the message is one sentence."""


@dataclass(frozen=True)
class Outcome:
    """What became of a feature; `number` counts from 1, `moved_m` is by how much its line was thinned out."""

    number: int
    name: str
    status: str
    field: str = ""
    expected: str = ""
    moved_m: int = 0


@dataclass(frozen=True)
class _Read:
    number: int
    name: str
    envelope: dict[str, Any]
    moved_m: int


def bring_zones(path: Path, defaults: Mapping[str, str], *, dry_run: bool = False) -> Iterator[Outcome]:
    """Draw every feature of a file and yield what became of each. Raises UnreadableFile.

    `defaults` are facts for features that do not say them. The key of a drawing follows from what it says, and the code
    of a zone without one from kind, country and name: a second run repeats, a changed outline is drawn anew.
    """
    waiting: list[_Read] = []
    for number, feature in enumerate(_features(path), start=1):
        read = _read(number, feature, defaults)
        if isinstance(read, Outcome):
            yield read
            continue
        waiting.append(read)
        if len(waiting) == AT_ONCE:
            yield from _enter(waiting, dry_run)
            waiting = []
    yield from _enter(waiting, dry_run)


def _features(path: Path) -> list[Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error}") from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list):
        raise UnreadableFile(f"{path.name} is no GeoJSON FeatureCollection.")
    return features


def _read(number: int, feature: Any, defaults: Mapping[str, str]) -> _Read | Outcome:
    told = feature.get("properties") if isinstance(feature, dict) else None
    said = {str(name).strip().casefold(): value for name, value in (told or {}).items()}
    facts = {name: str(value).strip() for name in SAID if (value := said.get(name) or defaults.get(name))}
    name = facts.get("name", "")
    try:
        outline, moved = thinned(geometry(feature.get("geometry") if isinstance(feature, dict) else None))
    except BadOutline as bad:
        return Outcome(number, name, REFUSED, "geometry", str(bad))
    facts |= {"zone": _code(said, facts), "outline": spelled(outline)}
    words = {**facts, "moved_m": moved} if moved else facts
    digest = hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    envelope = {"key": str(uuid5(ZONES, digest)), "kind": KIND, "happened_at": now, "facts": words}
    return _Read(number, name, envelope, moved)


def _code(said: Mapping[str, Any], facts: Mapping[str, str]) -> str:
    """Return the zone's code, from the file or drawn by hash from what names the zone: 35 bits."""
    given = codes.normal(str(said.get("code") or said.get("zone") or ""))
    if codes.is_code(given, codes.ZONE):
        return given
    named = str(said.get("id") or " ".join(facts.get(each, "") for each in ("kind", "country", "name")))
    number = int.from_bytes(hashlib.sha256(f"{ZONES} {named}".encode()).digest()[:8], "big")
    return codes.numbered(codes.ZONE, number % len(codes.ALPHABET) ** (codes.LENGTH - 2))


def _enter(waiting: list[_Read], dry_run: bool) -> Iterator[Outcome]:
    keys = [read.envelope["key"] for read in waiting]
    known = {
        str(key) for key in EventKey.objects.filter(key__in=keys, outcome="recorded").values_list("key", flat=True)
    }
    new = [read for read in waiting if read.envelope["key"] not in known]
    answers: dict[str, Answer] = {}
    if new and not dry_run:
        wait_while_behind()
        for read, answer in zip(new, receive([read.envelope for read in new], IMPORTER), strict=True):
            answers[read.envelope["key"]] = answer
    yield from _outcomes(waiting, known, answers)


def _outcomes(waiting: Iterable[_Read], known: set[str], answers: Mapping[str, Answer]) -> Iterator[Outcome]:
    for read in waiting:
        answer = answers.get(read.envelope["key"])
        if read.envelope["key"] in known or (answer and answer.status == "repeated"):
            yield Outcome(read.number, read.name, REPEATED)
        elif answer is None or answer.status == "recorded":
            yield Outcome(read.number, read.name, DRAWN, moved_m=read.moved_m)
        else:
            expected = str(answer.facts.get("expected", answer.code))
            yield Outcome(read.number, read.name, REFUSED, answer.field or "", expected)
