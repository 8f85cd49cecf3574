"""Agree: a licence holder and an artisanal group agree on partnership, cession, consent, offtake or a lease."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY
from ledger.reference.minerals import MINERALS
from ledger.standing.reading import AGREEMENT
from ledger.standing.tables import STANDING
from sites.licensing.granting import DOCUMENTS
from sites.licensing.tables import LICENCE
from sites.tables import MINE_SITE

KIND = "agreement.stated.v1"
PARTNERSHIP, CESSION, CONSENT, OFFTAKE, LEASE = "partnership", "cession", "consent_of_holder", "offtake", "lease"
OF = (PARTNERSHIP, CESSION, CONSENT, OFFTAKE, LEASE)
SCHEMA = {
    "agreement": Choice(of=OF, about="What is agreed."),
    "holder": Code(kind="Q", group="trade", about="Who holds the title, or in an offtake who buys."),
    "group": Code(kind="Q", group="trade", about="Who works or sells under it: cooperative, team, lessee."),
    "licence": Code(kind="R", required=False, about="The licence that it concerns."),
    "place": Code(kind="S", required=False, about="The mine site that it concerns."),
    "minerals": Lines(
        required=False,
        most=20,
        each=Choice(of=tuple(MINERALS), about="An ore."),
        about="The ores; none: all of the licence.",
    ),
    "valid_from": Day(about="Its first day."),
    "valid_to": Day(required=False, about="Its last day, where it names one."),
    "landlord_permille": Whole(
        group="trade", required=False, most=1_000, about="Share of the proceeds that goes to the holder, per mille."
    ),
    "documents": DOCUMENTS,
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={PARTY: [entry["holder"], entry["group"]]},
        rely_on={
            LICENCE: [entry["licence"]] if "licence" in entry.facts else [],
            MINE_SITE: [entry["place"]] if "place" in entry.facts else [],
        },
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party, unknown_licence, unknown_place."""
    for name in ("holder", "group"):
        if rows.get(PARTY, entry[name]) is None:
            raise BadEntry("unknown_party", f"facts.{name}", "the code of a registered party", given=entry[name])
    if "licence" in entry.facts and rows.get(LICENCE, entry["licence"]) is None:
        raise BadEntry("unknown_licence", "facts.licence", "the code of a licence", given=entry["licence"])
    if "place" in entry.facts and rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a mine site", given=entry["place"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses one party on both sides, another's licence, and a validity that ends before it begins."""
    if entry["holder"] == entry["group"]:
        raise BadEntry("two_sides_the_same", "facts.group", "another party than the holder")
    if "licence" in entry.facts and rows.get(LICENCE, entry["licence"]).holder != entry["holder"]:
        raise BadEntry("licence_of_another", "facts.licence", "a licence of the holder", given=entry["licence"])
    if entry.get("valid_to") and entry["valid_to"] < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {}


def apply(event: Event, rows: Rows) -> None:
    """State the agreement in the standing of both sides."""
    papers = event.get("documents") or []
    for subject, other, side in (
        (event["holder"], event["group"], "holder"),
        (event["group"], event["holder"], "group"),
    ):
        rows.add(
            STANDING,
            subject=subject,
            topic=AGREEMENT,
            value=event["agreement"],
            valid_from=date.fromisoformat(event["valid_from"]),
            valid_to=date.fromisoformat(event["valid_to"]) if event.get("valid_to") else None,
            source=papers[0]["sha256"] if papers else "",
            terms=_terms(event, other, side),
            event_id=event.id,
        )


def _terms(event: Event, other: str, side: str) -> dict[str, Any]:
    return {
        "with": other,
        "as": side,
        "licence": event.get("licence"),
        "place": event.get("place"),
        "ores": event.get("minerals") or [],
        "landlord_permille": event.get("landlord_permille"),
    }


deed(
    KIND,
    about="A licence holder and an artisanal group agree.",
    schema=SCHEMA,
    example={
        "agreement": "consent_of_holder",
        "holder": "Q0000001H",
        "group": "Q0000002F",
        "place": "S0000001Z",
        "valid_from": "2026-01-01",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
