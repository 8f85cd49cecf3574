"""Openings were erased: the event that says so says how many, of which groups, and why. Not of whom.

Neither the person's code stands in it nor the keys of the entries. A list of keys would tie together for ever what
belongs to one person: entries that have nothing in common for a stranger, since all that they share is a name behind
different commitments. Whoever holds an entry is told by its pack which of its groups are erased.
"""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Whole
from ledger.deeds.kinds import deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.rows import Rows

KIND = "openings.erased.v1"
ASKED, LEFT, MISTAKE, LAW, AGAIN = "asked_by_person", "left", "entered_by_mistake", "law", "named_again"
REASONS = (ASKED, LEFT, MISTAKE, LAW)
"""Why somebody is forgotten; `named_again` is the system's own word for what was entered about them afterwards."""
GROUPS = ("people", "notes")
"""The groups that can be erased: nothing that the read tables are made of stands in them."""
MOST = 2**31 - 1


def needs(entry: Entry) -> Needs:
    return NOTHING


def apply(event: Event, rows: Rows) -> None:
    """Changes nothing: read tables never held what was erased, so replay is the same before and after."""


deed(
    KIND,
    about="Openings about a person were erased; of whom is not said.",
    schema={
        "reason": Choice(of=(*REASONS, AGAIN), about="Why, as a code."),
        "people": Whole(most=MOST, about="How many openings of the group people."),
        "notes": Whole(most=MOST, about="How many openings of the group notes."),
        "entries": Whole(most=MOST, about="Of how many entries, kept ones that were refused or waited among them."),
        "papers": Whole(most=MOST, about="How many photos and papers that only these openings named."),
    },
    example={"reason": ASKED, "people": 3, "notes": 1, "entries": 3, "papers": 1},
    needs=needs,
    apply=apply,
    by_hand=False,
)
