"""Tag: a bag of ore gets its tag at the mine site, and a lot begins."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.custody.finding import known_party, known_place, zone_of_place
from ledger.custody.held_sites import holds_of_site
from ledger.custody.moving import apply_move
from ledger.custody.refusals import CodeTaken, DugLater, TagAlreadyUsed, TagOfOtherPlace, TagUnknown
from ledger.custody.site_status import resolved_status
from ledger.custody.tables import HAND, IDENTITY, ISSUED, LOT, LOT_EVENT, OPEN, ORIGIN, TAG, USED
from ledger.custody.tags.posting import APPLIED, apply_gone
from ledger.custody.tags.refusals import TagHot, TagOfOtherAgent
from ledger.custody.tags.showing import HOT
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, TagNumber, Whole, Words, grams
from ledger.deeds.guards import guard, works_out
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.minerals import MINERALS
from ledger.standing.merging import taken_in
from ledger.standing.tables import STANDING

KIND = "lot.tagged.v1"
SCHEMA = {
    "lot": Code(kind="P", about="The code of the new lot, made by the writer."),
    "tag": TagNumber(about="The tag closed on the bag."),
    "place": Code(kind="S", about="The mine site."),
    "mineral": Choice(of=tuple(MINERALS), about="The ore in the bag."),
    "mass_g": grams("Net wet mass of the bag in grams.", most=100_000_000),
    "dug_on": Day(about="The day the ore was dug."),
    "holder": Code(kind="Q", group="trade", about="The party that owns the bag: cooperative or miners' team."),
    "miner": Words(group="people", required=False, about="Miner or team representative (ACT-04)."),
    "latitude_e6": Whole(
        group="position",
        required=False,
        least=-90_000_000,
        most=90_000_000,
        about="Latitude in millionths of a degree.",
    ),
    "longitude_e6": Whole(
        group="position", required=False, least=-180_000_000, most=180_000_000, about="Longitude, likewise."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        change={TAG: [entry["tag"]]},
        create={LOT: [entry["lot"]]},
        rely_on={PLACE: [entry["place"]], PARTY: [entry["holder"]]},
        read={STANDING: [entry["place"], entry["holder"]]},
    )


@guard("TAG-01", on=KIND)
def tag_was_issued_here(entry: Entry, rows: Rows) -> None:
    """The number must have been issued, to this site, and to this agent if it was issued to one."""
    tag = rows.get(TAG, entry["tag"])
    if tag is None:
        raise TagUnknown(tag=entry["tag"])
    if tag.agent and tag.agent != entry.actor.id:
        raise TagOfOtherAgent(tag=tag.code)
    # the tags of a site that was merged into this one are this one's
    if tag.place not in {entry["place"], *taken_in(rows.of(STANDING, entry["place"]))}:
        raise TagOfOtherPlace(tag=tag.code)


@guard("TAG-02", on=KIND)
def tag_opens_one_lot(entry: Entry, rows: Rows) -> None:
    """A tag opens one lot once ever; the second bag is refused and kept, and the first lot goes on hold."""
    tag = rows.get(TAG, entry["tag"])
    if tag is not None and tag.state != ISSUED and tag.state not in HOT:
        raise TagAlreadyUsed(tag=tag.code, lot=tag.lot, state=tag.state)


@guard("TAG-04", on=KIND)
def tag_is_not_hot(entry: Entry, rows: Rows) -> None:
    """A number that is lost, stolen, void, damaged, returned or stopped opens no lot; the attempt is reported."""
    tag = rows.get(TAG, entry["tag"])
    if tag is not None and tag.state in HOT:
        raise TagHot(tag=tag.code, state=tag.state, since=tag.ended_on.isoformat() if tag.ended_on else None)


@works_out("TAG-04", on=KIND, source="domain/custody_3t.md §6", otherwise=())
def holds_of_tag(tag: Any, tagged_on: str) -> tuple[str, ...]:
    """A bag that was tagged before its tag was issued is recorded and held at once."""
    return ("TAG-04",) if tag.issued_on and tagged_on < tag.issued_on.isoformat() else ()


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place, unknown_party."""
    known_place(entry, rows)
    known_party(entry, rows, "holder")


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, dug_later."""
    if rows.get(LOT, entry["lot"]) is not None:
        raise CodeTaken(lot=entry["lot"])
    today = local_date(entry, KINDS[KIND], rows)
    if entry["dug_on"] > today:
        raise DugLater(dug_on=entry["dug_on"], tagged_on=today)
    status: dict[str, Any] = resolved_status(entry, rows)
    holds = [*status.get("holds", ()), *holds_of_tag(rows.get(TAG, entry["tag"]), today)]
    holds += holds_of_site(rows.of(STANDING, entry["place"]))
    return {**status, **({"holds": holds} if holds else {})}


def apply(event: Event, rows: Rows) -> None:
    """Open the lot with one origin: all its grams from this site on this day, identity preserved."""
    lot, holder = event["lot"], event["holder"]
    rows.add(
        LOT,
        code=lot,
        mineral=event["mineral"],
        mass_g=event["mass_g"],
        holder=holder,
        place=event["place"],
        state=OPEN,
        head=event.key,
        tag=event["tag"],
        on_hold=False,
        opened_on=date.fromisoformat(event.local_date),
        event_id=event.id,
        made_as="production",
        tagged_by=event.actor,
    )
    apply_gone(event, rows, [rows.get(TAG, event["tag"])], APPLIED)
    rows.change(TAG, event["tag"], state=USED, lot=lot)
    dug_on = date.fromisoformat(event["dug_on"])
    rows.add(ORIGIN, lot=lot, place=event["place"], dug_on=dug_on, custody_model=IDENTITY, grams=event["mass_g"])
    apply_move(
        event,
        rows,
        lot,
        party=holder,
        place=event["place"],
        mineral=event["mineral"],
        cause="dug",
        grams=event["mass_g"],
    )
    rows.add(HAND, party=holder, lot=lot, event_id=event.id, as_what="holder")
    rows.add(LOT_EVENT, lot=lot, event_id=event.id)


deed(
    KIND,
    about="A bag is tagged at a mine site: a lot begins.",
    schema=SCHEMA,
    example={
        "lot": "P00000019",
        "tag": "T00000018",
        "place": "S0000001Z",
        "mineral": "cassiterite",
        "mass_g": 45_800,
        "dug_on": "2026-11-20",
        "holder": "Q0000001H",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
    zone=zone_of_place,
)
