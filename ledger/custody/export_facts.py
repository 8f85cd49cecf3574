"""Facts that exports and their certificates share, and what both are measured by. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.custody.tables import UNKNOWN_PLACE
from ledger.deeds.facts import Lines, Words
from ledger.reference.code_lists import icglr_members
from ledger.standing.lengths import mechanism_applies

DESIGNATED = frozenset({"cassiterite", "coltan", "wolframite", "gold"})
"""Ores for which the regional mechanism issues certificates (custody_3t.md §3.4: the 3T and gold)."""
ISSUED, USED, FOREIGN = "issued", "used", "foreign"
"""States of a certificate: ours until its lot left, either kind once used, another country's until its ore came in."""
NUMBER = Words(most=60, pattern=r"[A-Z]{2}:[A-Za-z0-9][A-Za-z0-9./-]*", about="Country and serial number: CD:2026-118.")
COUNTRY = Words(most=2, pattern="[A-Z]{2}", about="ISO country.")
ORIGINS = Words(
    most=60,
    pattern="(0|[A-Z]{2})(;(0|[A-Z]{2}))*",
    about="Countries of origin; 0 stands for ore of unknown origin: BI;TZ;0.",
)


def route(about: str) -> Lines:
    """Return the fact of a route as countries."""
    return Lines(each=COUNTRY, group="position", required=False, most=20, about=about)


def certificate_needed(ore: str, country: str, day: date) -> bool:
    """Say whether an ore leaves a country only under a certificate of the regional mechanism."""
    return ore in DESIGNATED and country in icglr_members() and bool(mechanism_applies(country, day))


def unknown_grams(origins: Iterable[Any]) -> int:
    """Return the grams of a lot that nobody can trace."""
    return sum(each.grams for each in origins if each.place == UNKNOWN_PLACE)


def says_unknown(origins: str) -> bool:
    """Say whether declared codes of origin admit that part of it is unknown."""
    return "0" in origins.split(";")


def person_key(name: str) -> tuple[str, ...]:
    """Return a name so that order, capitals, accents and dots make no other person of it."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    words = "".join(each if each.isalnum() else " " for each in plain.casefold()).split()
    return tuple(sorted(words))
