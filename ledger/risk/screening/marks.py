"""What ties parties to each other: keyed fingerprints of telephones, cards, accounts and owners. No value is kept.

Rooms above read the openings and hand the values over; here they become marks under a key that lies outside the
database, so that whoever reads the table cannot try numbers until one fits.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from ledger.log.reading import Positioned
from ledger.parties.accounts import secret_of
from ledger.risk.screening.models import PartyMark
from ledger.risk.screening.spelling import take_apart, weight_of

OWNER, PHONE, CARD, ACCOUNT = "owner", "phone", "card", "account"
MARK_KINDS = (OWNER, PHONE, CARD, ACCOUNT)
LEAST_DIGITS = 7
"""Fewer digits are an extension or a mistake, not a telephone."""


@dataclass(frozen=True)
class Said:
    """A value that an entry says of a party, in one spelling; `replaces` what earlier entries of its origin said."""

    party: str
    kind: str
    value: str
    key: str
    group: str
    origin: str
    replaces: bool = False


MarksOf = Callable[[Sequence[Positioned]], Iterable[Said]]
_PROVIDERS: list[MarksOf] = []
_ERASED = """
    DELETE FROM ledger_partymark held WHERE NOT EXISTS (
        SELECT FROM ledger_opening opening
        WHERE opening.key = held.key AND opening."group" = held."group" AND octet_length(opening.value) > 0)"""


def marks_from(provider: MarksOf) -> MarksOf:
    """Register a function that returns what new events say of parties."""
    _PROVIDERS.append(provider)
    return provider


def phone(typed: str) -> str:
    """Return the last nine digits of a telephone number: with or without the country it is the same one."""
    digits = re.sub(r"\D", "", typed)
    return digits[-9:] if len(digits) >= LEAST_DIGITS else ""


def card(typed: str) -> str:
    """Return a card's number in one spelling."""
    return re.sub(r"[\W_]", "", typed).upper()


def owner(name: str, born_on: str | None) -> str:
    """Return a person as mark: the words of the name in any order, and the birthday where it is known.

    Without a birthday a name of common words alone ties nobody to anybody.
    """
    words = sorted(take_apart(name).words)
    if len(words) < 2 or (not born_on and all(weight_of(word) < 1 for word in words)):
        return ""
    return " ".join([*words, born_on or ""])


def mark_of(kind: str, value: str) -> str:
    """Return the keyed fingerprint of a value."""
    return hmac.new(secret_of("party marks"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def keep_marks(events: Sequence[Positioned]) -> set[str]:
    """Keep the marks that these events give; return the parties whose marks may have changed."""
    said = [each for provider in _PROVIDERS for each in provider(events)]
    for each in said:
        if each.replaces:
            PartyMark.objects.filter(party=each.party, origin=each.origin).exclude(key=each.key).delete()
    rows = [
        PartyMark(
            party=each.party,
            kind=each.kind,
            mark=mark_of(each.kind, each.value),
            key=each.key,
            group=each.group,
            origin=each.origin,
        )
        for each in said
        if each.value
    ]
    PartyMark.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1_000)
    return {each.party for each in said}


def forget_erased() -> int:
    """Remove marks whose opening was erased; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute(_ERASED)
        return int(cursor.rowcount)
