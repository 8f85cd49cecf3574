"""Bags named in a list or a file, by tag or lot: each becomes a lot of one's own stock, or it is said what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils.translation import gettext_lazy as _

from buyers.desk.fields import FOREIGN
from ledger import codes
from ledger.custody.models import Lot, Tag
from ledger.custody.tables import IN_TRANSIT, OPEN
from ledger.spreadsheets import NumberedRow, UnreadableTable, open_table

HEADERS = {"bag", "bags", "tag", "tags", "lot", "lots", "code", "number", "etiquette", "étiquette", "sac", "etiqueta"}
"""How the column of the bags may be called; a file without one of these begins with its first bag."""
MOST_BYTES = 4 * 1024 * 1024
MOST_NAMED = 2_000
WRONG = {
    "misread": _("Line %(line)s: %(bag)s is no tag or lot: the last of nine signs checks the others. Read it again."),
    "unknown": _("Line %(line)s: %(bag)s is not in the book. Tag or buy the bag first."),
    "unused": _("Line %(line)s: %(bag)s is a tag that has opened no lot yet."),
    "not_yours": _("Line %(line)s: %(bag)s is not in your stock."),
    "in_transit": _("Line %(line)s: %(bag)s is on its way already."),
    "closed": _("Line %(line)s: %(bag)s was used up in another lot, or is void."),
    "on_hold": _("Line %(line)s: %(bag)s is on hold. Set it aside until it is released."),
    "doubled": _("Line %(line)s: %(bag)s stands in line %(first)s already."),
}
"""What is wrong with a bag."""


@dataclass(frozen=True)
class Named:
    """A bag as it was named, and in which line or row."""

    line: int
    text: str


@dataclass(frozen=True)
class BadBag:
    """A bag that cannot go; `first` is the line that named it before."""

    named: Named
    code: str
    first: int = 0

    def __str__(self) -> str:
        return str(WRONG[self.code]) % {"line": self.named.line, "bag": self.named.text, "first": self.first}


@dataclass
class Listed:
    """The lots of the good lines, in their order, and the bad ones."""

    lots: list[str] = field(default_factory=list)
    bad: list[BadBag] = field(default_factory=list)


def pasted(text: str) -> Iterator[Named]:
    """Yield bags from a pasted list; several may stand in a line, apart by commas, semicolons or tabs."""
    for number, line in enumerate(text.splitlines(), start=1):
        yield from (Named(number, part.strip()) for part in re.split(r"[,;\t]", line) if part.strip())


def uploaded(file: Any) -> Iterator[Named]:
    """Yield bags from a CSV or XLSX: its column of bags, else the first. Raises UnreadableTable."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableTable("too_large")
    with NamedTemporaryFile(suffix=".bags") as kept:
        kept.write(content)
        kept.flush()
        opened = open_table(Path(kept.name), lambda headers: sum(_is_header(each) for each in headers))
        yield from _column(opened.headers, list(opened.rows))


def _is_header(text: str) -> bool:
    return text.strip().casefold() in HEADERS


def _column(headers: Sequence[str], rows: Sequence[NumberedRow]) -> Iterator[Named]:
    place = next((number for number, name in enumerate(headers) if _is_header(name)), None)
    if place is None:
        yield Named(1, headers[0].strip())
    for number, cells in rows:
        if len(cells) > (place or 0) and (text := cells[place or 0].strip()):
            yield Named(number, text)


def number_of(text: str) -> str:
    """Return a tag or lot in stored form; blank for what is none."""
    typed = text.rstrip("/").rsplit("/", 1)[-1]
    if FOREIGN.fullmatch(text):
        return text
    code = codes.normal(typed)
    return code if codes.is_code(code, codes.TAG) or codes.is_code(code, codes.LOT) else ""


def judge(named: Sequence[Named], party: str, *, sent_again: bool = False) -> Listed:
    """Return the lots of bags in two questions; what was `sent_again` may have left the stock since."""
    numbers = {each.text: number_of(each.text) for each in named}
    used = dict(Tag.objects.filter(code__in=set(numbers.values())).values_list("code", "lot"))
    lots = Lot.objects.in_bulk({used.get(number) or number for number in numbers.values()})
    listed, first = Listed(), dict[str, int]()
    for each in named:
        number = numbers[each.text]
        lot = lots.get(used.get(number) or number)
        wrong = _wrong(number, lot, used) or ("" if sent_again or lot is None else _not_ready(lot, party))
        if wrong or lot is None:
            listed.bad.append(BadBag(each, wrong))
        elif lot.code in first:
            listed.bad.append(BadBag(each, "doubled", first[lot.code]))
        else:
            first[lot.code] = each.line
            listed.lots.append(lot.code)
    return listed


def _wrong(number: str, lot: Lot | None, used: dict[str, str | None]) -> str:
    if not number:
        return "misread"
    if lot is None:
        return "unused" if number in used else "unknown"
    return ""


def _not_ready(lot: Lot, party: str) -> str:
    """Say why a lot cannot leave; the holder comes first, so that nothing is told of another's."""
    if lot.holder != party:
        return "not_yours"
    if lot.state != OPEN:
        return "in_transit" if lot.state == IN_TRANSIT else "closed"
    return "on_hold" if lot.on_hold else ""
