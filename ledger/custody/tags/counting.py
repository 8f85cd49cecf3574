"""Count: two people count the unused tags of a series with a holder; beside it stands what the book says."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_party
from ledger.custody.signing import apply_or_propose, second_signer, signable
from ledger.custody.stock_tables import PROPOSAL, TAG_COUNT, TAG_MOVE, TAG_SERIES
from ledger.custody.tags.finding import known_series
from ledger.custody.tags.opening import SERIES_CODE
from ledger.custody.tags.posting import book_of
from ledger.custody.tags.refusals import NotTagHolder
from ledger.deeds.entries import Actor, Entry, Event
from ledger.deeds.facts import Code, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.roles import KEEPERS, TAGGING_AGENT
from ledger.parties.tables import PARTY
from ledger.reference.parameters import parameter

KIND = "tags.counted.v1"
SCHEMA = {
    "series": SERIES_CODE,
    "holder": Code(kind="Q", about="Whose tags were counted."),
    "counted": Whole(most=10_000_000, about="Unused tags that were found: in boxes, in booklets, set aside."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    wanted = effect_needs(entry)
    return Needs(
        create={PROPOSAL: [entry.key]},
        rely_on={**wanted.rely_on, PARTY: [entry["holder"]]},
        read=wanted.read,
    )


def effect_needs(said: Any) -> Needs:
    return Needs(rely_on={TAG_SERIES: [said["series"]]}, read={TAG_MOVE: [book_of(said["series"], said["holder"])]})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party."""
    known_party(entry, rows, "holder")


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses unknown_series, not_tag_holder; resolves what the book says and how many must sign."""
    known_series(rows, entry["series"])
    if entry["holder"] != entry.actor.party and not entry.actor.roles & KEEPERS:
        raise NotTagHolder(holder=entry["holder"])
    return {"book": in_book(entry, rows, None), "signers": parameter("tag_count_signers", entry.moment.date())}


def check_effect(said: Any, rows: Rows) -> dict[str, Any]:
    """Resolve what the book said when the first of them counted: what came or went since counts for neither."""
    return {"book": in_book(said, rows, said.id), "as_of": said.id}


def in_book(said: Any, rows: Rows, before: int | None) -> int:
    """Return how many tags the book of a holder has, of what was recorded before an event."""
    moves = rows.of(TAG_MOVE, book_of(said["series"], said["holder"]))
    return sum(move.number for move in moves if before is None or move.event_id < before)


def apply(event: Event, rows: Rows) -> None:
    """Keep the count, or the proposal until the second person has signed."""
    apply_or_propose(event, rows, subject=event["series"])


def apply_count(event: Any, rows: Rows) -> None:
    """Put what was found beside what the book says; the book itself stays as it is."""
    rows.add(
        TAG_COUNT,
        series=event["series"],
        holder=event["holder"],
        counted=event["counted"],
        book=event.resolved["book"],
        as_of=event.resolved.get("as_of", event.id),
        on_day=date.fromisoformat(event.local_date),
        first=event.actor,
        second=second_signer(event),
        event_id=event.id,
    )


def may_sign(actor: Actor, proposal: Any) -> bool:
    """Say whether an actor may be the second who counted: a keeper, or another agent of the holder."""
    return bool(actor.roles & KEEPERS) or (TAGGING_AGENT in actor.roles and actor.party == proposal.facts["holder"])


signable(KIND, needs=effect_needs, check=check_effect, apply=apply_count, may_sign=may_sign)
deed(
    KIND,
    about="Two people count the unused tags of a holder.",
    schema=SCHEMA,
    example={"series": "CD-MINE-26", "holder": "Q0000001H", "counted": 396},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
