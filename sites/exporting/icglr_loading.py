"""Loads what the exchange form of the ICGLR asks of sites: a fixed number of questions for a page of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from ledger.log.reading import events_by_id, openings_of
from ledger.parties.disclosure import EXPORT, TRADE, leaves_with
from ledger.parties.models import Party
from ledger.reference.files import shipped
from ledger.standing.clock import steps
from ledger.standing.lengths import lengths_of
from ledger.standing.models import Standing
from ledger.standing.reading import STATE, WITHDRAWN
from sites.exporting.icglr import Entity, Inspection, Licence, Site
from sites.exporting.placing import Point, exact_points
from sites.licensing.models import Licence as LicenceRow
from sites.likeness.numbers import CADASTRE, ICGLR, NATIONAL
from sites.models import MineSite, Visit, Withdrawn
from sites.parties.models import PartyLine

TAX_REGISTERS = ("TIN", "NIF", "RUC", "NIT")
ACTIVITY = {"inactive": "non_active"}
MINERAL_LICENCES = {row["regime"]: row["licence_type"] for row in shipped("icglr_licence_types")}


def sites_in_form(sites: Sequence[MineSite], today: date) -> list[Site]:
    """Return sites as the form knows them, in their order."""
    codes = [site.code for site in sites]
    points, said = exact_points(codes), _statements(codes)
    licences = _by_place(LicenceRow.objects.filter(place__in=codes).order_by("valid_from", "code"))
    inspected = Visit.objects.filter(place__in=codes).exclude(inspection=None).order_by("visited_on", "event_id")
    taken_back = set(Withdrawn.objects.filter(subject__in=codes).values_list("event_id", flat=True))
    inspections = _by_place(visit for visit in inspected if visit.event_id not in taken_back)
    known = entities(_parties_of(sites, licences))
    return [
        _site(site, points.get(site.code), said.get(site.code, []), licences, inspections, known, today)
        for site in sites
    ]


def _site(
    site: MineSite,
    point: Point | None,
    said: Iterable[Any],
    licences: dict[str, list[Any]],
    inspections: dict[str, list[Any]],
    entities: dict[str, Entity],
    today: date,
) -> Site:
    colours = [each for each in steps(said, lengths_of(site.country)) if each.since and each.since <= today]
    numbers = {each["register"]: each["number"] for each in site.numbers or []}
    return Site(
        code=site.code,
        country=site.country,
        number=site.event_id,
        national_id=numbers.get(NATIONAL) or numbers.get(CADASTRE) or site.pcode or "",
        colour=colours[-1].colour if colours else "none",
        activity=ACTIVITY.get(site.activity or "", site.activity or ""),
        ores=site.minerals,
        latitude_e6=point and round(point.latitude * 1e6),
        longitude_e6=point and round(point.longitude * 1e6),
        icglr_id=numbers.get(ICGLR, ""),
        province=site.province or "",
        territory=site.territory or "",
        polygon=point.polygon if point else None,
        owner=entities.get(site.owner or ""),
        operators=[entities[code] for code in site.operators or [] if code in entities and code != site.owner],
        licences=[_licence(each, entities, today) for each in licences.get(site.code, [])],
        inspections=[found for each in inspections.get(site.code, []) if (found := _inspection(each))],
        changes=[(each.since, each.colour) for each in colours if each.since],
    )


def _licence(row: Any, entities: dict[str, Entity], today: date) -> Licence:
    stopped = row.stopped_on is not None and row.stopped_on <= today
    running = stopped and row.stopped_until is not None and row.stopped_until < today
    ended = row.valid_to is not None and row.valid_to < today
    return Licence(
        kind=MINERAL_LICENCES.get(row.regime, "other"),
        ores=row.ores,
        number=row.number,
        owner=entities.get(row.holder),
        granted_on=row.granted_on or row.valid_from,
        expires_on=row.valid_to,
        active=row.valid_from <= today and not ended and (not stopped or running),
    )


def _inspection(visit: Any) -> Inspection | None:
    told = visit.inspection
    if not told.get("result"):
        return None
    return Inspection(told["id"], visit.visited_on, told["result"], told["agency"], purpose=told.get("purpose", ""))


def _statements(codes: Sequence[str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in Standing.objects.filter(subject__in=codes, topic__in=[STATE, WITHDRAWN]):
        found.setdefault(each.subject, []).append(each)
    return found


def _by_place(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.place, []).append(row)
    return found


def _parties_of(sites: Iterable[MineSite], licences: dict[str, list[Any]]) -> set[str]:
    named = {code for site in sites for code in [site.owner, *(site.operators or [])] if code}
    return named | {row.holder for rows in licences.values() for row in rows}


def entities(codes: Iterable[str]) -> dict[str, Entity]:
    """Return organisations with what their last description says of them in trade; persons are not among them."""
    parties = Party.objects.in_bulk(list(codes))
    described = {line.event_id: line.party for line in PartyLine.objects.filter(party__in=parties)}
    keys = {event.key: event.id for event in events_by_id(list(described))}
    told: dict[str, dict[str, Any]] = {}
    for opening in openings_of(keys).items():
        key, groups = opening
        for each in groups:
            if each.group == TRADE and each.value and leaves_with(EXPORT, TRADE, "party.described"):
                told[described[keys[key]]] = json.loads(bytes(each.value))
    return {code: _entity(party, told.get(code, {})) for code, party in parties.items()}


def _entity(party: Party, told: dict[str, Any]) -> Entity:
    numbers = {each["register"]: each["number"] for each in told.get("numbers", [])}
    return Entity(
        code=party.code,
        name=party.name,
        country=party.country,
        locality=told.get("address", ""),
        tin=next((numbers[name] for name in TAX_REGISTERS if name in numbers), ""),
        phone="".join(told.get("phone", "").split()),
        email=told.get("email", ""),
    )
