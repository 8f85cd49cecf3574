"""Estimate: somebody sets how much of an ore a site can yield in a month, and on what evidence (PLAU-05)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.reference.minerals import MINERALS
from ledger.standing.reading import CAPACITY, live
from ledger.standing.tables import STANDING
from sites.describing.tables import BASELINE
from sites.tables import MINE_SITE

KIND = "site.capacity_set.v1"
RECKONED = ("miners", "working_days", "grams_per_miner_day")
"""Facts that a capacity may be reckoned with, beside what it rests on."""
METHODS = ("survey", "production_record", "miners_and_days", "geology", "estimate")
SCHEMA = {
    "place": Code(kind="S", about="The mine site."),
    "mineral": Choice(of=tuple(MINERALS), about="The ore."),
    "grams_per_month": Whole(most=10**15, unit="grams", about="What it can yield in a month, in grams of ore."),
    "miners": Whole(required=False, least=1, most=1_000_000, about="Miners that it was reckoned with."),
    "working_days": Whole(required=False, least=1, most=31, about="Days of work in a month that it was reckoned with."),
    "grams_per_miner_day": Whole(
        required=False,
        least=1,
        most=10_000_000,
        unit="grams",
        about="What a miner digs on a good day, in grams of ore: nine of ten days yield less (PLAU-01).",
    ),
    "set_on": Day(about="The day for which it was worked out."),
    "set_by": Words(most=80, about="Who set it."),
    "method": Choice(of=METHODS, about="How."),
    "evidence": Words(required=False, most=200, about="What it rests on, named so that somebody can look it up."),
    "document": Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of that paper."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    place = [entry["place"]]
    return Needs(change={PLACE: place, MINE_SITE: place}, read={BASELINE: place, STANDING: place})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place."""
    if rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses day_in_future."""
    if date.fromisoformat(entry["set_on"]) > entry.moment.date():
        raise BadEntry("day_in_future", "facts.set_on", "a day not after happened_at")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the baseline beside earlier ones, and in the line of the register the sum of the newest."""
    place, day = event["place"], date.fromisoformat(event["set_on"])
    kept = ("mineral", "grams_per_month", "set_by", "method", "evidence", "document")
    said = {name: event.get(name) for name in kept}
    rows.add(BASELINE, event_id=event.id, place=place, set_on=day, **said)
    rows.add(
        STANDING,
        subject=place,
        topic=CAPACITY,
        value=event["mineral"],
        valid_from=day,
        source=event["set_by"],
        terms={
            "grams": event["grams_per_month"],
            "evidence": bool(event.get("evidence") or event.get("document")),
            **{name: event[name] for name in RECKONED if event.get(name) is not None},
        },
        event_id=event.id,
    )
    counted = {each.event_id for each in live(rows.of(STANDING, place)) if each.topic == CAPACITY}
    newest = newest_baselines(each for each in rows.of(BASELINE, place) if each.event_id in counted)
    rows.change(
        MINE_SITE,
        place,
        capacity_g_month=sum(each.grams_per_month for each in newest),
        capacity_set_on=min(each.set_on for each in newest),
    )


def newest_baselines(baselines: Iterable[Any]) -> list[Any]:
    """Return for each mineral the baseline that was worked out last, in the order of the minerals."""
    found: dict[str, Any] = {}
    for each in sorted(baselines, key=lambda each: (each.set_on, each.event_id)):
        found[each.mineral] = each
    return [found[mineral] for mineral in sorted(found)]


deed(
    KIND,
    about="It is set how much of an ore a site can yield in a month.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "mineral": "cassiterite",
        "grams_per_month": 4_500_000,
        "set_on": "2026-10-01",
        "set_by": "Mines service",
        "method": "survey",
        "evidence": "Baseline study of September 2026, table 4",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
