"""What holds cost: kilograms, days, and what they may be worth to those who wait for their money; and who decides when.

A hold hurts first those who dug the ore (domain: do no harm). The value is an estimate from what was last paid for ore
of the same kind from the same site; where nothing was paid there yet, it is not known, and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from ledger.custody.models import Hold, Lot, Move, Origin
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.access import sees_everything
from ledger.parties.disclosure import TRADE
from ledger.parties.models import Party
from ledger.reports.disclosing import disclosed
from ledger.risk.incidents.models import Incident

PER_PAGE = 40
LOOKED_AT = 30
"""Purchases of a site that are looked at for a price: the last one that said it counts."""
OPEN, OVERDUE, SEALED = "open", "overdue", "sealed"
SHOWN = (OPEN, OVERDUE, SEALED)
_PURCHASES = """
    SELECT asked.place, asked.mineral, bought.event_id, bought.grams
    FROM unnest(%s::text[], %s::text[]) AS asked(place, mineral)
    CROSS JOIN LATERAL (
        SELECT move.event_id, move.grams FROM ledger_origin origin JOIN ledger_move move ON move.lot = origin.lot
        WHERE origin.place = asked.place AND move.mineral = asked.mineral AND move.cause = 'bought'
        ORDER BY origin.dug_on DESC, move.event_id DESC LIMIT %s) bought"""


@dataclass(frozen=True)
class Price:
    """What was last paid: minor units of a currency for so many grams."""

    minor: int
    grams: int
    currency: str

    def of(self, grams: int) -> int:
        """Return what so many grams are worth at this price, in minor units."""
        return (self.minor * grams + self.grams // 2) // self.grams


@dataclass(frozen=True)
class Line:
    """A hold as the page shows it. `value` is in minor units; None where no price is known or may be seen."""

    hold: Hold
    lot: Lot
    holder: str
    days: int
    left: int | None
    paid: bool
    value: int | None
    currency: str
    incident: Incident | None

    @property
    def over(self) -> int:
        return max(0, -(self.left or 0))

    @property
    def money(self) -> int | None:
        return None if self.value is None else (self.value + 50) // 100


@dataclass(frozen=True)
class Totals:
    """Of all holds that are open: how many, over how many kilograms, and how many wait too long for a decision."""

    holds: int
    lots: int
    grams: int
    overdue: int


def holds_seen_by(actor: Actor) -> QuerySet[Hold]:
    """Return the holds that nobody has ended, of all lots or of those that the actor's party holds."""
    lasting = Hold.objects.filter(ended_on=None)
    if sees_everything(actor):
        return lasting
    if not actor.party:
        return Hold.objects.none()
    return lasting.filter(lot__in=Lot.objects.filter(holder=actor.party).values("code"))


def asked_for(actor: Actor, show: str, today: date) -> QuerySet[Hold]:
    """Return the holds of a list: open ones, those over their day, or those under seal."""
    rows = holds_seen_by(actor)
    if show == SEALED:
        return rows.filter(seals__isnull=False)
    rows = rows.filter(seals__isnull=True)
    return rows.filter(decide_by__lt=today) if show == OVERDUE else rows


def page(actor: Actor, show: str, today: date, after: int | None) -> tuple[list[Line], int | None]:
    """Return a page of holds, the oldest first, and where the next begins; a fixed number of queries."""
    rows = asked_for(actor, show, today).order_by("event_id", "lot")
    some = list((rows.filter(event_id__gt=after) if after else rows)[: PER_PAGE + 1])
    return lines_of(some[:PER_PAGE], actor, today), some[PER_PAGE - 1].event_id if len(some) > PER_PAGE else None


def lines_of(rows: Sequence[Hold], actor: Actor, today: date) -> list[Line]:
    """Return holds with their lots, days, prices and the case that brought them."""
    lots = {lot.code: lot for lot in _lots({row.lot for row in rows})}
    bought = set(Move.objects.filter(lot__in=lots, cause="bought").values_list("lot", flat=True))
    prices = prices_of({(lot.dug_at, lot.mineral) for lot in lots.values() if lot.dug_at}, actor)
    names = dict(Party.objects.filter(code__in={lot.holder for lot in lots.values()}).values_list("code", "name"))
    cases = {}
    if sees_everything(actor):
        causes = {row.cause for row in rows if row.cause and row.rule.startswith("INC-")}
        cases = {case.key: case for case in Incident.objects.filter(key__in=causes)}
    return [_line(row, lots[row.lot], names, bought, prices, cases, today) for row in rows if row.lot in lots]


def _lots(codes: Iterable[str]) -> list[Any]:
    """Return lots with the site from which most of their ore comes."""
    most = Origin.objects.filter(lot=OuterRef("code")).order_by("-grams", "place").values("place")[:1]
    return list(Lot.objects.filter(code__in=list(codes)).annotate(dug_at=Subquery(most)))


def _line(
    row: Hold, lot: Any, names: dict[str, str], bought: set[str], prices: Any, cases: dict[str, Incident], today: date
) -> Line:
    price = prices.get((lot.dug_at, lot.mineral))
    return Line(
        hold=row,
        lot=lot,
        holder=names.get(lot.holder, lot.holder),
        days=(today - row.placed_on).days,
        left=(row.decide_by - today).days if row.decide_by else None,
        paid=lot.code in bought or lot.made_as != "production",
        value=price.of(lot.mass_g) if price else None,
        currency=price.currency if price else "",
        incident=cases.get(row.cause or ""),
    )


def prices_of(pairs: Iterable[tuple[str, str]], actor: Actor) -> dict[tuple[str, str], Price]:
    """Return what was last paid for ore of a site and kind, where a price was said that the actor may see."""
    asked = sorted(pairs)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PURCHASES, [[place for place, _ in asked], [ore for _, ore in asked], LOOKED_AT])
        found = cursor.fetchall()
    said = _said({event for _place, _ore, event, _grams in found}, actor)
    prices: dict[tuple[str, str], Price] = {}
    for place, ore, event, grams in sorted(found, key=lambda row: -row[2]):
        minor, currency = said.get(event, (None, ""))
        if minor is not None and currency and grams > 0:
            prices.setdefault((place, ore), Price(minor, grams, currency))
    return prices


def _said(events: set[int], actor: Actor) -> dict[int, tuple[int | None, str]]:
    """Return price and currency of purchases, where their opening has them and the actor may see it."""
    found = events_by_id(events)
    openings = openings_of(event.key for event in found)
    said = {}
    for event in found:
        value = disclosed(event, openings.get(event.key, ()), actor).opened.get(TRADE)
        if value is not None:
            said[event.id] = (value.get("price_minor"), value.get("currency") or "")
    return said


def totals(actor: Actor, today: date) -> Totals:
    """Return what all open holds come to; a lot that is held twice weighs once."""
    rows = holds_seen_by(actor).filter(seals__isnull=True)
    lots = Lot.objects.filter(code__in=rows.values("lot"))
    weight = lots.aggregate(number=Count("code"), grams=Sum("mass_g"))
    return Totals(rows.count(), weight["number"], weight["grams"] or 0, rows.filter(decide_by__lt=today).count())
