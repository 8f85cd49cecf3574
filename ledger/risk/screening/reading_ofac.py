"""Reads the SDN list of OFAC: a header wrong in one place, `-0-` for nothing, aliases inside the remarks. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ledger.risk.screening.country_names import country_codes
from ledger.risk.screening.listed import (
    AIRCRAFT,
    ORGANISATION,
    PERSON,
    VESSEL,
    Account,
    Left,
    Listed,
    distinct,
)
from ledger.risk.screening.reading_lines import NoTable, lines_of, text_of, unreadable

COLUMNS = 12
NUMBER, NAME, TYPE, PROGRAMME, REMARKS = 0, 1, 2, 3, 11
"""Places of the columns. The header calls the fourth Country; it holds the sanctions programme."""
EMPTY = "-0-"
KINDS = {"individual": PERSON, "vessel": VESSEL, "aircraft": AIRCRAFT, "": ORGANISATION}
ALIAS = re.compile(r"[afn]\.k\.a\.\s+'((?:[^']|'(?=\w))+)'")
BORN = re.compile(r"\bDOB (?:circa |between )?(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?(\d{4})")
OF_COUNTRY = re.compile(r"\b(?:nationality|citizen|POB)[ :]([^;.]+)")
DOCUMENT = re.compile(
    r"\b(?:Passport|National ID No\.|Tax ID No\.|Registration (?:Number|ID)|Identification Number|"
    r"C\.R\. No\.|Cedula No\.|NIT #|D-U-N-S Number)\s+#?:?\s*([A-Z0-9][A-Z0-9./ -]*[A-Z0-9])"
)


def read_ofac(content: bytes, addresses: bytes | None = None) -> Account:
    """Return the entries of the list; with the file of addresses their countries too."""
    lines = lines_of(text_of(content))
    header = next(lines, None)
    if header is None or len(header.cells) != COLUMNS or header.cells[0].strip().upper() not in {"ID", "ENT_NUM"}:
        raise NoTable("twelve columns, of which the first is ID")
    countries = _countries(addresses) if addresses else {}
    account = Account()
    for line in lines:
        account.read += 1
        if line.why:
            account.leave(line.row, line.why, line.what)
        else:
            _take(account, line.row, [_said(cell) for cell in line.cells], countries)
    return account


def _said(cell: str) -> str:
    tidy = " ".join(cell.split())
    return "" if tidy == EMPTY else tidy


def _take(account: Account, row: int, cells: Sequence[str], countries: Mapping[str, tuple[str, ...]]) -> None:
    number, name, kind, remarks = cells[NUMBER], cells[NAME], cells[TYPE].lower(), cells[REMARKS]
    if not number.isdigit():
        return account.leave(row, "no_id", number)
    if not name:
        return account.leave(row, "no_name", number)
    if unreadable(name):
        return account.leave(row, "not_utf8", number)
    if kind not in KINDS:
        return account.leave(row, "unknown_kind", kind)
    aliases = ALIAS.findall(remarks)
    lost = [alias for alias in aliases if unreadable(alias)]
    if lost:
        account.noted.append(Left(row, "alias_not_utf8", number))
    names = [_in_order(each) for each in (name, *aliases) if each not in lost]
    account.entries.append(
        Listed(
            number,
            KINDS[kind],
            distinct(names),
            programmes=distinct(cells[PROGRAMME].strip("[]").split("] [")),
            countries=distinct((*countries.get(number, ()), *_named_countries(remarks))),
            born=tuple(sorted({int(year) for year in BORN.findall(remarks)})),
            documents=distinct(DOCUMENT.findall(remarks)),
        )
    )
    return None


def _in_order(name: str) -> str:
    """Return a name without the comma behind the family name; the words' order does not matter, the comma does."""
    return name.replace(",", " ")


def _named_countries(remarks: str) -> list[str]:
    found = [country_codes(part) for said in OF_COUNTRY.findall(remarks) for part in (said, said.rsplit(",", 1)[-1])]
    return [code for codes in found for code in codes]


def _countries(addresses: bytes) -> dict[str, tuple[str, ...]]:
    """Return the countries of the addresses of each entry; an entry may have several."""
    found: dict[str, set[str]] = {}
    for line in lines_of(text_of(addresses)):
        if not line.why and len(line.cells) >= 5 and line.cells[0].isdigit():
            found.setdefault(line.cells[0], set()).update(country_codes(_said(line.cells[4])))
    return {number: tuple(sorted(codes)) for number, codes in found.items()}
