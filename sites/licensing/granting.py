"""Grant: a party gets a licence of a regime, for ores, perhaps for a place, from a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Parts, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.registering import COUNTRY
from ledger.parties.tables import PARTY, PLACE
from ledger.reference.minerals import MINERALS
from ledger.rulebook.tables import REFERENCE
from ledger.standing.licences import held_by
from ledger.standing.reading import LICENCE as TOPIC
from ledger.standing.regimes import Regime
from ledger.standing.tables import STANDING
from sites.licensing import findings
from sites.licensing.refusals import CodeTaken, RenewalOfAnother
from sites.licensing.regime_of import end_by_length, regime_on, row_relied_on, shelf_of, terms_of
from sites.licensing.tables import LICENCE
from sites.tables import MINE_SITE

KIND = "licence.granted.v1"
DOCUMENT = Parts(
    about="A paper.",
    of={
        "sha256": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of its file."),
        "title": Words(most=120, about="What it is."),
    },
)
DOCUMENTS = Lines(required=False, group="trade", most=20, each=DOCUMENT, about="The papers behind it.")
SCHEMA = {
    "licence": Code(kind="R", about="The code of the licence, made by the writer."),
    "number": Words(group="trade", most=60, about="Its number in the register of the authority."),
    "regime": Words(most=40, pattern="[A-Z0-9-]+", about="Its kind, a row of licence_regimes: CD-NEG."),
    "jurisdiction": COUNTRY,
    "holder": Code(kind="Q", about="Who holds it."),
    "holder_nationality": Words(
        group="trade", required=False, most=2, pattern="[A-Z]{2}", about="Nationality of a holder, ISO 3166-1 alpha-2."
    ),
    "minerals": Lines(
        required=False,
        most=20,
        each=Choice(of=tuple(MINERALS), about="An ore."),
        about="The ores that the paper names; none: those of its kind.",
    ),
    "place": Code(kind="S", required=False, about="The mine site that it is for."),
    "zone": Code(kind="Z", required=False, about="The zone that it is for."),
    "area_m2": Whole(required=False, least=1, most=10**12, about="Its area in square metres."),
    "granted_on": Day(required=False, about="The day it was granted."),
    "valid_from": Day(about="Its first day."),
    "valid_to": Day(required=False, about="Its last day; none: as long as its kind gives (LIC-06)."),
    "parent": Code(kind="R", required=False, about="The licence that it was ceded from."),
    "renewal_of": Code(kind="R", required=False, about="The licence that it renews under a new number (LIC-07)."),
    "legal_basis": Words(required=False, most=120, about="The act that it rests on."),
    "documents": DOCUMENTS,
}


def needs(entry: Entry) -> Needs:
    places = [entry["place"]] if "place" in entry.facts else []
    others = [entry[name] for name in ("parent", "renewal_of") if name in entry.facts]
    return Needs(
        change={PARTY: [entry["holder"]], PLACE: places, MINE_SITE: places},
        create={LICENCE: [entry["licence"]]},
        rely_on={LICENCE: others},
        read={STANDING: [entry["holder"]], REFERENCE: [shelf_of(entry["jurisdiction"])]},
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses unknown_party, unknown_place, unknown_licence, unknown_regime."""
    if rows.get(PARTY, entry["holder"]) is None:
        raise BadEntry("unknown_party", "facts.holder", "the code of a registered party", given=entry["holder"])
    if "place" in entry.facts and rows.get(MINE_SITE, entry["place"]) is None:
        raise BadEntry("unknown_place", "facts.place", "the code of a mine site", given=entry["place"])
    for name in ("parent", "renewal_of"):
        if name in entry.facts and rows.get(LICENCE, entry[name]) is None:
            raise BadEntry("unknown_licence", f"facts.{name}", "the code of a licence", given=entry[name])
    regime_of(entry, rows)


def regime_of(entry: Entry, rows: Rows) -> Regime | None:
    """Return the regime in force on the licence's first day."""
    return regime_on(rows, entry["jurisdiction"], entry["regime"], date.fromisoformat(entry["valid_from"]))


