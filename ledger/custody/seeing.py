"""Which lots an actor sees: everything for overseers, for others what went through their party's hands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ledger.custody.models import Hand, Lot, Tag
from ledger.custody.stock_models import TagMove, TagParcel
from ledger.custody.tables import OPEN
from ledger.custody.tags.showing import HOT
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything


def lots_seen_by(actor: Actor) -> QuerySet[Lot]:
    """Return the lots that an actor sees; none without a role."""
    if not actor.roles:
        return Lot.objects.none()
    if sees_everything(actor):
        return Lot.objects.all()
    hands = Hand.objects.filter(party=actor.party, lot=OuterRef("code"))
    return Lot.objects.filter(Exists(hands))


def lots_through_hands(parties: Iterable[str], lots: Iterable[str]) -> set[tuple[str, str]]:
    """Return which of these lots went through the hands of which of these parties: what `lots_seen_by` goes by."""
    hands = Hand.objects.filter(lot__in=list(lots), party__in=list(parties))
    return set(hands.values_list("party", "lot"))


def lot_seen_by(actor: Actor, code: str) -> Lot | None:
    """Return one lot if the actor sees it."""
    return lots_seen_by(actor).filter(code=code).first()


def lot_to_correct(actor: Actor, code: str) -> Lot | None:
    """Return a lot that an actor sees, or that he tagged himself and nobody has taken over since."""
    own = Lot.objects.filter(code=code, tagged_by=actor.id, state=OPEN).first()
    if own and Hand.objects.filter(lot=code).count() == 1:
        return own
    return lot_seen_by(actor, code)


def tag_by_code(code: str) -> Tag | None:
    """Return a tag by its number; the public answer about it is the caller's care (ARCHITECTURE §8)."""
    return Tag.objects.filter(code=code).first()


def parcels_seen_by(actor: Actor) -> QuerySet[TagParcel]:
    """Return the boxes of tags that an actor sees: everything for overseers, for others what their party holds."""
    if not actor.roles:
        return TagParcel.objects.none()
    return TagParcel.objects.all() if sees_everything(actor) else TagParcel.objects.filter(holder=actor.party)


def tag_books_seen_by(actor: Actor) -> QuerySet[TagMove]:
    """Return the postings of the tag books that an actor sees, likewise."""
    if not actor.roles:
        return TagMove.objects.none()
    return TagMove.objects.all() if sees_everything(actor) else TagMove.objects.filter(holder=actor.party)


def tags_of_parcel(actor: Actor, parcel: str) -> QuerySet[Tag]:
    """Return the tags that were issued out of a box, if the actor sees the box."""
    return Tag.objects.filter(parcel__in=parcels_seen_by(actor).filter(code=parcel).values("code"))


def hot_tags(actor: Actor) -> QuerySet[Tag]:
    """Return the numbers that must be on no bag; anybody who handles bags must know them."""
    return Tag.objects.filter(state__in=HOT) if actor.roles else Tag.objects.none()


def places_with_tags(actor: Actor) -> Any:
    """Return the codes of places that have issued, unused tags, for an agent's list."""
    if not actor.roles:
        return Tag.objects.none().values_list("place", flat=True)
    return Tag.objects.filter(state="issued").values_list("place", flat=True).distinct()
