"""Facts that several kinds of the register of parties share, and what they refuse alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry
from ledger.deeds.facts import Code, Parts, Words
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.tables import PARTY
from sites.parties.tables import FORGOTTEN, PERSON

SHA256 = "[0-9a-f]{64}"
COUNTRY = "[A-Z]{2}"
PARTY_FACT = Code(kind="Q", about="The party.")


class PersonForgotten(Refused):
    code = "person_forgotten"


def document(about: str = "SHA-256 of the document as a paper.", **more: Any) -> Words:
    """Return a fact that names a paper."""
    return Words(most=64, pattern=SHA256, required=False, about=about, **more)


def number_line(about: str) -> Parts:
    """Return one number of a register, for lists of them."""
    return Parts(
        about=about,
        of={
            "register": Words(
                most=20, pattern="[A-Z][A-Z0-9_]*", about="The register, for example RUT, RCCM, TIN, LEI."
            ),
            "number": Words(
                most=40, pattern="[A-Za-z0-9][A-Za-z0-9 ./-]*", about="The number as the register writes it."
            ),
            "country": Words(most=2, pattern=COUNTRY, about="The country of the register."),
        },
    )


def known_party(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    if rows.get(PARTY, entry["party"]) is None:
        raise BadEntry("unknown_party", "facts.party", "the code of a registered party", given=entry["party"])


def not_forgotten(entry: Entry, rows: Rows) -> None:
    """Refuses to say something new of a person who asked to be forgotten."""
    person = rows.get(PERSON, entry["party"])
    once = person is not None and person.forgotten_on is not None
    if once or rows.get(FORGOTTEN, entry["party"]) is not None:
        raise PersonForgotten(party=entry["party"])


def ends_after_it_begins(entry: Entry, first: str, last: str) -> None:
    """Refuses a last day before the first."""
    if entry.get(first) and entry.get(last) and entry[last] < entry[first]:
        raise BadEntry("ends_before_it_begins", f"facts.{last}", f"a day not before {first}")


def day(text: str | None) -> date | None:
    """Return the day that a fact names, if it names one."""
    return date.fromisoformat(text) if text else None
