"""Keyset pages: Previous and Next over a sort key, no page numbers, no total count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PER_PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page; `before` and `after` are query strings of its neighbours, empty where there is none."""

    rows: Sequence[Any]
    before: str
    after: str
    range: str


def newest_first(rows: Any, asked: dict[str, str], words: Callable[[Sequence[Any]], str], per: int = PER_PAGE) -> Page:
    """Return a page of a queryset with an `event_id`, newest first.

    `asked` is the query string as read: `before` or `after` an event id; its other parts stay in the links.
    """
    older, newer = _number(asked.get("after")), _number(asked.get("before"))
    if newer is not None:
        found = list(rows.filter(event_id__gt=newer).order_by("event_id")[: per + 1])
        more_newer, found = len(found) > per, found[:per][::-1]
        more_older = True
    else:
        chosen = rows if older is None else rows.filter(event_id__lt=older)
        found = list(chosen.order_by("-event_id")[: per + 1])
        more_newer, more_older, found = older is not None, len(found) > per, found[:per]
    kept = {name: value for name, value in asked.items() if name not in {"before", "after"} and value}
    before = urlencode({**kept, "before": found[0].event_id}) if found and more_newer else ""
    after = urlencode({**kept, "after": found[-1].event_id}) if found and more_older else ""
    return Page(found, before, after, words(found))


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None
