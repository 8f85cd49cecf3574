"""Report: an incident is entered, with its code, its claim and what it touches (INC-01, INC-02, INC-04)."""

from __future__ import annotations

from typing import Any

from ledger.custody.finding import known_lot, zone_of_place
from ledger.custody.tables import LOT, TAG
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, TagNumber, Whole, Words
from ledger.deeds.guards import works_out
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.registering import CodeTaken
from ledger.parties.tables import PARTY, PLACE
from ledger.risk.incidents import categories
from ledger.risk.incidents.categories import KIND, category_of, level_of, stops_at_once
from ledger.risk.incidents.clocks import deadlines, limits
from ledger.risk.incidents.facts import DOCUMENT, day_of, day_said, mark_of, recorded
from ledger.risk.incidents.site_holds import apply_site_hold
from ledger.risk.incidents.tables import INCIDENT, INCIDENT_EVENT, INCIDENT_ORE, LOT_ORE, OPEN, TAG_ORE

SOURCES = ("field_operator", "committee", "whistle_blower", "ngo", "un", "audit", "anomaly")
MOST_NAMED = 20
LOTS = Lines(group="trade", required=False, each=Code(kind="P", about="A lot."), about="Lots that it touches (INC-04).")
TAGS = Lines(group="trade", required=False, each=TagNumber(about="A tag."), about="Tags that it touches, known or not.")
SCHEMA = {
    "incident": Code(kind="N", about="The code of the incident, made by the writer."),
    "category": Choice(
        group="trade", required=False, of=categories.codes(), about="Paragraph of OECD Annex II, or operational code."
    ),
    "headline": Choice(
        group="trade",
        required=False,
        of=categories.headlines(),
        about="A headline code instead: read through the map, never as a paragraph.",
    ),
    "level": Whole(
        group="trade", required=False, least=1, most=3, about="Proposed: 1 is the worst, 3 the least; 3 if left out."
    ),
    "source": Choice(group="trade", of=SOURCES, about="Where the claim comes from."),
    "place": Code(group="trade", kind="S", required=False, about="The place, where it is registered."),
    "area": Words(group="trade", required=False, most=120, about="The territory or district, no nearer."),
    "parties": Lines(
        group="trade", required=False, most=MOST_NAMED, each=Code(kind="Q", about="A party."), about="Who is named."
    ),
    "agents": Lines(
        group="trade",
        required=False,
        most=MOST_NAMED,
        each=Words(most=80, about="Number of a user."),
        about="Users of this ledger who are named: they do not work on the case.",
    ),
    "lots": LOTS,
    "tags": TAGS,
    "since": Day(group="trade", required=False, about="The first day on which it happened."),
    "until": Day(group="trade", required=False, about="The last day."),
    "document": DOCUMENT,
    "claim": Words(group="notes", most=4_000, about="What is claimed, without a word about who claims it (WB-01)."),
    "summary": Words(
        group="notes", required=False, most=1_000, about="The claim in short, as those named in it may read it."
    ),
}


def needs(entry: Entry) -> Needs:
    place = [entry["place"]] if entry.get("place") else []
    held = {PLACE: place} if place and _may_hold(entry) else {}
    return Needs(
        change=held,
        create={INCIDENT: [entry["incident"]]},
        rely_on={
            PLACE: place,
            PARTY: entry.get("parties") or [],
            LOT: entry.get("lots") or [],
            TAG: entry.get("tags") or [],
        },
    )


def _may_hold(entry: Entry) -> bool:
    return stops_at_once(entry.get("category") or "A2-1.") or entry.get("level") == 1


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """Lock the lots on which the named tags are."""
    return Needs(rely_on={LOT: lots_of_tags(entry, rows)})


