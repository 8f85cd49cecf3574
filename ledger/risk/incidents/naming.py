"""Name lots: what turns out later to be touched is added; nothing is ever taken off the list (INC-04)."""

from __future__ import annotations

from ledger.custody.finding import known_lot
from ledger.custody.tables import LOT, TAG
from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.risk.incidents.facts import INCIDENT_FACT, NOTE, apply_said, known_incident
from ledger.risk.incidents.guards import LOTS_NAMED as KIND
from ledger.risk.incidents.refusals import NamedBefore
from ledger.risk.incidents.reporting import LOTS, TAGS, apply_ore, lots_of_tags
from ledger.risk.incidents.tables import INCIDENT, INCIDENT_ORE


def needs(entry: Entry) -> Needs:
    lots, tags = entry.get("lots") or [], entry.get("tags") or []
    return Needs(
        change={INCIDENT: [entry["incident"]]},
        rely_on={LOT: lots, TAG: tags},
        read={INCIDENT_ORE: [entry["incident"]]},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    return Needs(rely_on={LOT: lots_of_tags(entry, rows)})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses nothing_named, named_before; waits for lots not known yet. A closed case may still learn of lots."""
    row = known_incident(entry, rows)
    named = [*(entry.get("lots") or []), *(entry.get("tags") or [])]
    if not named:
        raise BadEntry("nothing_named", "facts.lots", "lots or tags")
    for lot in entry.get("lots") or []:
        known_lot(rows, lot)
    before = {each.code for each in rows.of(INCIDENT_ORE, row.code)} & set(named)
    if before:
        raise NamedBefore(incident=row.code, lots=sorted(before))
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Add lots and tags with their kilograms."""
    apply_ore(event, rows)
    apply_said(event, rows)


deed(
    KIND,
    about="Lots or tags are named that an incident touches.",
    schema={"incident": INCIDENT_FACT, "lots": LOTS, "tags": TAGS, "note": NOTE},
    example={"incident": "N00000011", "lots": ["P00000019"]},
    needs=needs,
    needs_more=needs_more,
    check=check,
    apply=apply,
)
