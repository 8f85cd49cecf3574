"""What an actor may have printed: tags that were issued, lots that it sees, consignments that it sends or gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from buyers.words import word
from ledger import codes
from ledger.custody.issuing import KIND as ISSUE
from ledger.custody.models import Consignment, Lot, Tag
from ledger.custody.seeing import lots_seen_by, parcels_seen_by
from ledger.custody.signing import IN_FORCE
from ledger.custody.stock_models import Proposal, TagParcel, TagSeries
from ledger.custody.tables import RETURNED
from ledger.custody.tags.numbers import number_in, run
from ledger.deeds.entries import Actor
from ledger.labels.sheets import Label
from ledger.log.models import EventKey
from ledger.parties.access import may_issue_tags, sees_trade_of_party
from ledger.parties.models import Party, Place
from ledger.reference.spelling import kilograms_with_unit

Draw = Callable[[int, int], list[Label]]


@dataclass(frozen=True)
class Chosen:
    """Labels that may be printed: numbers from `first` to `last`, and what draws a range of them, both included.

    Tags of a series: label no. n is number n + `above` of it, whatever it is printed from.
    """

    first: int
    last: int
    draw: Draw
    series: str = ""
    above: int = 0

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def chosen(actor: Actor, source: str, name: str) -> Chosen | None:
    """Return the labels of a source: `issue` (key of the entry that issued tags), `box`, `lot`, `consignment` (code).

    Nothing is returned for what does not exist, and the same for what the actor may not see.
    """
    return SOURCES[source](actor, name)


def _all(labels: Sequence[Label], series: str = "", above: int = 0) -> Chosen | None:
    return Chosen(1, len(labels), lambda first, last: list(labels[first - 1 : last]), series, above) if labels else None


def _of_issue(actor: Actor, key: str) -> Chosen | None:
    if not may_issue_tags(actor):
        return None
    tags = _tags_of_issue(key)
    place = Place.objects.filter(code=tags[0].place).first() if tags else None
    labels = [_tag_label(tag.code, number, len(tags), place) for number, tag in enumerate(tags, 1)]
    series = TagSeries.objects.filter(code=tags[0].series).first() if tags else None
    first = number_in(series, tags[0].code) if series else None
    return _all(labels, series.code, first - 1) if series and first is not None else _all(labels)


def _tag_label(tag: str, number: int, count: int, place: Any) -> Label:
    counted = _("No. %(number)s of %(count)s") % {"number": number, "count": count}
    return Label(tag, (counted, *([_short(place)] if place else [])))


def _tags_of_issue(key: str) -> list[Tag]:
    """Return the tags that an entry issued; those that others had to sign for were issued by the last signature."""
    proposed = Proposal.objects.filter(key=key, kind=ISSUE, state=IN_FORCE).first()
    if proposed:
        tags = Tag.objects.in_bulk(proposed.facts["tags"])
        return [tags[code] for code in proposed.facts["tags"] if code in tags]
    known = EventKey.objects.filter(key=key, outcome="recorded").first()
    return list(Tag.objects.filter(event_id=known.event_id).order_by("code")) if known else []


def may_print_box(actor: Actor, box: TagParcel) -> bool:
    """Say whether there is anything to print of a box: numbers that are still in it and may be issued one day."""
    return may_issue_tags(actor) and box.next <= box.last and box.state != RETURNED


def _of_box(actor: Actor, code: str) -> Chosen | None:
    """The numbers that are still in a box, each by its place in it, so that a label says the same whenever printed."""
    box = parcels_seen_by(actor).filter(code=code).first()
    if box is None or not may_print_box(actor, box):
        return None
    series, count = TagSeries.objects.get(code=box.series), box.last - box.first + 1
    place = Place.objects.filter(code=box.place).first() if box.place else None

    def draw(first: int, last: int) -> list[Label]:
        numbers = run(series, box.first + first - 1, last - first + 1)
        return [_tag_label(tag, number, count, place) for number, tag in enumerate(numbers, first)]

    return Chosen(box.next - box.first + 1, count, draw, series.code, box.first - 1)


def _of_lot(actor: Actor, code: str) -> Chosen | None:
    return _all([_lot_label(lot) for lot in lots_seen_by(actor).filter(code=code)])


def _of_consignment(actor: Actor, code: str) -> Chosen | None:
    consignment = Consignment.objects.filter(code=code).first()
    if consignment is None or not any(
        sees_trade_of_party(actor, party) for party in (consignment.from_party, consignment.to_party)
    ):
        return None
    names = dict(
        Party.objects.filter(code__in=[consignment.from_party, consignment.to_party]).values_list("code", "name")
    )
    whole = Label(
        code,
        (
            _("Consignment, %(count)s lots") % {"count": len(consignment.lots)},
            f"{names.get(consignment.from_party, '')[:20]} →",
            f"{names.get(consignment.to_party, '')[:24]}",
        ),
    )
    lots = Lot.objects.filter(code__in=consignment.lots).order_by("code")
    return _all([whole, *(_lot_label(lot) for lot in lots)])


def _lot_label(lot: Any) -> Label:
    return Label(lot.code, (word("mineral", lot.mineral), kilograms_with_unit(lot.mass_g), lot.opened_on.isoformat()))


def _short(place: Any) -> str:
    return place.name[:24] if place else ""


SOURCES: dict[str, Callable[[Actor, str], Chosen | None]] = {
    "issue": _of_issue,
    "box": _of_box,
    "lot": _of_lot,
    "consignment": _of_consignment,
}


def stored_name(source: str, typed: str) -> str:
    """Return a source's name as it is stored: a code without dashes, a key as it is."""
    return typed.strip() if source == "issue" else codes.normal(typed)