def lots_of_tags(facts: Any, rows: Rows) -> list[str]:
    tags = [rows.get(TAG, tag) for tag in facts.get("tags") or []]
    return sorted({tag.lot for tag in tags if tag is not None and tag.lot})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place, unknown_party."""
    if entry.get("place") and rows.get(PLACE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered place", given=entry["place"])
    for party in entry.get("parties") or []:
        if rows.get(PARTY, party) is None:
            raise BadEntry("unknown_party", "facts.parties", "the code of a registered party", given=party)


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, category_or_headline, headline_is_several, incident_nowhere, ends_before_it_begins.

    A headline is resolved here, so that the event keeps the paragraph that was meant.
    """
    if rows.get(INCIDENT, entry["incident"]) is not None:
        raise CodeTaken(incident=entry["incident"])
    if not any(entry.get(name) for name in ("place", "area", "parties", "lots", "tags")):
        raise BadEntry("incident_nowhere", "facts.place", "a place, an area, a party, a lot or a tag")
    if entry.get("since") and entry.get("until") and entry["until"] < entry["since"]:
        raise BadEntry("ends_before_it_begins", "facts.until", "a day not before since")
    for lot in entry.get("lots") or []:
        known_lot(rows, lot)
    category = category_of(entry)
    level = level_of(category, entry.get("level"))
    return {"category": category, "level": level, "limits": limits(level, entry.moment.date())}


def apply(event: Event, rows: Rows) -> None:
    """Open the case: its clocks run from the moment at which the book knows it."""
    code, category, level = event["incident"], event.resolved["category"], event.resolved["level"]
    place = rows.get(PLACE, event["place"]) if event.get("place") else None
    opened = recorded(event)
    rows.add(
        INCIDENT,
        code=code,
        category=category,
        level=level,
        first_level=level,
        source=event["source"],
        place=event.get("place"),
        country=place.country if place else None,
        area=event.get("area") or (place.area if place else None),
        parties=event.get("parties") or [],
        agents=event.get("agents") or [],
        since=day_said(event, "since"),
        until=day_said(event, "until"),
        reporter_mark=mark_of(code, event.actor),
        state=OPEN,
        opened_at=opened,
        opened_on=day_of(event),
        **deadlines(event.resolved["limits"], opened),
        replied=[],
        told=[],
        reopened=0,
        downgrades=0,
        over=[],
        grams=0,
        site_held=False,
        key=event.key,
        event_id=event.id,
    )
    rows.add(INCIDENT_EVENT, incident=code, event_id=event.id)
    apply_ore(event, rows)
    if holds_the_site(level, category) and place is not None:
        apply_site_hold(event, rows, place.code, code)


@works_out("INC-02", on=KIND, source="domain/custody_3t.md §6", otherwise=False)
def holds_the_site(level: int, category: str) -> bool:
    """What Annex II answers with stopping at once holds the site, from the moment at which the book knows it."""
    return level == 1 and stops_at_once(category)


@works_out("INC-04", on=KIND, source="domain/custody_3t.md §6")
def apply_ore(event: Event, rows: Rows) -> None:
    """Every incident lists the lots, tags and days that it touches, with the kilograms as they were when named."""
    code, named = event["incident"], {each.lot for each in rows.so_far(INCIDENT_ORE, event["incident"]) if each.lot}
    grams = 0
    for tag_code in event.get("tags") or []:
        tag = rows.get(TAG, tag_code)
        lot = rows.get(LOT, tag.lot) if tag is not None and tag.lot else None
        if lot is not None and lot.code not in named and lot.code not in (event.get("lots") or []):
            grams += lot.mass_g
            named.add(lot.code)
        rows.add(
            INCIDENT_ORE,
            incident=code,
            what=TAG_ORE,
            code=tag_code,
            lot=lot.code if lot is not None else None,
            grams=lot.mass_g if lot is not None else 0,
            event_id=event.id,
        )
    for lot_code in event.get("lots") or []:
        mass = rows.get(LOT, lot_code).mass_g
        grams += 0 if lot_code in named else mass
        rows.add(INCIDENT_ORE, incident=code, what=LOT_ORE, code=lot_code, lot=lot_code, grams=mass, event_id=event.id)
    rows.change(INCIDENT, code, grams=rows.get(INCIDENT, code).grams + grams)


def zone(entry: Entry, rows: Rows) -> str | None:
    return zone_of_place(entry, rows) if entry.get("place") else None


deed(
    KIND,
    about="Somebody reports an incident: a claim, not a finding.",
    schema=SCHEMA,
    example={
        "incident": "N00000011",
        "category": "A2-5",
        "level": 2,
        "source": "field_operator",
        "place": "S0000001Z",
        "since": "2026-09-01",
        "until": "2026-09-12",
        "claim": "Two uniformed men asked for money from every bicycle between the site and the depot road.",
    },
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
    zone=zone,
)
