"""Publish: one case at a time, once it is closed or 90 days old, with a blurred place and no names (INC-05)."""

from __future__ import annotations

from typing import Any

from ledger import codes
from ledger.custody.finding import known_party
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.risk.incidents.facts import INCIDENT_FACT, NOTE, apply_said, day_of, known_incident, needs
from ledger.risk.incidents.guards import FORWARDED, PUBLISHED
from ledger.risk.incidents.guards import PUBLISHED as KIND
from ledger.risk.incidents.refusals import NamedBefore, NotBlurred, TooEarlyToPublish
from ledger.risk.incidents.tables import INCIDENT, OPEN

SHORTEST_NAME = 4
"""Names shorter than this may be a word of any sentence."""


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """Look at the names that must not be told."""
    row = rows.get(INCIDENT, entry["incident"])
    if row is None:
        return Needs()
    return Needs(rely_on={PLACE: [row.place] if row.place else [], PARTY: row.parties})


@guard("INC-05", on=PUBLISHED)
def published_one_by_one(entry: Entry, rows: Rows) -> None:
    """A summary is published when that case closes or after 90 days: no place nearer than its territory, no name."""
    row = known_incident(entry, rows)
    if row.state == OPEN and entry.moment.date() < row.publish_from:
        raise TooEarlyToPublish(incident=row.code, publish_from=row.publish_from.isoformat())
    told = f"{entry['summary']} {entry['area']}".casefold()
    for word in names_of(row, rows):
        if word.casefold() in told:
            raise NotBlurred(incident=row.code, word=word)


def names_of(row: Any, rows: Rows) -> list[str]:
    """Return the names and codes that a summary must not hold."""
    places = [rows.get(PLACE, row.place)] if row.place else []
    parties = [rows.get(PARTY, party) for party in row.parties]
    named = [each for each in (*places, *parties) if each is not None]
    found = [each.name for each in named] + [each.code for each in named] + [codes.shown(each.code) for each in named]
    return [name for name in found if name and len(name) >= SHORTEST_NAME]


def check_published(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Waits for a report that is not known yet. Said anew, the later summary counts; both stay in the history."""
    known_incident(entry, rows)
    return {}


def apply_published(event: Event, rows: Rows) -> None:
    """Keep what the public reads."""
    apply_said(event, rows, published_on=day_of(event), public_summary=event["summary"], public_area=event["area"])


def forwarded_needs(entry: Entry) -> Needs:
    return Needs(change={INCIDENT: [entry["incident"]]}, rely_on={PARTY: [entry["to"]]})


def check_forwarded(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses named_before: the party reads the case already."""
    row = known_incident(entry, rows)
    if entry["to"] in {*row.told, *row.parties}:
        raise NamedBefore(incident=row.code, lots=[entry["to"]])
    return {}


def known_to(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    known_party(entry, rows, "to")


def apply_forwarded(event: Event, rows: Rows) -> None:
    """Let a further party read the case in short, with its thread."""
    told = rows.get(INCIDENT, event["incident"]).told
    apply_said(event, rows, told=[*told, event["to"]])


deed(
    KIND,
    about="The summary of an incident is published: a blurred place, no names.",
    schema={
        "incident": INCIDENT_FACT,
        "summary": Words(most=1_500, about="What anybody may read."),
        "area": Words(most=120, about="The territory or district, no nearer."),
    },
    example={
        "incident": "N00000011",
        "summary": "Payments were asked for at a barrier on a road to a depot. The barrier was taken down.",
        "area": "Mulendo territory",
    },
    needs=needs,
    needs_more=needs_more,
    check=check_published,
    apply=apply_published,
)
deed(
    FORWARDED,
    about="An incident is passed on to a further party, with its thread.",
    schema={
        "incident": INCIDENT_FACT,
        "to": Code(group="trade", kind="Q", about="Who may read it in short from now on."),
        "note": NOTE,
    },
    example={"incident": "N00000011", "to": "Q0000001H"},
    needs=forwarded_needs,
    known=known_to,
    check=check_forwarded,
    apply=apply_forwarded,
)
