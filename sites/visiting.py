"""Visit: what somebody saw at a site on a day. Three answers: yes, no, unknown; unknown never counts as no."""

from __future__ import annotations

from datetime import date

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.standing import reading
from ledger.standing.tables import STANDING
from sites.tables import VISIT

KIND = "site.visited.v1"
ANSWERS = (reading.YES, reading.NO, reading.UNKNOWN)
ACTORS = ("army", "police", "mines_police", "local_group", "foreign_group")
SCHEMA = {
    "place": Code(kind="S", about="The mine site."),
    "visited_on": Day(about="The day of the visit."),
    "on_site": Choice(of=ANSWERS, about="Whether somebody was really there; third-party reports are not."),
    "presence": Choice(of=ANSWERS, about="Armed actors present, the army counted too."),
    "interference": Choice(of=ANSWERS, about="Armed actors taking part, taxing or extorting."),
    "children": Choice(of=ANSWERS, about="Children under 15 at work."),
    "workers": Whole(required=False, most=100_000, about="Workers counted."),
    "women": Choice(required=False, of=ANSWERS, about="Women at work."),
    "mercury": Choice(required=False, of=ANSWERS, about="Mercury in use."),
    "actors": Lines(
        required=False,
        most=len(ACTORS),
        each=Choice(of=ACTORS, about="A kind of armed actor."),
        about="The kinds of armed actor seen; the army and a local group are different worries.",
    ),
    "status_recorded": Choice(
        required=False,
        of=("green", "yellow", "red", "blue"),
        about="The State's colour as the visitor wrote it down: a witness, not a decision.",
    ),
    "scheme_recorded": Choice(
        required=False, of=("active", "suspended"), about="The scheme's status as the visitor wrote it down."
    ),
    "project": Words(required=False, most=80, about="The project under which the visit was made."),
    "by_whom": Words(most=80, about="The organisation that visited."),
    "source": Words(required=False, most=120, about="Where the record comes from, for example a file and its row."),
    "groups": Words(group="position", required=False, most=500, about="Names of armed groups: never shown in public."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}
TOPICS = {"on_site": reading.VISIT, "presence": reading.PRESENCE, "interference": reading.INTERFERENCE}


def needs(entry: Entry) -> Needs:
    return Needs(change={PLACE: [entry["place"]]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses unknown_place and a visit after the day it is entered."""
    if rows.get(PLACE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    if date.fromisoformat(entry["visited_on"]) > entry.moment.date():
        raise BadEntry("visit_in_future", "facts.visited_on", "a day not after happened_at")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the visit, and what it says about presence, interference and evidence as standing of the place."""
    place, day = event["place"], date.fromisoformat(event["visited_on"])
    rows.add(
        VISIT,
        event_id=event.id,
        place=place,
        visited_on=day,
        on_site=event["on_site"],
        presence=event["presence"],
        interference=event["interference"],
        children=event["children"],
        workers=event.get("workers"),
        by_whom=event["by_whom"],
        source=event.get("source"),
    )
    for fact, topic in TOPICS.items():
        rows.add(
            STANDING,
            subject=place,
            topic=topic,
            value=event[fact],
            valid_from=day,
            source=event["by_whom"],
            event_id=event.id,
        )


deed(
    KIND,
    about="A mine site is visited, or somebody reports on it.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "visited_on": "2026-11-09",
        "on_site": "yes",
        "presence": "no",
        "interference": "unknown",
        "children": "no",
        "workers": 58,
        "by_whom": "Scheme field team",
    },
    needs=needs,
    check=check,
    apply=apply,
)
