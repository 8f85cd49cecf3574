"""Reads any `targets.simple.csv` of OpenSanctions: cells that hold several values with semicolons between. Pure."""

from __future__ import annotations

from ledger.risk.screening.country_names import country_codes
from ledger.risk.screening.listed import (
    AIRCRAFT,
    ORGANISATION,
    PERSON,
    UNKNOWN,
    VESSEL,
    Account,
    Left,
    Listed,
    distinct,
)
from ledger.risk.screening.reading_lines import NoTable, lines_of, text_of, unreadable

NEEDED = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers", "sanctions", "dataset")
KINDS = {
    "Person": PERSON,
    "Organization": ORGANISATION,
    "Company": ORGANISATION,
    "PublicBody": ORGANISATION,
    "LegalEntity": UNKNOWN,
    "Vessel": VESSEL,
    "Airplane": AIRCRAFT,
}


def read_open_sanctions(content: bytes) -> Account:
    """Return the entries of the table; further columns are not looked at."""
    lines = lines_of(text_of(content))
    header = next(lines, None)
    if header is None or not set(NEEDED) <= set(header.cells):
        raise NoTable(f"at least the columns {', '.join(NEEDED)}")
    account = Account()
    for line in lines:
        account.read += 1
        if line.why:
            account.leave(line.row, line.why, line.what)
        else:
            _take(account, line.row, dict(zip(header.cells, line.cells, strict=True)))
    return account


def _take(account: Account, row: int, cells: dict[str, str]) -> None:
    number, name, schema = (cells[column].strip() for column in ("id", "name", "schema"))
    if not number:
        return account.leave(row, "no_id")
    if not name:
        return account.leave(row, "no_name", number)
    if unreadable(name):
        return account.leave(row, "not_utf8", number)
    if schema not in KINDS:
        return account.leave(row, "unknown_kind", schema)
    aliases = cells["aliases"].split(";")
    if any(unreadable(alias) for alias in aliases):
        account.noted.append(Left(row, "alias_not_utf8", number))
    years = {int(day[:4]) for day in cells["birth_date"].split(";") if day[:4].isdigit()}
    account.entries.append(
        Listed(
            number,
            KINDS[schema],
            distinct([name, *(alias for alias in aliases if not unreadable(alias))]),
            programmes=distinct(cells["sanctions"].split(";") if cells["sanctions"] else cells["dataset"].split(";")),
            countries=distinct(code for each in cells["countries"].split(";") for code in country_codes(each)),
            born=tuple(sorted(years)),
            documents=distinct(cells["identifiers"].split(";")),
            listed_on=cells.get("first_seen", "")[:10],
        )
    )
    return None
