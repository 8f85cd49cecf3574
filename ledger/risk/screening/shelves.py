"""The entries of loaded lists: what an edition brought, changed and took away; and the index to ask them by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import F, Q, QuerySet

from ledger.proofs import canonical
from ledger.risk.screening.listed import Listed
from ledger.risk.screening.matching import NameIndex
from ledger.risk.screening.models import ListedEntry, WatchList

BATCH = 2_000


def editions_in_force(as_of: int | None = None) -> dict[str, WatchList]:
    """Return the latest edition of every source, as of an event or now."""
    rows = WatchList.objects.order_by("source", "-event_id").distinct("source")
    if as_of is not None:
        rows = rows.filter(event_id__lte=as_of)
    return {row.source: row for row in rows}


def shelve(source: str, entries: Iterable[Listed], event_id: int) -> None:
    """Put an edition's entries on the shelf: what is as before stays, what is new or changed begins, the rest ends."""
    before = dict(_in_force(source).values_list("listed", "digest"))
    seen: dict[str, str] = {}
    new = []
    for entry in entries:
        if entry.id in seen:
            continue
        seen[entry.id] = digest = digest_of(entry)
        if before.get(entry.id) != digest:
            new.append(_row(source, entry, digest, event_id))
    ended = [number for number, digest in before.items() if seen.get(number) != digest]
    for start in range(0, len(ended), BATCH):
        _in_force(source).filter(listed__in=ended[start : start + BATCH]).update(until=event_id)
    ListedEntry.objects.bulk_create(new, batch_size=BATCH)


def _in_force(source: str) -> QuerySet[ListedEntry]:
    return ListedEntry.objects.filter(source=source, until=None)


def digest_of(entry: Listed) -> str:
    """Return the hash of all that a list says of somebody: another wording is another hash."""
    return hashlib.sha256(canonical.encode(_said(entry))).hexdigest()


def _said(entry: Listed) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "names": list(entry.names),
        "programmes": list(entry.programmes),
        "countries": list(entry.countries),
        "born": list(entry.born),
        "documents": list(entry.documents),
        "listed_on": entry.listed_on,
    }


def _row(source: str, entry: Listed, digest: str, event_id: int) -> ListedEntry:
    return ListedEntry(source=source, listed=entry.id, **_said(entry), digest=digest, since=event_id)


def listed_from(row: ListedEntry) -> Listed:
    """Return a row of the shelf as matching asks for it."""
    return Listed(
        row.listed,
        row.kind,
        tuple(row.names),
        tuple(row.programmes),
        tuple(row.countries),
        tuple(row.born),
        tuple(row.documents),
        row.listed_on,
    )


def entries_of(source: str, event_id: int) -> QuerySet[ListedEntry]:
    """Return the entries as the edition of this event has them."""
    later = Q(until=None) | Q(until__gt=event_id)
    return ListedEntry.objects.filter(later, source=source, since__lte=event_id)


@lru_cache(maxsize=6)
def index_of(source: str, event_id: int) -> NameIndex:
    """Return the names of an edition, ready to be asked; kept while the process lives."""
    return NameIndex(map(listed_from, entries_of(source, event_id).order_by("listed").iterator(BATCH)))


@lru_cache(maxsize=2)
def index_of_news(source: str, event_id: int) -> NameIndex:
    """Return the names that an edition brought or changed."""
    rows = ListedEntry.objects.filter(source=source, since=event_id).order_by("listed")
    return NameIndex(map(listed_from, rows.iterator(BATCH)))


def ended_with(source: str, event_id: int) -> QuerySet[ListedEntry]:
    """Return the entries that an edition changed or no longer has."""
    return ListedEntry.objects.filter(source=source, until=event_id).exclude(since=F("until"))


def wordings(pairs: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], ListedEntry]:
    """Return the last wording of entries, by source and id; one question."""
    asked = set(pairs)
    rows = ListedEntry.objects.filter(source__in={s for s, _ in asked}, listed__in={n for _, n in asked})
    return {(row.source, row.listed): row for row in rows.order_by("since") if (row.source, row.listed) in asked}
