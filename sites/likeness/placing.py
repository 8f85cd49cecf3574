"""Puts a registered site on its shelves, with its numbers: what the next newcomer is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.deeds.entries import Event
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from sites.likeness.looking import near_shelves, numbers_of, own_lines
from sites.likeness.numbers import bare, keys
from sites.likeness.tables import NOBODYS, SITE_NEAR, SITE_NUMBER, SITE_SHELF

SAID = ("place", "name", "aliases", "country", "cell", "province", "territory")


def likeness_needs(entry: Any) -> Needs:
    """Return what a registration needs to be compared with the sites around it."""
    shelves, numbers = near_shelves(entry), keys(numbers_of(entry), entry["country"])
    return Needs(
        change={SITE_SHELF: shelves, SITE_NUMBER: numbers},
        create={SITE_NUMBER: numbers},
        read={SITE_NEAR: shelves},
    )


def apply_likeness(event: Event, rows: Rows) -> None:
    """Keep the numbers, and stand the site on its shelves under each of its names."""
    for shelf in near_shelves(event):
        if rows.get(SITE_SHELF, shelf) is None:
            rows.add(SITE_SHELF, shelf=shelf)
    numbers = numbers_of(event)
    for key, each in zip(keys(numbers, event["country"]), numbers, strict=True):
        apply_number(key, each, event, rows)
    apply_lines(event, {name: event.get(name) for name in SAID} | {"numbers": numbers}, rows)


def apply_off_shelves(event: Event, site: Any, rows: Rows) -> None:
    """Take a site (its row) off its shelves: its registration was withdrawn, and nobody is compared with it."""
    apply_lines(event, _told(site), rows, gone=True)


def apply_moved(event: Event, site: Any, cell: str, rows: Rows) -> None:
    """Move a site (its row before) to the shelf of another cell: it was measured anew."""
    if site.cell != cell:
        apply_lines(event, _told(site), rows, gone=True)
        apply_lines(event, {**_told(site), "cell": cell}, rows)


def _told(site: Any) -> dict[str, Any]:
    told = {name: getattr(site, name, None) for name in SAID}
    return {**told, "place": site.code, "numbers": site.numbers or []}


def apply_number(key: str, each: Mapping[str, Any], event: Event, rows: Rows) -> None:
    """Keep a number of the site; one that a registration taken back has left behind is given again."""
    said = {"register": each["register"], "number": each["number"], "bare": bare(each["number"])}
    if rows.get(SITE_NUMBER, key) is not None:
        rows.change(SITE_NUMBER, key, place=event["place"], event_id=event.id, **said)
    else:
        rows.add(SITE_NUMBER, key=key, place=event["place"], event_id=event.id, **said)


def numbers_of_site(site: Any) -> list[str]:
    """Return the keys of the numbers of a site's line."""
    return keys(site.numbers or [], site.country)


def apply_free(site: Any, rows: Rows) -> None:
    """Let the numbers of a site go: its registration was withdrawn, and another may have them."""
    for key in numbers_of_site(site):
        held = rows.get(SITE_NUMBER, key)
        if held is not None and held.place == site.code:
            rows.change(SITE_NUMBER, key, place=NOBODYS)


def apply_lines(event: Event, told: Mapping[str, Any], rows: Rows, *, gone: bool = False) -> None:
    columns = {name: told[name] for name in ("place", "country", "cell", "province", "territory", "numbers")}
    for shelf, name in own_lines(told):
        rows.add(SITE_NEAR, shelf=shelf, name=name, gone=gone, event_id=event.id, **columns)