def renewals(entry: Entry, rows: Rows) -> int:
    """Return how often the right was renewed, this grant included."""
    return int(rows.get(LICENCE, entry["renewal_of"]).renewals) + 1 if "renewal_of" in entry.facts else 0


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses code_taken, renewal_of_another, and a validity that ends before it begins."""
    if rows.get(LICENCE, entry["licence"]) is not None:
        raise CodeTaken(licence=entry["licence"])
    _renews_its_own(entry, rows)
    regime, first = regime_of(entry, rows), date.fromisoformat(entry["valid_from"])
    last = entry.get("valid_to") or _spelled(end_by_length(regime, first))
    if last and last < entry["valid_from"]:
        raise BadEntry("ends_before_it_begins", "facts.valid_to", "a day not before valid_from")
    return {
        "valid_to": last,
        "end_assumed": bool(last) and not entry.get("valid_to"),
        "renewals": renewals(entry, rows),
        "regime_row": row_relied_on(regime),
        "findings": _found(entry, rows, regime),
        **terms_of(regime),
    }


def _renews_its_own(entry: Entry, rows: Rows) -> None:
    earlier = rows.get(LICENCE, entry["renewal_of"]) if "renewal_of" in entry.facts else None
    if earlier is not None and (earlier.holder, earlier.regime) != (entry["holder"], entry["regime"]):
        raise RenewalOfAnother(licence=earlier.code)


def _spelled(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _found(entry: Entry, rows: Rows, regime: Regime | None) -> list[findings.Finding]:
    """Return what the rules notice; the others of the holder count where an area is a sum."""
    if regime is None:
        stated = bool(rows.of(REFERENCE, shelf_of(entry["jurisdiction"])))
        return list(findings.of_no_row(entry["jurisdiction"], entry["regime"], stated))
    holder, first = rows.get(PARTY, entry["holder"]), date.fromisoformat(entry["valid_from"])
    last = date.fromisoformat(entry["valid_to"]) if entry.get("valid_to") else None
    site = rows.get(MINE_SITE, entry["place"]) if "place" in entry.facts else None
    return [
        *findings.of_holder_kind(regime, holder),
        *findings.of_nationality(regime, holder, entry.get("holder_nationality")),
        *findings.of_area(regime, entry.get("area_m2"), _other_areas(entry, rows), first),
        *findings.of_the_site(regime, site),
        *(findings.of_length(regime, first, last) if last else ()),
    ]


def _other_areas(entry: Entry, rows: Rows) -> int:
    """Return the square metres of the holder's other licences of the kind that run on the first day."""
    first = date.fromisoformat(entry["valid_from"])
    others = (each for each in held_by(rows.of(STANDING, entry["holder"])) if each.code != entry.get("renewal_of"))
    running = (each for each in others if each.regime == entry["regime"] and each.runs_on(first))
    return sum(int(each.terms.get("area_m2") or 0) for each in running if not each.stopped_on(first))


def apply(event: Event, rows: Rows) -> None:
    """Open the licence, let the holder's standing say it, and put its end into the site's line."""
    said = event.resolved
    first, last = date.fromisoformat(event["valid_from"]), _day(said["valid_to"])
    terms = {
        "licence": event["licence"],
        "jurisdiction": event["jurisdiction"],
        "ores": event.get("minerals") or [],
        "zone": event.get("zone"),
        "place": event.get("place"),
        "area_m2": event.get("area_m2"),
        "end_assumed": said["end_assumed"],
        **{name: said[name] for name in ("acts", "buys_from", "sells_to", "confidence")},
    }
    rows.add(
        LICENCE,
        code=event["licence"],
        number=event["number"],
        holder=event["holder"],
        regime=event["regime"],
        jurisdiction=event["jurisdiction"],
        ores=terms["ores"],
        place=event.get("place"),
        zone=event.get("zone"),
        area_m2=event.get("area_m2"),
        granted_on=_day(event.get("granted_on")),
        valid_from=first,
        valid_to=last,
        end_assumed=said["end_assumed"],
        renewals=said["renewals"],
        renews=event.get("renewal_of"),
        parent=event.get("parent"),
        confidence=said["confidence"],
        findings=said["findings"],
        terms=terms,
        event_id=event.id,
    )
    apply_statement(event, rows, rows.get(LICENCE, event["licence"]), first, last)


def apply_statement(event: Event, rows: Rows, licence: Any, first: date, last: date | None) -> None:
    """State a period of a licence in its holder's standing, and its end in the line of its site."""
    rows.add(
        STANDING,
        subject=licence.holder,
        topic=TOPIC,
        value=licence.regime,
        valid_from=first,
        valid_to=last,
        source=licence.number,
        terms=licence.terms,
        event_id=event.id,
    )
    if licence.place:
        rows.change(MINE_SITE, licence.place, licence_until=last)


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


deed(
    KIND,
    about="A licence is granted, or a granted one is entered.",
    schema=SCHEMA,
    example={
        "licence": "R0000001S",
        "number": "CAMI/PE/13081",
        "regime": "CD-COMPT",
        "jurisdiction": "CD",
        "holder": "Q0000001H",
        "valid_from": "2026-01-15",
        "valid_to": "2027-01-14",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
