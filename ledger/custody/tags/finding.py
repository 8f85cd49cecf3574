"""Finds series, parcels and tags that an entry names, or says why they cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.custody.refusals import TagUnknown
from ledger.custody.stock_tables import ALLOCATED, IN_STOCK, TAG_PARCEL, TAG_SERIES
from ledger.custody.tables import ISSUED, STOPPED_TAG, TAG, USED
from ledger.custody.tags.refusals import NotTagHolder, ParcelNotReady, ParcelShort, TagInUse, TagNotLive
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.roles import KEEPERS

UNUSED = (ISSUED, *STOPPED_TAG)
"""States of a number that is on no bag and still in somebody's hand."""
READY = (IN_STOCK, ALLOCATED)


def known_series(rows: Rows, code: str) -> Any:
    """Return a series; a code that nobody opened is a bad entry."""
    series = rows.get(TAG_SERIES, code)
    if series is None:
        raise BadEntry("unknown_series", "facts.series", "the code of a series that was opened", given=code)
    return series


def known_parcel(rows: Rows, code: str) -> Any:
    """Return a parcel; a code that nobody brought into stock is a bad entry."""
    parcel = rows.get(TAG_PARCEL, code)
    if parcel is None:
        raise BadEntry("unknown_parcel", "facts.parcel", "the code of a parcel in stock", given=code)
    return parcel


def left_in(parcel: Any) -> int:
    """Return how many numbers are still in a parcel."""
    return int(parcel.last - parcel.next + 1)


def parcel_to_take_from(said: Any, rows: Rows, roles: Iterable[str] | None, number: int) -> Any:
    """Return the parcel that a deed takes numbers from; refuses not_tag_holder, parcel_not_ready, parcel_short.

    `roles` are those of who enters it; None: a proposal, whose author was judged when it was entered.
    """
    parcel = known_parcel(rows, said["parcel"])
    if parcel.series != said["series"]:
        raise BadEntry("unknown_series", "facts.series", "the series of the parcel", given=said["series"])
    if roles is not None and parcel.holder != said.actor.party and not set(roles) & KEEPERS:
        raise NotTagHolder(parcel=parcel.code)
    if parcel.state not in READY:
        raise ParcelNotReady(parcel=parcel.code, state=parcel.state)
    if left_in(parcel) < number:
        raise ParcelShort(parcel=parcel.code, left=left_in(parcel), asked=number)
    return parcel


def unused_tags(
    rows: Rows, numbers: Iterable[str], states: tuple[str, ...] = UNUSED, *, by: Any | None = None
) -> list[Any]:
    """Return tags that are on no bag; refuses tag_unknown, not_tag_holder (`by` an entry), tag_in_use, tag_not_live.

    The holder is asked first: a stranger shall neither learn where a tag is nor have its lot held.
    """
    found = []
    for number in numbers:
        tag = rows.get(TAG, number)
        if tag is None:
            raise TagUnknown(tag=number)
        if by is not None and tag.holder and tag.holder != by.actor.party and not by.actor.roles & KEEPERS:
            raise NotTagHolder(tag=number)
        if tag.state == USED:
            raise TagInUse(tag=number, lot=tag.lot)
        if tag.state not in states:
            raise TagNotLive(tag=number, state=tag.state)
        found.append(tag)
    return found
