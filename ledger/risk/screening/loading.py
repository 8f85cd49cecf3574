"""Loads an edition: reads the file, keeps it, says so in the book, and shelves its entries; all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.db import connection, transaction

from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.risk.screening.editions import KIND, OFAC, OPEN_SANCTIONS, UN, key_of
from ledger.risk.screening.keeping import keep_file, read_file
from ledger.risk.screening.listed import Account, Left
from ledger.risk.screening.models import LeftRow, ListedEntry, WatchList
from ledger.risk.screening.reading_lines import NoTable
from ledger.risk.screening.reading_ofac import read_ofac
from ledger.risk.screening.reading_open_sanctions import read_open_sanctions
from ledger.risk.screening.reading_un import read_un
from ledger.risk.screening.shelves import shelve

READERS: dict[str, Callable[[bytes], Account]] = {OFAC: read_ofac, UN: read_un, OPEN_SANCTIONS: read_open_sanctions}
MOST_BYTES = 512 * 1024 * 1024
MOST_LEFT_KEPT = 10_000
_ONE_AT_A_TIME = 4_105


class NotLoaded(Exception):
    """A file that cannot be loaded; `code` is stable, `facts` are for its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts}" if facts else code)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Loaded:
    """What became of a file: its edition, the account of its rows, and whether it was there before."""

    edition: str
    account: Account
    known: bool = False


def read_list(source: str, content: bytes, edition: date, addresses: bytes | None = None) -> Account:
    """Return what a file says. Raises NotLoaded for a file that is no list of this source."""
    if source not in READERS:
        raise NotLoaded("unknown_source", source=source)
    if not content:
        raise NotLoaded("list_empty")
    if len(content) > MOST_BYTES:
        raise NotLoaded("list_too_large", most_bytes=MOST_BYTES)
    try:
        if source == OFAC:
            account = read_ofac(content, addresses)
        elif source == UN:
            account = read_un(content, edition.isoformat())
        else:
            account = read_open_sanctions(content)
    except NoTable as wrong:
        raise NotLoaded("list_not_read", expected=str(wrong)) from None
    if not account.entries:
        raise NotLoaded("list_without_entries", read=account.read)
    return account


def load(
    source: str, content: bytes, edition: date, *, addresses: bytes | None = None, by: str | None = None
) -> Loaded:
    """Load an edition. The same file again changes nothing. Raises NotLoaded, also for one older than what is there."""
    account = read_list(source, content, edition, addresses)
    sha256 = keep_file(content)
    key = key_of(source, edition.isoformat(), sha256)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if WatchList.objects.filter(key=key).exists():
            return Loaded(key, account, known=True)
        newest = WatchList.objects.filter(source=source).order_by("-edition").first()
        if newest and newest.edition > edition:
            raise NotLoaded("list_older", edition=newest.edition.isoformat())
        facts: dict[str, object] = {
            "source": source,
            "edition": edition.isoformat(),
            "sha256": sha256,
            "read": account.read,
            "taken": account.taken,
            "left": len(account.left),
            "noted": len(account.noted),
        }
        if addresses:
            facts["addresses"] = keep_file(addresses)
        if by:
            facts["by"] = by
        (answer,) = enter([system_entry(_event_key(key), KIND, facts)])
        if answer.event_id is None:
            raise NotLoaded(answer.code or "refused")
        shelve(source, account.entries, answer.event_id)
        _keep_left(key, account)
    return Loaded(key, account)


def _event_key(key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"watch_list:{key}"))


def _keep_left(key: str, account: Account) -> None:
    rows = [_left_row(key, each, taken=False) for each in account.left]
    rows += [_left_row(key, each, taken=True) for each in account.noted]
    LeftRow.objects.bulk_create(rows[:MOST_LEFT_KEPT], batch_size=2_000)


def _left_row(key: str, left: Left, *, taken: bool) -> LeftRow:
    return LeftRow(edition=key, row=left.row, why=left.why, what=left.what, taken=taken)


def shelve_again() -> list[str]:
    """Put all editions back on the shelf from their kept files, after a database was rebuilt from its log.

    Returns the editions whose file is gone.
    """
    gone = []
    with transaction.atomic():
        ListedEntry.objects.all().delete()
        for row in WatchList.objects.order_by("event_id"):
            content = read_file(row.sha256)
            if content is None:
                gone.append(row.key)
            else:
                addresses = read_file(row.addresses) if row.addresses else None
                account = read_list(row.source, content, row.edition, addresses)
                shelve(row.source, account.entries, row.event_id)
    return gone
