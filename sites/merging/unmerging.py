"""Unmerge: a site that was taken for another is one of its own again."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.standing.merging import LET_GO, MERGED, merged_into
from ledger.standing.tables import STANDING
from sites.merging import merging
from sites.merging.merging import apply_statement
from sites.tables import MINE_SITE

KIND = "site.unmerged.v1"


class SiteNotMerged(Refused):
    code = "site_not_merged"


def known(entry: Entry, rows: Rows) -> None:
    """Refuses codes that are no mine sites."""
    for name in ("place", "into"):
        if rows.get(MINE_SITE, entry[name]) is None:
            raise BadEntry("unknown_place", f"facts.{name}", "the code of a registered mine site", given=entry[name])


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses site_not_merged: the first is no alias of the second."""
    if merged_into(rows.of(STANDING, entry["place"])) != entry["into"]:
        raise SiteNotMerged(place=entry["place"], into=entry["into"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Take the alias off both codes."""
    older, survivor = event["place"], event["into"]
    apply_statement(event, rows, subject=older, topic=MERGED, value="")
    apply_statement(event, rows, subject=survivor, topic=LET_GO, value=older)
    rows.change(MINE_SITE, older, merged_into=None)


deed(
    KIND,
    about="A site that was merged into another is split off again.",
    schema={
        **merging.SCHEMA,
        "place": Code(kind="S", about="The older code, an alias until now."),
        "into": Code(kind="S", about="The site that carried it on."),
    },
    example={"place": "S0000003V", "into": "S0000001Z", "reason": "A survey found two pits, 4 km apart."},
    needs=merging.needs,
    known=known,
    check=check,
    apply=apply,
)
