"""What the ledger knows of the tags, lots and depots that the rows of a batch name: a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ledger import codes
from ledger.custody.models import Lot, Tag
from ledger.parties.kinds import PLACE_KINDS
from ledger.parties.models import Place
from sites.bringing.known import MOST_NEAR, Known, Named
from sites.bringing.suggesting import one_sign_off

MOST_OWN = 500
FOREIGN_TAG = re.compile(r"[A-Z0-9]{2,10}:[A-Za-z0-9./-]{1,40}")


def number_of(text: str) -> str:
    """Return a tag or lot in stored form: a foreign tag as it is, ours also as the address that a scanner reads."""
    text = text.strip()
    return text if FOREIGN_TAG.fullmatch(text) else codes.normal(text.rstrip("/").rsplit("/", 1)[-1])


def is_tag(number: str) -> bool:
    """Say whether a number in stored form can be that of a tag."""
    return bool(FOREIGN_TAG.fullmatch(number)) or codes.is_code(number, codes.TAG)


def is_tag_or_lot(number: str) -> bool:
    """Say whether a number in stored form can be that of a tag or a lot."""
    return is_tag(number) or codes.is_code(number, codes.LOT)


def look_up_trade(
    known: Known, *, tags: Collection[str], lots: Collection[str], depots: Collection[str], party: str
) -> None:
    """Add to what is known the lots and depots of these texts, and what is near to tags and lots that are misread."""
    if lots:
        _lots(known, set(lots))
    misread = {text for text in {*tags, *lots} if not is_tag_or_lot(number_of(text))}
    known.near |= _near(misread)
    known.depots |= _depots(set(depots), party)


def _lots(known: Known, texts: set[str]) -> None:
    numbers = {text: number_of(text) for text in texts}
    used = dict(Tag.objects.filter(code__in=set(numbers.values())).values_list("code", "lot"))
    there = set(Lot.objects.filter(code__in=set(numbers.values())).values_list("code", flat=True))
    for text, number in numbers.items():
        if lot := used.get(number) or (number if number in there else ""):
            known.lots[text] = lot
    known.unused |= {text for text, number in numbers.items() if number in used and not used[number]}


def _near(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return issued tags that are one sign off."""
    guesses = {text: one_sign_off(number_of(text), codes.TAG) for text in texts}
    wanted = {code for found in guesses.values() for code in found}
    there = set(Tag.objects.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()
    return {text: [codes.shown(code) for code in found if code in there][:MOST_NEAR] for text, found in guesses.items()}


def _depots(texts: set[str], party: str) -> dict[str, Named]:
    """Return depots by code, and the party's own by name; without any text the only one that it keeps."""
    own = list(Place.objects.filter(party=party, kind__in=PLACE_KINDS).order_by("code")[:MOST_OWN]) if party else []
    by_name: dict[str, list[Place]] = {}
    for place in own:
        by_name.setdefault(place.name.casefold(), []).append(place)
    by_code = {place.code: place for place in Place.objects.filter(code__in={codes.normal(text) for text in texts})}
    found = {text: by_code.get(codes.normal(text)) or _only(by_name.get(text.casefold(), [])) for text in texts}
    found[""] = _only(own)
    return {text: Named(place.code, place.zone, place.country) for text, place in found.items() if place}


def _only(places: list[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None
