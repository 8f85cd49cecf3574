"""Renew: a licence runs for a further period under the same number."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Code, Day, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.tables import PARTY, PLACE
from ledger.rulebook.tables import REFERENCE
from ledger.standing.regimes import Regime
from sites.licensing import findings
from sites.licensing.granting import DOCUMENTS, apply_statement
from sites.licensing.regime_of import end_by_length, regime_on, row_relied_on, shelf_of, terms_of
from sites.licensing.tables import LICENCE
from sites.tables import MINE_SITE

KIND = "licence.renewed.v1"
SCHEMA = {
    "licence": Code(kind="R", about="The licence."),
    "valid_from": Day(about="The first day of the new period."),
    "valid_to": Day(required=False, about="Its last day; none: as long as its kind gives (LIC-06)."),
    "act": Words(required=False, most=80, about="Number of the act or receipt."),
    "documents": DOCUMENTS,
}


def needs(entry: Entry) -> Needs:
    return Needs(change={LICENCE: [entry["licence"]]})


def needs_more(entry: Entry, rows: Rows) -> Needs:
    """The holder's standing and the site's line change with the licence."""
    licence = rows.get(LICENCE, entry["licence"])
    if licence is None:
        return Needs()
    places = [licence.place] if licence.place else []
    return Needs(
        change={PARTY: [licence.holder], PLACE: places, MINE_SITE: places},
        read={REFERENCE: [shelf_of(licence.jurisdiction)]},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_licence."""
    if rows.get(LICENCE, entry["licence"]) is None:
        raise BadEntry("unknown_licence", "facts.licence", "the code of a licence", given=entry["licence"])


def regime_of(entry: Entry, rows: Rows) -> Regime | None:
    """Return the regime in force on the first day of the new period."""
    licence = rows.get(LICENCE, entry["licence"])
    return regime_on(rows, licence.jurisdiction, licence.regime, date.fromisoformat(entry["valid_from"]))


def renewals(entry: Entry, rows: Rows) -> int:
    """Return how often the licence was renewed, this time included."""
    return int(rows.get(LICENCE, entry["licence"]).renewals) + 1


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses a validity that ends before it begins."""
    regime, first = regime_of(entry, rows), date.fromisoformat(entry["valid_from"])
    assumed = end_by_length(regime, first)
    last = entry.get("valid_to") or (assumed.isoformat() if assumed else None)
    if last and last < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    longer = findings.of_length(regime, first, date.fromisoformat(last)) if regime and last else ()
    return {
        "valid_to": last,
        "end_assumed": bool(last) and not entry.get("valid_to"),
        "renewals": renewals(entry, rows),
        "regime_row": row_relied_on(regime),
        "findings": list(longer),
        **terms_of(regime),
    }


def apply(event: Event, rows: Rows) -> None:
    """Add the period, under the terms that its kind of licence has now."""
    said, licence = event.resolved, rows.get(LICENCE, event["licence"])
    first = date.fromisoformat(event["valid_from"])
    last = date.fromisoformat(said["valid_to"]) if said["valid_to"] else None
    now = {name: said[name] for name in ("end_assumed", "acts", "buys_from", "sells_to", "confidence")}
    rows.change(
        LICENCE,
        licence.code,
        valid_to=last,
        end_assumed=said["end_assumed"],
        renewals=said["renewals"],
        confidence=said["confidence"],
        findings=[*licence.findings, *said["findings"]],
        terms={**licence.terms, **now},
    )
    apply_statement(event, rows, rows.get(LICENCE, licence.code), first, last)


deed(
    KIND,
    about="A licence is renewed.",
    schema=SCHEMA,
    example={"licence": "R0000001S", "valid_from": "2027-01-15", "valid_to": "2028-01-14", "act": "R/4471"},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
)
