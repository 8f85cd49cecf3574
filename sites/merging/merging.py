"""Merge: two registered sites were one; the first is an alias of the second from now on."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.tables import PLACE
from ledger.standing.merging import MERGED, TOOK_IN, refuse_if_merged, taken_in
from ledger.standing.tables import STANDING
from sites.tables import MINE_SITE

KIND = "site.merged.v1"
SCHEMA = {
    "place": Code(kind="S", about="The site that goes on under another code."),
    "into": Code(kind="S", about="The site that it is: the survivor."),
    "reason": Words(most=200, about="How it was found out, in words that anybody may read."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


class CountriesDiffer(Refused):
    code = "countries_differ"


class CarriesOthers(Refused):
    code = "carries_others"


def needs(entry: Any) -> Needs:
    both = sorted({entry["place"], entry["into"]})
    return Needs(change={PLACE: both, MINE_SITE: both}, read={STANDING: both})


def known(entry: Entry, rows: Rows) -> None:
    """Refuses codes that are no mine sites, and a site merged into itself."""
    for name in ("place", "into"):
        if rows.get(MINE_SITE, entry[name]) is None:
            raise BadEntry("unknown_place", f"facts.{name}", "the code of a registered mine site", given=entry[name])
    if entry["place"] == entry["into"]:
        raise BadEntry("merged_into_itself", "facts.into", "the code of another site", given=entry["into"])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses site_merged where either is an alias, carries_others where the first has aliases, countries_differ."""
    refuse_if_merged(rows, entry["place"])
    refuse_if_merged(rows, entry["into"])
    carried = sorted(taken_in(rows.of(STANDING, entry["place"])))
    if carried:
        raise CarriesOthers(place=entry["place"], carried=carried, into=entry["into"])
    older, survivor = rows.get(MINE_SITE, entry["place"]), rows.get(MINE_SITE, entry["into"])
    if older.country != survivor.country:
        raise CountriesDiffer(place=older.code, country=older.country, into=survivor.code, other=survivor.country)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """State on both codes where the older one goes on; its own entries stay with it."""
    older, survivor = event["place"], event["into"]
    apply_statement(event, rows, subject=older, topic=MERGED, value=survivor)
    apply_statement(event, rows, subject=survivor, topic=TOOK_IN, value=older)
    rows.change(MINE_SITE, older, merged_into=survivor)


def apply_statement(event: Event, rows: Rows, **said: Any) -> None:
    """Add a statement of the day of the entry, with its reason as the source."""
    rows.add(
        STANDING, valid_from=date.fromisoformat(event.local_date), source=event["reason"], event_id=event.id, **said
    )


deed(
    KIND,
    about="A site turns out to be another: its code becomes an alias.",
    schema=SCHEMA,
    example={"place": "S0000003V", "into": "S0000001Z", "reason": "Both teams went to the same pits."},
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
