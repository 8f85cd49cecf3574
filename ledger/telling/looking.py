"""What a batch of events speaks of, loaded in a fixed number of questions however many events there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledger import codes
from ledger.custody.models import Consignment, Lot, Origin, Tag
from ledger.log.reading import Positioned
from ledger.parties.models import Party, Place
from ledger.risk.incidents.models import Incident
from ledger.risk.models import Flag
from ledger.risk.tainting.models import Taint


@dataclass(frozen=True)
class Around:
    """Under which topics somebody may follow a subject, and the parties whose own it is."""

    topics: frozenset[str]
    own: frozenset[str]


@dataclass(frozen=True)
class Looked:
    """Rows by code (flags by key), the places that ore of a lot came from, and what other rooms say lies around."""

    flags: Mapping[str, Any] = field(default_factory=dict)
    lots: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Any] = field(default_factory=dict)
    parties: Mapping[str, Any] = field(default_factory=dict)
    consignments: Mapping[str, Any] = field(default_factory=dict)
    tags: Mapping[str, Any] = field(default_factory=dict)
    incidents: Mapping[str, Any] = field(default_factory=dict)
    taints: Mapping[str, Any] = field(default_factory=dict)
    dug_at: Mapping[str, set[str]] = field(default_factory=dict)
    others: Mapping[str, Around] = field(default_factory=dict)


Surveyor = Callable[[set[str]], dict[str, Around]]
SURVEYORS: dict[str, Surveyor] = {}


def lies_around(letter: str) -> Callable[[Surveyor], Surveyor]:
    """Register who says what lies around codes of a letter whose rows are kept in another room (licences, R)."""

    def register(function: Surveyor) -> Surveyor:
        SURVEYORS[letter] = function
        return function

    return register


def look(events: Sequence[Positioned]) -> Looked:
    """Load what these events name in their open facts; nothing of a disclosure group is opened here."""
    flags = {str(flag.key): flag for flag in Flag.objects.filter(key__in=_keys(events, "flag"))}
    taints = {str(taint.key): taint for taint in Taint.objects.filter(key__in=_keys(events, "taint"))}
    said = {code for event in events for code in codes_in(event.facts)}
    said |= {code for flag in flags.values() for code in codes_in([flag.subject, flag.evidence])}
    said |= {code for taint in taints.values() for code in codes_in(taint.subject)}
    incidents = Incident.objects.in_bulk(_of(codes.INCIDENT, said))
    lots = Lot.objects.in_bulk(_of(codes.LOT, said))
    roads = {lot.consignment for lot in lots.values()} - {None} | _of(codes.CONSIGNMENT, said)
    tags = Tag.objects.in_bulk(_of(codes.TAG, said))
    others: dict[str, Around] = {}
    for letter, survey in SURVEYORS.items():
        others |= survey(named) if (named := _of(letter, said)) else {}
    consignments = Consignment.objects.in_bulk(roads)
    stood = {lot.place for lot in lots.values()} | {tag.place for tag in tags.values()}
    places = Place.objects.in_bulk(_of(codes.PLACE, said) | stood)
    held = {lot.holder for lot in lots.values()}
    return Looked(
        flags=flags,
        lots=lots,
        places=places,
        parties=Party.objects.in_bulk(_of(codes.PARTY, said | held)),
        consignments=consignments,
        tags=tags,
        incidents=incidents,
        taints=taints,
        dug_at=_dug_at(lots),
        others=others,
    )


def around(subject: str, looked: Looked) -> Around:
    """Return what leads from a subject to its readers: itself, its country, who holds it, where it comes from."""
    if lot := looked.lots.get(subject):
        road = looked.consignments.get(lot.consignment)
        own = {lot.holder, road.to_party} if road else {lot.holder}
        near = looked.dug_at.get(subject, set()) | {lot.place, lot.consignment, _country(looked.places, lot.place)}
        return _around({subject} | near | own, own)
    if place := looked.places.get(subject):
        return _around({subject, place.country}, {place.party})
    if party := looked.parties.get(subject):
        return _around({subject, party.country}, {subject})
    if road := looked.consignments.get(subject):
        both = {road.from_party, road.to_party}
        return _around({subject} | both, both)
    if case := looked.incidents.get(subject):
        # the case names them: they may answer it (INC-07)
        return _around({subject, case.place, case.country, *case.parties}, {*case.parties, *case.told})
    return looked.others.get(subject) or _around({subject}, set())


def codes_in(said: Any) -> set[str]:
    """Return the codes in open facts, however deep they lie."""
    if isinstance(said, str):
        return {said} if codes.is_code(said) else set()
    if isinstance(said, Mapping):
        said = list(said.values())
    if isinstance(said, Sequence):
        return {code for each in said for code in codes_in(each)}
    return set()


def _keys(events: Iterable[Positioned], name: str) -> list[UUID]:
    """Return the keys of rows that events of flags and findings name."""
    said = {event.facts[name] for event in events if event.kind.startswith(f"{name}.") and name in event.facts}
    return [UUID(key) for key in said]


def _around(topics: Iterable[str | None], own: Iterable[str | None]) -> Around:
    return Around(frozenset(each for each in topics if each), frozenset(each for each in own if each))


def _of(letter: str, said: Iterable[str]) -> set[str]:
    return {code for code in said if code.startswith(letter)}


def _country(places: Mapping[str, Any], code: str) -> str | None:
    return places[code].country if code in places else None


def _dug_at(lots: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for lot, place in Origin.objects.filter(lot__in=list(lots)).values_list("lot", "place").distinct():
        found.setdefault(lot, set()).add(place)
    return found
