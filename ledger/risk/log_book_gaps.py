"""DATA-02: a numbered log book has a page or line that nobody typed, or a line with two lots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.log_books import KIND
from ledger.custody.stock_models import BookLine
from ledger.log.reading import Positioned
from ledger.risk.finders import finds, touches
from ledger.risk.rules import PlaceSeen, Worry, rule

SENTENCES = {
    "hold": _(
        "Log book %(book)s is not whole: %(pages)s pages are missing, first %(first_page)s; %(lines)s lines are "
        "missing, first line %(first_line)s of page %(line_page)s. Ask for the paper."
    ),
    "hold.pages": _("Log book %(book)s: %(pages)s pages are missing, first page %(first_page)s. Ask for the paper."),
    "hold.lines": _(
        "Log book %(book)s: %(lines)s lines are missing, first line %(first_line)s of page %(line_page)s. Ask for the "
        "paper."
    ),
    "hold.doubled": _("Log book %(book)s: line %(first_line)s of page %(line_page)s stands for %(lots)s lots."),
}
Typed = tuple[str, int, int, str | None]


@finds("place")
def book_lines(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return all typed lines (book, page, line, lots) of the books that lie at these places, under "book_lines"."""
    found: dict[str, dict[str, Any]] = {}
    rows = BookLine.objects.filter(place__in=list(codes)).values_list("place", "book", "page", "line", "lot")
    for place, *line in rows:
        found.setdefault(place, {"book_lines": []})["book_lines"].append(tuple(line))
    return found


@touches
def typed_places(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """A typed page brings the place of its book to be looked at."""
    return {event.facts["place"] for event in events if event.kind == KIND}, set()


@rule(
    "DATA-02",
    looks_at="place",
    version=2,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("typed pages and lines of the books that lie there"),),
    innocent=(_("A page was spoiled by rain."), _("The book was typed out of order, and the rest is on its way.")),
    clears=_("The missing pages, typed or photographed, by whoever keeps the book."),
)
def book_is_not_whole(place: PlaceSeen) -> Worry | None:
    """A page or line between two that were typed is missing, or two lots stand on one line."""
    books: dict[str, list[Typed]] = {}
    for line in place.findings.get("book_lines") or []:
        books.setdefault(line[0], []).append(line)
    faults = (fault for name, lines in sorted(books.items()) if (fault := _fault(name, lines)))
    first = next(faults, None)
    return Worry("hold", "operational", first) if first else None


def _fault(book: str, typed: Iterable[Typed]) -> dict[str, Any] | None:
    pages: dict[int, dict[int, set[str]]] = {}
    for _book, page, line, lots in typed:
        pages.setdefault(page, {}).setdefault(line, set()).update((lots or "").split())
    missing = [page for page in range(min(pages), max(pages)) if page not in pages]
    gaps = [(page, line) for page in sorted(pages) for line in range(1, max(pages[page])) if line not in pages[page]]
    if missing or gaps:
        said = {"pages": len(missing), "first_page": min(missing, default=0), "lines": len(gaps)}
        line_page, first_line = min(gaps, default=(0, 0))
        why = {} if missing and gaps else {"why": "pages" if missing else "lines"}
        return {"book": book, **said, "line_page": line_page, "first_line": first_line, **why}
    return _doubled(book, pages)


def _doubled(book: str, pages: Mapping[int, Mapping[int, set[str]]]) -> dict[str, Any] | None:
    for page in sorted(pages):
        for line, lots in sorted(pages[page].items()):
            if len(lots) > 1:
                return {"book": book, "line_page": page, "first_line": line, "lots": len(lots), "why": "doubled"}
    return None
