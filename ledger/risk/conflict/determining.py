"""Determine: an area is affected by conflict or of high risk (CAHRA), or is not, from a day on, with the reasons.

It is a dated row with its source and never a yes or no beside the area: the next row of the same area follows it.
"""

from __future__ import annotations

from datetime import date

from ledger import codes
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.registering import COUNTRY
from ledger.risk.conflict.areas import area_of
from ledger.risk.conflict.tables import CAHRA

DETERMINED, TAKEN_BACK = "cahra.determined.v1", "cahra.taken_back.v1"
IS_ONE, IS_NONE, IN_QUESTION = "cahra", "not_cahra", "in_question"
STATUSES = (IS_ONE, IN_QUESTION, IS_NONE)


class DeterminationTakenBack(Refused):
    code = "determination_taken_back"


def needs(entry: Entry) -> Needs:
    return Needs(create={CAHRA: [entry.key]})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses a province and a zone at once, and a validity that ends before it begins."""
    if entry.get("province") and entry.get("zone"):
        raise BadEntry("one_area", "facts.zone", "a province or a zone, not both")
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the determination under the key of its event."""
    ends = event.get("valid_to")
    rows.add(
        CAHRA,
        key=event.key,
        area=area_of(event["country"], event.get("province"), event.get("zone")),
        country=event["country"],
        province=event.get("province"),
        zone=event.get("zone"),
        status=event["status"],
        valid_from=date.fromisoformat(event["valid_from"]),
        valid_to=date.fromisoformat(ends) if ends else None,
        source=event["source"],
        source_version=event.get("source_version"),
        decided_by=event["decided_by"],
        rationale=event["rationale"],
        event_id=event.id,
    )


def taken_back_needs(entry: Entry) -> Needs:
    return Needs(change={CAHRA: [entry["determination"]]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses a determination that nobody made."""
    if rows.get(CAHRA, entry["determination"]) is None:
        expected = "the key of an entry that determined an area"
        raise BadEntry("unknown_determination", "facts.determination", expected, given=entry["determination"])


def check_taken_back(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses determination_taken_back."""
    if rows.get(CAHRA, entry["determination"]).taken_back_by is not None:
        raise DeterminationTakenBack(determination=entry["determination"])
    return {}


def apply_taken_back(event: Event, rows: Rows) -> None:
    """Strike it; the row stays."""
    rows.change(CAHRA, event["determination"], taken_back_by=event.id, taken_back_because=event["reason"])


deed(
    DETERMINED,
    about="It is determined whether an area is affected by conflict or of high risk.",
    schema={
        "country": COUNTRY,
        "province": Words(required=False, most=80, about="The province; without it, and without a zone, the country."),
        "zone": Code(kind=codes.ZONE, required=False, about="A zone that was drawn, instead of a province."),
        "status": Choice(of=STATUSES, about="What was found."),
        "valid_from": Day(about="The first day for which it holds."),
        "valid_to": Day(required=False, about="The last day, where it has one."),
        "source": Words(most=120, about="What it rests on, for example a list."),
        "source_version": Words(required=False, most=60, about="Its edition."),
        "decided_by": Words(most=120, about="The body that decided; no person."),
        "rationale": Words(most=500, about="Why, in words that anybody may read."),
        "document": Words(
            group="trade", required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the paper behind it."
        ),
    },
    example={
        "country": "CD",
        "province": "Nord-Kivu",
        "status": "cahra",
        "valid_from": "2025-06-30",
        "source": "cahraslist.net",
        "source_version": "18",
        "decided_by": "Due diligence committee",
        "rationale": "Armed conflict in the province, listed there since 2021.",
    },
    needs=needs,
    check=check,
    apply=apply,
)
deed(
    TAKEN_BACK,
    about="A determination about an area is taken back.",
    schema={
        "determination": Words(most=36, about="Key of the entry that made it."),
        "reason": Words(most=200, about="Why, in words that anybody may read."),
    },
    example={"determination": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11", "reason": "Entered for the wrong province."},
    needs=taken_back_needs,
    known=known,
    check=check_taken_back,
    apply=apply_taken_back,
)
