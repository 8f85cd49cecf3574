"""What the register knows of the places and parties that the rows of a batch name: a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Lower

from ledger import codes
from ledger.parties.models import Party, Place
from sites.bringing.suggesting import one_sign_off
from sites.likeness.numbers import bare
from sites.models import MineSite, PartyNumber, SiteNumber, SitePcode, Withdrawn
from sites.parties.numbers import spelled

MOST_NEAR = 3


@dataclass(frozen=True)
class Named:
    """A registered place or party; `zone` is a place's."""

    code: str
    zone: str = "UTC"
    country: str = ""


@dataclass
class Known:
    """Places, parties and lots by the text that names them, and what is near to a text that names none.

    `depots` are those that `sites.bringing.known_trade` found; the blank text names the only one of the party.
    """

    places: dict[str, Named] = field(default_factory=dict)
    parties: dict[str, Named] = field(default_factory=dict)
    depots: dict[str, Named] = field(default_factory=dict)
    lots: dict[str, str] = field(default_factory=dict)
    unused: set[str] = field(default_factory=set)
    near: dict[str, list[str]] = field(default_factory=dict)


def look_up(places: Collection[str], parties: Collection[str]) -> Known:
    """Return what the register knows of these texts: our codes, or numbers of any register."""
    known = Known(_places(set(places)), _parties(set(parties)))
    lost_places, lost_parties = set(places) - known.places.keys(), set(parties) - known.parties.keys()
    if lost_places:
        known.near |= _near(lost_places, codes.PLACE, MineSite.objects.filter(withdrawn_by__isnull=True))
    if lost_parties:
        known.near |= _near(lost_parties, codes.PARTY, Party.objects.all())
    return known


def _places(texts: set[str]) -> dict[str, Named]:
    if not texts:
        return {}
    by_text = {text: codes.normal(text) for text in texts}
    by_number = _by_number(texts)
    wanted = {*by_text.values(), *by_number.values()}
    sites = MineSite.objects.filter(code__in=wanted, withdrawn_by__isnull=True)
    standing = {site.code: site.merged_into or site.code for site in sites}
    rows = Place.objects.filter(code__in=standing.values()).values_list("code", "zone", "country")
    named = {code: Named(code, zone, country) for code, zone, country in rows}
    found = {text: standing.get(by_number.get(text, "")) or standing.get(code) for text, code in by_text.items()}
    return {text: named[code] for text, code in found.items() if code in named}


def _by_number(texts: set[str]) -> dict[str, str]:
    """Return the site that a number names; one that two registers gave to two sites names neither."""
    by_bare: dict[str, set[str]] = {}
    for key, code in SiteNumber.objects.filter(bare__in={bare(text) for text in texts}).values_list("bare", "place"):
        by_bare.setdefault(key, set()).add(code)
    found = {text: by_bare[bare(text)] for text in texts if bare(text) in by_bare}
    named = {text: next(iter(codes_of_text)) for text, codes_of_text in found.items() if len(codes_of_text) == 1}
    return {**named, **dict(SitePcode.objects.filter(pcode__in=texts).values_list("pcode", "place"))}


def _parties(texts: set[str]) -> dict[str, Named]:
    if not texts:
        return {}
    by_text = {text: codes.normal(text) for text in texts} | _party_numbers(texts)
    rows = list(Party.objects.filter(code__in=set(by_text.values())))
    struck = set(
        Withdrawn.objects.filter(event_id__in=[row.event_id for row in rows]).values_list("subject", flat=True)
    )
    named = {row.code: Named(row.code, country=row.country) for row in rows if row.code not in struck}
    return {text: named[code] for text, code in by_text.items() if code in named}


def _party_numbers(texts: set[str]) -> dict[str, str]:
    """Return the party that a number names, written alone or with country and register before it."""
    foreign = [text for text in texts if not codes.is_code(codes.normal(text))]
    bare_numbers = {re.sub(r"[\s./-]", "", text).upper(): text for text in foreign}
    if not bare_numbers:
        return {}
    whole = re.compile("[A-Z*]+:[A-Z0-9_]+:.+")
    kept = {key: text for key, text in bare_numbers.items() if whole.fullmatch(key)}
    registers = PartyNumber.objects.annotate(
        country=SplitPart("number", 1), register=SplitPart("number", 2)
    ).values_list("country", "register")
    for country, register in registers.distinct():
        for key, text in bare_numbers.items():
            line = {"country": country, "register": register, "number": key}
            kept[spelled(line)] = text
    found: dict[str, set[str]] = {}
    for number, code in PartyNumber.objects.filter(number__in=kept).values_list("number", "party"):
        found.setdefault(kept[number], set()).add(code)
    return {text: next(iter(named)) for text, named in found.items() if len(named) == 1}


class SplitPart(Func):
    """One part of a number's key, between its colons."""

    function = "split_part"
    output_field = TextField()

    def __init__(self, column: str, part: int) -> None:
        super().__init__(F(column), Value(":"), Value(part))


def _near(texts: Iterable[str], kind: str, registered: object) -> dict[str, list[str]]:
    """Return codes near to texts: one sign off, or under that very name."""
    guesses = {text: one_sign_off(codes.normal(text), kind) for text in texts}
    wanted = {code for codes_of_text in guesses.values() for code in codes_of_text}
    there = set(registered.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()  # type: ignore[attr-defined]
    names = {text.casefold(): text for text in guesses if not guesses[text]}
    near = {text: [codes.shown(code) for code in found if code in there][:MOST_NEAR] for text, found in guesses.items()}
    if names:
        alike = registered.annotate(called=Lower("name")).filter(called__in=names)  # type: ignore[attr-defined]
        for code, called in alike.values_list("code", "called").order_by("code")[: MOST_NEAR * len(names)]:
            held = near[names[called]]
            if len(held) < MOST_NEAR:
                held.append(codes.shown(code))
    return near
