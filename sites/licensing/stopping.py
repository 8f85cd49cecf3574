"""Stop: a licence is suspended, revoked, given back or ends early; until a day, or for good."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY, PLACE
from ledger.standing.reading import LICENCE_STOPPED
from ledger.standing.tables import STANDING
from sites.licensing.renewing import known
from sites.licensing.tables import LICENCE
from sites.tables import MINE_SITE

KIND = "licence.stopped.v1"
HOW = ("suspended", "revoked", "surrendered", "ended_early")
SCHEMA = {
    "licence": Code(kind="R", about="The licence."),
    "how": Choice(of=HOW, about="How it stops."),
    "valid_from": Day(about="The first day on which it does not count, also in the past."),
    "valid_to": Day(
        required=False,
        about="The last such day; none: until further notice. Stated again with the same first day, it ends a "
        "suspension that was open.",
    ),
    "act": Words(required=False, most=80, about="Number of the act."),
    "reason": Words(group="notes", required=False, most=500, about="Why."),
}


def needs(entry: Entry) -> Needs:
    return Needs(change={LICENCE: [entry["licence"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """The holder's standing and the site's line change with the licence."""
    licence = rows.get(LICENCE, entry["licence"])
    if licence is None:
        return Needs()
    places = [licence.place] if licence.place else []
    return Needs(change={PARTY: [licence.holder], PLACE: places, MINE_SITE: places})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a stop that ends before it begins."""
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """State the stop in the holder's standing; for good, it is also the end in the site's line."""
    licence, first = rows.get(LICENCE, event["licence"]), date.fromisoformat(event["valid_from"])
    last = date.fromisoformat(event["valid_to"]) if event.get("valid_to") else None
    rows.change(LICENCE, licence.code, stopped_how=event["how"], stopped_on=first, stopped_until=last)
    rows.add(
        STANDING,
        subject=licence.holder,
        topic=LICENCE_STOPPED,
        value=event["how"],
        valid_from=first,
        valid_to=last,
        source=event.get("act") or "",
        terms={"licence": licence.code},
        event_id=event.id,
    )
    if licence.place and last is None and event["how"] != "suspended":
        rows.change(MINE_SITE, licence.place, licence_until=first - timedelta(days=1))


deed(
    KIND,
    about="A licence is stopped: suspended, revoked, given back, or ended early.",
    schema=SCHEMA,
    example={"licence": "R0000001S", "how": "suspended", "valid_from": "2026-06-01", "act": "0311/2026"},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
)
