"""Sign: one act decides about all the sites of its annex at once, also as of a past date (MINE-05, MINE-06)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PLACE
from ledger.standing.tables import STANDING
from sites.deciding import BY, COLOURS, OF_A_SCHEME, check_words, topic_of
from sites.statuses.lining import apply_line, clock_of, recorded_on
from sites.statuses.tables import ACT
from sites.tables import MINE_SITE

KIND = "act.signed.v1"
DOCUMENT = Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the paper, in hex.")
SCHEMA = {
    "number": Words(most=60, about="Number of the act; a longer annex comes as several entries under one number."),
    "article": Words(required=False, most=40, about="Its article."),
    "legal_basis": Words(required=False, most=120, about="The law or order that it rests on."),
    "authority": Words(required=False, most=80, about="Who signed it."),
    "by": Choice(of=BY, about="Who decides; none overwrites another (MINE-05)."),
    "scheme": Words(required=False, most=40, about="Which scheme decides, for example iTSCi."),
    "status": Choice(of=COLOURS + OF_A_SCHEME, about="The colour; active or suspended only by a scheme."),
    "valid_from": Day(about="The first day, also in the past (MINE-06)."),
    "valid_to": Day(required=False, about="The last day, where the act names one."),
    "signed_on": Day(about="The day on which it was signed."),
    "sites": Lines(each=Code(kind="S", about="A mine site."), about="The annex."),
    "document": DOCUMENT,
}
OF_THE_ACT = ("article", "legal_basis", "authority", "scheme", "signed_on", "document")


def needs(entry: Entry) -> Needs:
    sites = entry["sites"]
    return Needs(change={PLACE: sites, MINE_SITE: sites}, read={STANDING: sites})


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_place, not_a_colour, ends_before_it_begins, signed_later."""
    for number, place in enumerate(entry["sites"]):
        if rows.get(MINE_SITE, place) is None:
            expected = "the code of a registered site"
            raise BadEntry("unknown_place", f"facts.sites[{number}]", expected, given=place)
    check_words(entry)
    if date.fromisoformat(entry["signed_on"]) > entry.moment.date():
        raise BadEntry("signed_later", "facts.signed_on", "a day not after happened_at")
    return clock_of(entry["sites"], rows)


def apply(event: Event, rows: Rows) -> None:
    """Add the decision to the standing of every site of the annex, and keep the act."""
    begins, ends = date.fromisoformat(event["valid_from"]), event.get("valid_to")
    terms = {"act": event["number"], **{name: event[name] for name in OF_THE_ACT if event.get(name)}}
    for place in event["sites"]:
        rows.add(
            STANDING,
            subject=place,
            topic=topic_of(event["by"]),
            value=event["status"],
            valid_from=begins,
            valid_to=date.fromisoformat(ends) if ends else None,
            source=", ".join(filter(None, [event["number"], event.get("article")])),
            terms=terms,
            event_id=event.id,
        )
        apply_line(rows, place, recorded_on(event), event.resolved.get("clock"))
    _apply_act(event, rows)


def _apply_act(event: Event, rows: Rows) -> None:
    ends = event.get("valid_to")
    rows.add(
        ACT,
        event_id=event.id,
        key=event.key,
        number=event["number"],
        article=event.get("article"),
        legal_basis=event.get("legal_basis"),
        authority=event.get("authority"),
        by=event["by"],
        scheme=event.get("scheme"),
        status=event["status"],
        valid_from=date.fromisoformat(event["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        signed_on=date.fromisoformat(event["signed_on"]),
        recorded_on=recorded_on(event),
        document=event.get("document"),
        sites=event["sites"],
    )


deed(
    KIND,
    about="An act is signed that gives a status to the sites of its annex.",
    schema=SCHEMA,
    example={
        "number": "0045/2026",
        "article": "art. 1",
        "legal_basis": "Arrêté 0677/2021",
        "by": "state",
        "status": "red",
        "valid_from": "2026-02-03",
        "valid_to": "2026-08-02",
        "signed_on": "2026-02-12",
        "sites": ["S0000001Z", "S0000002X"],
    },
    needs=needs,
    check=check,
    apply=apply,
)
