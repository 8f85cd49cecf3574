"""DUP-01: a site that looks like a registered one is registered only with the reason why it is another."""

from __future__ import annotations

from dataclasses import asdict

from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.errors import Refused
from sites.likeness.looking import candidates, numbers_of, thresholds
from sites.likeness.numbers import keys
from sites.likeness.tables import SITE_NUMBER

MOST_TOLD = 20


class LooksLike(Refused):
    code = "looks_like"


@guard("DUP-01", on=("site.registered.v1", "site.registered.v2"), source="ours; docs/registering.md")
def is_no_duplicate(entry: Entry, rows: Rows) -> None:
    """A site that looks like a registered one by name and place is refused, unless it says why it is another."""
    if any(rows.get(SITE_NUMBER, key) for key in keys(numbers_of(entry), entry["country"])):
        return  # a number that is taken says more than a likeness; check refuses it
    set_aside = {entry["place"], *(entry.get("distinct_from") or [])}
    alike = candidates(entry, rows, thresholds(entry.moment.date(), entry["country"]))
    left = [each for each in alike if each.place not in set_aside]
    if left:
        told = left[:MOST_TOLD]
        raise LooksLike(sites=[each.place for each in told], candidates=[asdict(each) for each in told])
