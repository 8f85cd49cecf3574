"""Describe: who owns and works a site, how large it is, with which tools; its class follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY, PLACE
from sites.describing.recounting import apply_class, class_of
from sites.describing.schema import EXAMPLE, SCHEMA
from sites.describing.tables import DESCRIPTION
from sites.tables import MINE_SITE

KIND = "site.described.v1"
COLUMNS = ("owner", "operators", "activity", "pits", "depth_cm", "month_t", "declared_class")
"""Facts of the newest description; one that it leaves out stays as an older one said."""
DATED = {"size_m2": "size_on", "mechanisation": "mechanisation_on"}
"""Facts that other entries bring too, each with the day for which it holds."""


def needs(entry: Entry) -> Needs:
    parties = [*([entry["owner"]] if entry.get("owner") else []), *(entry.get("operators") or [])]
    return Needs(change={PLACE: [entry["place"]], MINE_SITE: [entry["place"]]}, rely_on={PARTY: parties})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_place, unknown_party."""
    if rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a registered site", given=entry["place"])
    if entry.get("owner") and rows.get(PARTY, entry["owner"]) is None:
        raise BadEntry("unknown_party", "facts.owner", "the code of a registered party", given=entry["owner"])
    for number, party in enumerate(entry.get("operators") or []):
        if rows.get(PARTY, party) is None:
            raise BadEntry("unknown_party", f"facts.operators[{number}]", "the code of a registered party", given=party)


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses day_in_future; works out the class where this is the newest description."""
    day = date.fromisoformat(entry["as_of"])
    if day > entry.moment.date():
        raise BadEntry("day_in_future", "facts.as_of", "a day not after happened_at")
    site = rows.get(MINE_SITE, entry["place"])
    changed = changes(entry, day, site)
    return class_of(site._replace(**changed), day) if changed else {}


def changes(said: Any, day: date, site: Any) -> dict[str, Any]:
    """Return the columns of a site's line that a description changes."""
    found: dict[str, Any] = {}
    if site.described_on is None or day >= site.described_on:
        found = {name: said.get(name) for name in COLUMNS if said.get(name) is not None}
        found["described_on"] = day
    for name, on in DATED.items():
        last = getattr(site, on)
        if said.get(name) is not None and (last is None or day >= last):
            found |= {name: said.get(name), on: day}
    return found


def apply(event: Event, rows: Rows) -> None:
    """Keep the description, and in the line of the register what is newest."""
    place, day = event["place"], date.fromisoformat(event["as_of"])
    held = event.resolved.get("class") or {}
    kept = (*COLUMNS, *DATED, "impact", "typology", "by_whom", "evidence", "document")
    rows.add(
        DESCRIPTION,
        event_id=event.id,
        place=place,
        as_of=day,
        asm_class=held.get("name"),
        class_rule=held.get("rule"),
        class_inputs=held.get("inputs"),
        **{name: event.get(name) for name in kept},
    )
    rows.change(MINE_SITE, place, **changes(event, day, rows.get(MINE_SITE, place)))
    apply_class(event, place, day, rows)


deed(
    KIND,
    about="A mine site is described: owner, operators, size, tools, tonnage, the class of its licence.",
    schema=SCHEMA,
    example=EXAMPLE,
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
