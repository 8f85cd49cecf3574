"""Report and object: the conditional procedure of a Blue site (MINE-04), as two kinds of entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter
from ledger.standing.reading import BLUE_OBJECTION, BLUE_REPORT
from ledger.standing.tables import STANDING
from sites.tables import MINE_SITE

FILED, OBJECTED = "blue.report_filed.v1", "blue.objected.v1"
SITE = Code(kind="S", about="The mine site.")


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]}, rely_on={MINE_SITE: [entry["place"]]})


def check_filed(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_place, filed_later."""
    site = _known_site(entry, rows)
    day = _not_later(entry, "filed_on")
    days = parameter("blue_clear_days", day, site.country)
    return {"clear_days": days, "clear_on": (day + timedelta(days=days)).isoformat()}


def check_objected(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_place, filed_later."""
    _known_site(entry, rows)
    _not_later(entry, "objected_on")
    return {}


def _known_site(entry: Entry, rows: Rows) -> Any:
    site = rows.get(MINE_SITE, entry["place"])
    if site is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    return site


def _not_later(entry: Entry, name: str) -> date:
    day = date.fromisoformat(entry[name])
    if day > entry.moment.date():
        raise BadEntry("filed_later", f"facts.{name}", "a day not after happened_at")
    return day


def apply_filed(event: Event, rows: Rows) -> None:
    """Keep that the report lies open, from whom, and until when objections count."""
    _apply_word(event, rows, BLUE_REPORT, "filed", event["filed_on"], event.party)


def apply_objected(event: Event, rows: Rows) -> None:
    """Keep who objected, and when."""
    _apply_word(event, rows, BLUE_OBJECTION, "objected", event["objected_on"], event["by"])


def _apply_word(event: Event, rows: Rows, topic: str, value: str, day: str, source: str) -> None:
    terms = {"document": event.get("document"), "clear_on": event.resolved.get("clear_on")}
    rows.add(
        STANDING,
        subject=event["place"],
        topic=topic,
        value=value,
        valid_from=date.fromisoformat(day),
        source=source,
        terms={name: said for name, said in terms.items() if said} or None,
        event_id=event.id,
    )


deed(
    FILED,
    about="A risk report about a Blue site is filed: its clear days begin.",
    schema={
        "place": SITE,
        "filed_on": Day(about="The day on which the authorities received it."),
        "document": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the report, in hex."),
        "findings": Words(group="notes", required=False, most=500, about="What it found, in short."),
    },
    example={"place": "S0000001Z", "filed_on": "2026-11-02", "document": "9f" * 32},
    needs=needs,
    check=check_filed,
    apply=apply_filed,
)
deed(
    OBJECTED,
    about="A service or committee objects to trade from a Blue site.",
    schema={
        "place": SITE,
        "objected_on": Day(about="The day of the objection."),
        "by": Words(most=80, about="The service or committee that objects."),
        "reason": Words(group="notes", required=False, most=500, about="Its reason."),
    },
    example={"place": "S0000001Z", "objected_on": "2026-11-09", "by": "Provincial mines division"},
    needs=needs,
    check=check_objected,
    apply=apply_objected,
)
