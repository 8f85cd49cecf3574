"""The page and the file of a statement."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buyers.balances.words import WAYS, cause
from buyers.words import MINERALS
from ledger.balance import spelling
from ledger.balance.asking import NAMES, Asked, BadAsking, read
from ledger.balance.counts import Counted, last_counts
from ledger.balance.statements import (
    DECLARED,
    IN,
    INSIDE,
    OUT,
    UNEXPLAINED,
    BookLine,
    Line,
    Statement,
    books,
    statement,
)
from ledger.balance.worth import Worth
from ledger.deeds.entries import Actor
from ledger.parties.access import may_read_balances, sees_everything
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.reference.parameters import parameter
from ledger.units import PPM

MOST_BOOKS = 100


@for_actors(may_read_balances)
def balances(request: HttpRequest) -> HttpResponse:
    """Show a statement: own books, for overseers anybody's."""
    today, said = datetime.now(UTC).date(), {name: request.GET.get(name, "") for name in NAMES}
    context: dict[str, Any] = {"said": said, "minerals": MINERALS.items(), "oversees": sees_everything(request.actor)}
    try:
        asked = read(said, request.actor, today)
    except BadAsking as bad:
        return render(request, "balances/balances.html", {**context, "bad": bad}, status=400)
    context |= {"asked": asked, "known": asked.scope.known is not None, "choices": _choices(request.actor)}
    if asked.about_something:
        context |= _shown(asked)
    return render(request, "balances/balances.html", context)


def _shown(asked: Asked) -> dict[str, Any]:
    said, of_books = statement(asked.scope, asked.period), books(asked.scope, asked.period, MOST_BOOKS + 1)
    counts = last_counts(asked.scope, asked.period.last)
    names = _names(asked, of_books, counts)
    return {
        "statement": said,
        "sums": _sums(said),
        "groups": [(WAYS[way], [_line(line) for line in lines]) for way in _WAYS if (lines := said.of(way))],
        "books": [_book(book, names) for book in of_books[:MOST_BOOKS]],
        "more_books": len(of_books) > MOST_BOOKS,
        "counts": [_counted(count, names) for count in counts],
        "about": [name for name in (names.get(asked.scope.party), names.get(asked.scope.place)) if name],
        "file": urlencode({name: value for name, value in _address(asked).items() if value}),
    }


_WAYS = (IN, OUT, DECLARED, UNEXPLAINED, INSIDE)


def _sums(said: Statement) -> list[tuple[str, str, Worth]]:
    """Return the five lines of the balance in its order, as (name, sign, worth)."""
    return [
        (_("In the book before"), "", said.opening),
        (_("Came in"), "+", said.total(IN, INSIDE)),
        (_("Went out"), "-", said.total(OUT)),
        (_("Declared change"), "", said.total(DECLARED)),
        (_("Not explained"), "", said.total(UNEXPLAINED)),
    ]


def _line(line: Line) -> dict[str, Any]:
    return {"cause": cause(line.cause), "postings": line.postings, "worth": line.worth, "way": line.way}


def _book(book: BookLine, names: dict[str, str]) -> dict[str, Any]:
    place = names.get(book.place, book.place) if book.place else _("On the road")
    return {"book": book, "party": names.get(book.party, book.party), "place": place}


def _counted(count: Counted, names: dict[str, str]) -> dict[str, Any]:
    within = count.difference_ppm <= parameter("stock_count_tolerance_ppm", count.on_day)
    percent = f"{100 * count.difference_ppm / PPM:.1f}"
    return {"count": count, "place": names.get(count.place, count.place), "within": within, "percent": percent}


def _names(asked: Asked, of_books: list[BookLine], counts: list[Counted]) -> dict[str, str]:
    parties = {asked.scope.party, *(book.party for book in of_books)} - {""}
    places = {asked.scope.place, *(book.place for book in of_books), *(count.place for count in counts)} - {""}
    return dict(Party.objects.filter(code__in=parties).values_list("code", "name")) | dict(
        Place.objects.filter(code__in=places).values_list("code", "name")
    )


def _choices(actor: Actor) -> list[Place]:
    """Return the places of the actor's party, to choose from."""
    return list(Place.objects.filter(party=actor.party).order_by("name", "code")[:50]) if actor.party else []


def _address(asked: Asked) -> dict[str, str]:
    scope, known = asked.scope, asked.known_on
    days = {"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat()}
    said = {"party": scope.party, "place": scope.place, "mineral": scope.mineral, "lot": scope.lot}
    return {**said, **days, "known": known.isoformat() if known else ""}


@for_actors(may_read_balances)
def balances_file(request: HttpRequest) -> HttpResponseBase:
    """Give a statement as CSV: signed grams, the rows above the stock add up to it."""
    try:
        asked = read(request.GET, request.actor, datetime.now(UTC).date())
    except BadAsking as bad:
        return HttpResponse(str(bad), status=400, content_type="text/plain; charset=utf-8")
    if not asked.about_something:
        expected = _("Say a party, a place, an ore or a lot: a statement is about something.")
        return HttpResponse(expected, status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(_pieces(asked), content_type="text/csv; charset=utf-8")
    name = f"lodebook-balance-{asked.period.first}-{asked.period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class _Echo:
    """A file to csv.writer that hands every line back."""

    def write(self, text: str) -> str:
        return text


def _pieces(asked: Asked) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for row in spelling.rows(statement(asked.scope, asked.period)):
        yield writer.writerow(row)
