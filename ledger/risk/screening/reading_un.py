"""Reads the consolidated list of the UN Security Council: its XML, or a table of it laid flat. Pure.

The XML is read entry by entry, so that a damaged one costs itself alone. No entry can bring entities along: a file
that declares any is refused, and an entry read alone has no place for a declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from ledger.risk.screening.country_names import country_codes
from ledger.risk.screening.listed import ORGANISATION, PERSON, Account, Left, Listed, distinct
from ledger.risk.screening.reading_lines import UNREADABLE, NoTable, lines_of, text_of, unreadable

ENTRY = re.compile(r"<(INDIVIDUAL|ENTITY)>")
KINDS = {"INDIVIDUAL": PERSON, "ENTITY": ORGANISATION, "individual": PERSON, "entity": ORGANISATION}
PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
DECLARES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FLAT = ["snapshot", "kind", "dataid", "reference_number", "un_list_type", "name", "listed_on", "aliases", "nationality"]


def read_un(content: bytes, edition: str = "") -> Account:
    """Return the entries of the list; of a flat table that holds several editions, those of this one."""
    text = text_of(content)
    return _read_flat(text, edition) if text.lstrip().startswith(FLAT[0]) else _read_xml(text)


def _read_xml(text: str) -> Account:
    if DECLARES.search(text):
        raise NoTable("an XML without document type and entities of its own")
    if "<CONSOLIDATED_LIST" not in text:
        raise NoTable("an XML whose root is CONSOLIDATED_LIST")
    account = Account()
    for row, tag, part in _fragments(text):
        account.read += 1
        try:
            # S314: the fragment begins with its own root, so nothing in it can declare an entity
            entry = ElementTree.fromstring(part)  # noqa: S314
        except ElementTree.ParseError:
            account.leave(row, "broken_xml")
            continue
        _take_xml(account, row, tag, entry)
    return account


def _fragments(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, tag and text of every entry; one without an end runs to the next."""
    starts = list(ENTRY.finditer(text))
    row, counted = 1, 0
    for place, start in enumerate(starts):
        row += text.count("\n", counted, start.start())
        counted = start.start()
        end_tag = f"</{start.group(1)}>"
        limit = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        end = text.find(end_tag, start.end(), limit)
        yield row, start.group(1), text[start.start() : end + len(end_tag) if end >= 0 else limit]


def _take_xml(account: Account, row: int, tag: str, entry: ElementTree.Element) -> None:
    number = _text(entry, "DATAID")
    whole = " ".join(_text(entry, part) for part in PARTS)
    if not number:
        return account.leave(row, "no_id")
    if not whole.strip():
        return account.leave(row, "no_name", number)
    if unreadable(whole):
        return account.leave(row, "not_utf8", number)
    others = [_text(alias, "ALIAS_NAME") for alias in entry.findall(f"{tag}_ALIAS")]
    others.append(_text(entry, "NAME_ORIGINAL_SCRIPT"))
    if any(unreadable(each) for each in others):
        account.noted.append(Left(row, "alias_not_utf8", number))
    nations = [each.text or "" for each in entry.findall("NATIONALITY/VALUE")]
    addresses = [_text(each, "COUNTRY") for each in entry.findall(f"{tag}_ADDRESS")]
    account.entries.append(
        Listed(
            number,
            KINDS[tag],
            distinct([whole, *(each for each in others if not unreadable(each))]),
            programmes=distinct([_text(entry, "UN_LIST_TYPE")]),
            countries=distinct(code for said in (*nations, *addresses) for code in country_codes(said)),
            born=_years(entry),
            documents=distinct(_text(each, "NUMBER") for each in entry.findall("INDIVIDUAL_DOCUMENT")),
            listed_on=_text(entry, "LISTED_ON")[:10],
        )
    )
    return None


def _text(entry: ElementTree.Element, name: str) -> str:
    return " ".join((entry.findtext(name) or "").split())


def _years(entry: ElementTree.Element) -> tuple[int, ...]:
    """Return the years of birth: of a day, a year, or every year of a span."""
    years: set[int] = set()
    for each in entry.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        said = [_text(each, name)[:4] for name in ("DATE", "YEAR", "FROM_YEAR", "TO_YEAR")]
        numbers = [int(year) for year in said if year.isdigit()]
        if numbers:
            years.update(range(min(numbers), min(max(numbers), min(numbers) + 30) + 1))
    return tuple(sorted(years))


def _read_flat(text: str, edition: str) -> Account:
    lines = lines_of(text)
    header = next(lines, None)
    if header is None or list(header.cells) != FLAT:
        raise NoTable(f"the columns {', '.join(FLAT)}")
    account = Account()
    for line in lines:
        if not line.why and edition and line.cells[0] != edition:
            continue
        account.read += 1
        if line.why:
            account.leave(line.row, line.why, line.what)
            continue
        _snapshot, kind, number, _reference, regime, name, listed_on, aliases, nations = (
            " ".join(cell.split()) for cell in line.cells
        )
        if kind not in KINDS:
            account.leave(line.row, "unknown_kind", kind)
        elif not number:
            account.leave(line.row, "no_id")
        elif not name:
            account.leave(line.row, "no_name", number)
        elif unreadable(name):
            account.leave(line.row, "not_utf8", number)
        else:
            others = [each for each in aliases.split(";") if UNREADABLE not in each]
            codes = [code for each in nations.split(";") for code in country_codes(each)]
            account.entries.append(
                Listed(
                    number,
                    KINDS[kind],
                    distinct([name, *others]),
                    distinct([regime]),
                    distinct(codes),
                    listed_on=listed_on,
                )
            )
    return account
