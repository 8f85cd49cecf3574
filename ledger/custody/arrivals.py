"""What of a consignment is still on its way, and what a receipt says of each lot: all are accounted for (CUST-01)."""

from __future__ import annotations

from typing import Any

from ledger.custody.tables import CONSIGNMENT, PART_RECEIVED, SENT
from ledger.deeds.entries import Entry
from ledger.deeds.rows import Rows
from ledger.errors import Waits

ON_ITS_WAY = (SENT, PART_RECEIVED)
"""States in which lots of a consignment may still arrive."""


def known_consignment(entry: Entry, rows: Rows) -> Any:
    """Return the consignment that an entry names; one not known yet makes the entry wait."""
    consignment = rows.get(CONSIGNMENT, entry["consignment"])
    if consignment is None:
        raise Waits("unknown_consignment", [entry["consignment"]], consignment=entry["consignment"])
    return consignment


def still_coming(consignment: Any) -> list[str]:
    """Return the lots that have not arrived yet; in a consignment that was never received from, all of them."""
    return sorted(consignment.lots if consignment.missing is None else consignment.missing)


def arrived(said: Any, expected: list[str]) -> list[str]:
    """Return the lots that came: those that a receipt names, or all expected but the missing ones."""
    missing = set(said.get("missing") or [])
    named = said.get("came")
    return sorted(each["lot"] for each in named) if named else [code for code in expected if code not in missing]


def unaccounted(said: Any, expected: list[str]) -> dict[str, list[str]]:
    """Return what does not add up: expected lots of which a receipt says nothing, and lots that nobody sent.

    A lot that is said to have come and to be missing stands under both. Nothing is returned when all adds up.
    """
    came, missing = set(arrived(said, expected)), set(said.get("missing") or [])
    found = {
        "unsaid": sorted(set(expected) - came - missing),
        "not_sent": sorted((came | missing) - set(expected)),
        "said_twice": sorted(came & missing),
    }
    return {name: lots for name, lots in found.items() if lots}


def weighed(said: Any) -> dict[str, int]:
    """Return the net grams that the receiver's scale showed, by lot."""
    return {each["lot"]: each["weighed_g"] for each in said.get("came") or [] if each.get("weighed_g")}


def seals_held(said: Any) -> bool:
    """Say whether every seal that was looked at held; where nobody looked, nothing speaks against it."""
    return all(each["found"] == "intact" for each in said.get("seals_found") or [])
