"""RPT-CD-01: what a Congolese trader writes down of every purchase and sale, and reports at the start of each month.

Fields after domain/licensing.md §2.1 (règlement minier, art. 250): per transaction date, place, buyer or seller,
quantity, quality and price; per month the number of purchases and sales and the turnover, and for each ore what was
bought and paid, sold and received, and the stock of the last day. Quantities are net wet grams from the postings of
the book; a price that nobody stated is counted as missing, never as nothing.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from ledger.custody.models import Lot, Move
from ledger.deeds.entries import Actor
from ledger.deeds.guards import works_out
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.addresses import address_of
from ledger.parties.disclosure import EXPORT, TRADE
from ledger.parties.models import Party, Place
from ledger.reports.disclosing import disclosed

SOURCE = "domain/licensing.md §2.1 (règlement minier, art. 250)"
BOUGHT, SOLD = "bought", "sold"
CAUSES = {"bought": BOUGHT, "received": BOUGHT, "sold": SOLD, "handed_over": SOLD}
"""Causes of postings that are trade: over the counter, and between traders by dispatch and receipt."""


@dataclass(frozen=True)
class Transaction:
    """One line of the register. `price_minor` is None where nobody stated a price; grade None where nobody assayed."""

    on_day: date
    what: str
    place: str
    other: str
    lot: str
    mineral: str
    grams: int
    grade_ppm: int | None
    grade_of: str | None
    price_minor: int | None
    currency: str
    event_id: int


@dataclass
class OreOfMonth:
    """One ore in a monthly report; values in minor units by currency."""

    mineral: str
    bought_g: int = 0
    sold_g: int = 0
    stock_g: int = 0
    paid: dict[str, int] = field(default_factory=dict)
    received: dict[str, int] = field(default_factory=dict)
    without_price: int = 0


@dataclass
class MonthlyReport:
    """The report of one party and month."""

    party: str
    name: str
    address: str
    first: date
    last: date
    purchases: int
    sales: int
    turnover: dict[str, int]
    ores: list[OreOfMonth]


@works_out("RPT-CD-01", on="lot.bought.v1", source=SOURCE, otherwise=())
def register(party: str, first: date, last: date) -> list[Transaction]:
    """Each purchase and sale stands in the trader's register: day, place, other party, quantity, quality and price."""
    moves = list(
        Move.objects.filter(party=party, on_day__range=(first, last), cause__in=CAUSES).order_by("on_day", "event_id")
    )
    events = {event.id: event for event in events_by_id({move.event_id for move in moves})}
    lots = Lot.objects.in_bulk({move.lot for move in moves})
    others = _others(moves)
    prices = _prices(events.values(), party)
    return [
        Transaction(
            on_day=move.on_day,
            what=CAUSES[move.cause],
            place=move.place or others[move.event_id, move.lot, move.party][1],
            other=others[move.event_id, move.lot, move.party][0],
            lot=move.lot,
            mineral=move.mineral,
            grams=abs(move.grams),
            grade_ppm=lots[move.lot].grade_ppm,
            grade_of=lots[move.lot].grade_of,
            price_minor=prices.get(move.event_id, (None, ""))[0],
            currency=prices.get(move.event_id, (None, ""))[1],
            event_id=move.event_id,
        )
        for move in moves
    ]


def _others(moves: Iterable[Move]) -> dict[tuple[int, str, str], tuple[str, str]]:
    """Return, by event, lot and party, the other party of a posting and its place."""
    wanted = {move.event_id for move in moves}
    both: dict[tuple[int, str], list[Move]] = {}
    for move in Move.objects.filter(event_id__in=wanted, cause__in=CAUSES, lot__in={move.lot for move in moves}):
        both.setdefault((move.event_id, move.lot), []).append(move)
    found = {}
    for (event, lot), sides in both.items():
        for side in sides:
            other = next((each for each in sides if each.party != side.party), side)
            found[event, lot, side.party] = (other.party, other.place)
    return found


def _prices(events: Iterable[Positioned], party: str) -> dict[int, tuple[int | None, str]]:
    """Return price and currency by event, as a side of the trade is told; an erased or unstated one is left out."""
    side = Actor("", party)
    told = list(events)
    openings = openings_of([event.key for event in told])
    found: dict[int, tuple[int | None, str]] = {}
    for event in told:
        value = disclosed(event, openings.get(event.key, ()), side, (party,), EXPORT).opened.get(TRADE, {})
        if value.get("price_minor") is not None:
            found[event.id] = (int(value["price_minor"]), str(value.get("currency", "")))
    return found


def monthly(party: Party, year: int, month: int) -> MonthlyReport:
    """Return the report of a month, which is told from the register of its days (RPT-CD-01)."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    lines = register(party.code, first, last)
    ores: dict[str, OreOfMonth] = {}
    for mineral, grams in stock_on(party.code, last).items():
        ores[mineral] = OreOfMonth(mineral, stock_g=grams)
    counted: set[int] = set()
    for line in lines:
        ore = ores.setdefault(line.mineral, OreOfMonth(line.mineral))
        if line.what == BOUGHT:
            ore.bought_g += line.grams
        else:
            ore.sold_g += line.grams
        # the price of an event is one, however many lots it hands over
        if line.event_id not in counted:
            counted.add(line.event_id)
            _add_price(ore, line)
    return MonthlyReport(
        party=party.code,
        name=party.name,
        address=address_of(party.code),
        first=first,
        last=last,
        purchases=len({line.event_id for line in lines if line.what == BOUGHT}),
        sales=len({line.event_id for line in lines if line.what == SOLD}),
        turnover=_sums(ore.received for ore in ores.values()),
        ores=[ores[mineral] for mineral in sorted(ores)],
    )


def _add_price(ore: OreOfMonth, line: Transaction) -> None:
    if line.price_minor is None:
        ore.without_price += 1
        return
    sums = ore.paid if line.what == BOUGHT else ore.received
    sums[line.currency] = sums.get(line.currency, 0) + line.price_minor


def _sums(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for part in parts:
        for currency, minor in part.items():
            whole[currency] = whole.get(currency, 0) + minor
    return whole


def stock_on(party: str, day: date) -> dict[str, int]:
    """Return a party's net wet grams by ore at the end of a day, what is on its way from it included."""
    sums = Move.objects.filter(party=party, on_day__lte=day).values("mineral").annotate(grams=Sum("grams"))
    return {each["mineral"]: int(each["grams"]) for each in sums.order_by("mineral") if each["grams"]}


def places_of(lines: Iterable[Transaction]) -> dict[str, str]:
    """Return names of the places and parties that lines name, by code."""
    told = list(lines)
    names = dict(Place.objects.filter(code__in={line.place for line in told}).values_list("code", "name"))
    return {**names, **dict(Party.objects.filter(code__in={line.other for line in told}).values_list("code", "name"))}
