"""Issue: tag numbers are handed out to a place, before the first bag; out of a parcel, if stock is kept of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ledger.custody.finding import known_place, zone_of_place
from ledger.custody.refusals import TagTaken
from ledger.custody.signing import apply_or_propose, signable, signers_of
from ledger.custody.stock_tables import ALLOCATED, PROPOSAL, TAG_COUNT, TAG_PARCEL, TAG_SERIES
from ledger.custody.tables import ISSUED, TAG
from ledger.custody.tags.finding import parcel_to_take_from
from ledger.custody.tags.numbers import run
from ledger.custody.tags.opening import SERIES_CODE
from ledger.custody.tags.posting import ISSUED_OUT, TAKEN_OUT, apply_tag_move
from ledger.custody.tags.refusals import IssuerApplies, NotNextNumbers, ParcelElsewhere
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Code, Lines, TagNumber, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import KEEPERS, TAGGING_AGENT
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter

KIND = "tag.issued.v1"
SCHEMA = {
    "place": Code(kind="S", about="The place where these tags may be used."),
    "tags": Lines(each=TagNumber(about="A tag number."), about="The numbers issued, at most 400."),
    "parcel": Code(kind="B", required=False, about="The parcel they come from: its next numbers, in their order."),
    "series": replace(SERIES_CODE, required=False, about="The series of that parcel."),
    "agent": Words(required=False, most=60, about="Id of the user who alone may apply them."),
    "booklet": Words(required=False, most=40, about="Number of the booklet they are bound in."),
}


def needs(entry: Entry) -> Needs:
    wanted = effect_needs(entry)
    return Needs(
        change=wanted.change,
        create={**wanted.create, **({PROPOSAL: [entry.key]} if entry.get("parcel") else {})},
        rely_on={**wanted.rely_on, PLACE: [entry["place"]]},
        read={TAG_COUNT: list(wanted.rely_on.get(TAG_SERIES, []))},
    )


def effect_needs(said: Any) -> Needs:
    if not said.get("parcel"):
        return Needs(create={TAG: said["tags"]})
    series = [said["series"]] if said.get("series") else []
    return Needs(change={TAG_PARCEL: [said["parcel"]]}, create={TAG: said["tags"]}, rely_on={TAG_SERIES: series})


@guard("TAG-01", on=KIND)
def number_is_new(entry: Entry, rows: Rows) -> None:
    """A tag number is issued once ever; a number that was issued before is refused."""
    _refuse_taken(entry, rows)


@guard("SEG-01", on=KIND)
def nobody_issues_to_himself(entry: Entry, rows: Rows) -> None:
    """Who issues tags is not the agent who applies them."""
    if entry.get("agent") == entry.actor.id:
        raise IssuerApplies(agent=entry.actor.id)


def _refuse_taken(said: Any, rows: Rows) -> None:
    taken = [tag for tag in said["tags"] if rows.get(TAG, tag) is not None]
    if taken:
        raise TagTaken(tags=taken[:10], count=len(taken))


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses what the parcel refuses; resolves how many must sign (parameter tag_issue_signers)."""
    if not entry.get("parcel"):
        return {}
    if not entry.get("series"):
        raise BadEntry("fact_missing", "facts.series", "the series of the parcel")
    signers = parameter("tag_issue_signers", entry.moment.date(), rows.get(PLACE, entry["place"]).country)
    _take(entry, rows, entry.actor.roles)
    return {"signers": signers}


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Refuses tag_taken, and what the parcel refuses by the time the last has signed."""
    _refuse_taken(said, rows)
    _take(said, rows, None)
    return {}


def _take(said: Any, rows: Rows, roles: frozenset[str] | None) -> None:
    parcel = parcel_to_take_from(said, rows, roles, len(said["tags"]))
    if parcel.state == ALLOCATED and parcel.place != said["place"]:
        raise ParcelElsewhere(parcel=parcel.code, place=parcel.place)
    following = run(rows.get(TAG_SERIES, parcel.series), parcel.next, len(said["tags"]))
    if said["tags"] != following:
        raise NotNextNumbers(parcel=parcel.code, first=following[0], last=following[-1])


def apply(event: Event, rows: Rows) -> None:
    """Issue the numbers, or keep the proposal where others must sign."""
    if event.get("parcel"):
        apply_or_propose(event, rows, subject=event["parcel"])
    else:
        apply_issue(event, rows)


def apply_issue(event: Any, rows: Rows) -> None:
    """Open every number as issued to the place by all who signed; those of a parcel stay in its holder's book."""
    parcel = rows.get(TAG_PARCEL, event["parcel"]) if event.get("parcel") else None
    of_stock = {"series": parcel.series, "parcel": parcel.code, "holder": parcel.holder} if parcel else {}
    for code in event["tags"]:
        rows.add(
            TAG,
            code=code,
            place=event["place"],
            state=ISSUED,
            event_id=event.id,
            issued_by=",".join(signers_of(event)),
            issued_on=date.fromisoformat(event.local_date),
            agent=event.get("agent"),
            **of_stock,
        )
    if parcel:
        number, book = len(event["tags"]), {"series": parcel.series, "holder": parcel.holder}
        rows.change(TAG_PARCEL, parcel.code, next=parcel.next + number)
        apply_tag_move(event, rows, **book, place=parcel.place, cause=TAKEN_OUT, number=-number)
        apply_tag_move(event, rows, **book, place=event["place"], cause=ISSUED_OUT, number=number)


def may_sign(actor: Actor, proposal: Any) -> bool:
    """Say whether an actor may sign an issue: whoever keeps the programme, or an agent who will not apply them."""
    return bool(actor.roles & (KEEPERS | {TAGGING_AGENT})) and proposal.facts.get("agent") != actor.id


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_issue, may_sign=may_sign)
deed(
    KIND,
    about="Tag numbers are issued to a place.",
    schema=SCHEMA,
    example={"place": "S0000001Z", "tags": ["T00000018"]},
    needs=needs,
    known=known_place,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
