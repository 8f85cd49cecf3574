"""The numbers that registers give to sites: which registers, in which form, and how a number is found again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ledger.deeds.facts import Choice, Lines, Parts, Words
from ledger.errors import BadEntry

ICGLR, IPIS, NATIONAL, OS_ID, CADASTRE, OTHER = "ICGLR", "IPIS", "NATIONAL", "OS_ID", "CADASTRE", "OTHER"
REGISTERS = (ICGLR, IPIS, NATIONAL, OS_ID, CADASTRE, OTHER)
ONE_FOR_A_SITE = (ICGLR, IPIS, NATIONAL, OS_ID)
"""Registers that give a site one number: different numbers of such a register are different sites."""
ICGLR_FORM = r"([A-Z]{2})-([+-]?\d{1,2}\.\d{4})([+-]\d{1,3}\.\d{4})-\d{5}"
NUMBERS = Lines(
    each=Parts(
        of={
            "register": Choice(of=REGISTERS, about="Which register gave it."),
            "number": Words(most=60, about="The number as it is written there."),
        },
        about="A number in a register.",
    ),
    required=False,
    most=12,
    about="Numbers that other registers gave this site; each names one site once ever.",
)


def number_key(register: str, number: str) -> str:
    """Return how a number is kept: two spellings of one number have one key. Numbers of a State are its own."""
    return f"{register}:{bare(number)}"


def bare(number: str) -> str:
    """Return a number in small letters, without blanks."""
    return re.sub(r"\s+", "", number).casefold()


def country_key(register: str, number: str, country: str) -> str:
    """Return the key of a number as of a country: two States may count alike, the others count for the world."""
    of_a_state = register in {NATIONAL, CADASTRE, OTHER}
    return number_key(f"{register}/{country}" if of_a_state else register, number)


def keys(numbers: Iterable[Mapping[str, Any]], country: str) -> list[str]:
    """Return the keys of the numbers of a site."""
    return [country_key(each["register"], each["number"], country) for each in numbers]


def well_formed(numbers: Iterable[Mapping[str, Any]], country: str) -> None:
    """Refuse two numbers of a register that gives one, one number twice, and an ICGLR id of another form or country."""
    seen: set[str] = set()
    for place, each in enumerate(numbers):
        register, path = each["register"], f"facts.numbers[{place}].number"
        counted = register if register in ONE_FOR_A_SITE else country_key(register, each["number"], country)
        if counted in seen:
            raise BadEntry("number_doubled", path, f"one number of {register}", given=each["number"])
        seen.add(counted)
        if register == ICGLR:
            _icglr(each["number"], country, path)


def _icglr(number: str, country: str, path: str) -> None:
    found = re.fullmatch(ICGLR_FORM, number)
    if not found or abs(float(found[2])) > 90 or abs(float(found[3])) > 180 or found[1] != country:
        expected = f"{country}-latitude+longitude-NNNNN with four decimals, as RW-1.9641+30.0619-12345"
        raise BadEntry("not_icglr_id", path, expected, given=number)


def told_apart(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether a register that gives one number for a site knows these two by different numbers."""
    first = {each["register"]: bare(each["number"]) for each in one if each["register"] in ONE_FOR_A_SITE}
    return any(
        first.get(each["register"], bare(each["number"])) != bare(each["number"])
        for each in other
        if each["register"] in ONE_FOR_A_SITE
    )
