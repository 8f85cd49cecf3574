"""Loads what the exchange form asks of lots and certificates: a fixed number of questions for a page of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ledger.custody.models import Consignment, Edge, Hand, Lot, LotEvent, Origin, Tag
from ledger.custody.stock_models import ExportCertificate
from ledger.custody.tables import EXPORTED, RECEIVED
from ledger.deeds.entries import Actor
from ledger.log.reading import Positioned, events_by_id, openings_of
from ledger.parties.disclosure import EXPORT
from ledger.parties.models import Party
from ledger.reports.disclosing import disclosed
from ledger.reports.icglr.entities import Business, businesses, site_numbers
from ledger.reports.icglr.form import CertificateSaid, Input, LotSaid, TagSaid

PaperUrl = Callable[[str], str]


def certificates_said(rows: Sequence[ExportCertificate], actor: Actor, paper_url: PaperUrl) -> list[CertificateSaid]:
    """Return certificates with what this actor may know of them."""
    events = {event.id: event for event in events_by_id([row.event_id for row in rows])}
    openings = openings_of([event.key for event in events.values()])
    known = businesses({row.exporter for row in rows})
    ores = dict(Lot.objects.filter(code__in=[row.lot for row in rows]).values_list("code", "mineral"))
    found = []
    for row in rows:
        event = events[row.event_id]
        facts = dict(event.facts)
        for value in disclosed(
            event, openings.get(event.key, ()), actor, (row.exporter,), where=EXPORT
        ).opened.values():
            facts |= value
        url = paper_url(facts["paper"]) if facts.get("paper") else ""
        found.append(CertificateSaid(facts, known.get(row.exporter), ores.get(row.lot, ""), url))
    return found


def lots_said(lots: Sequence[Lot]) -> list[LotSaid]:
    """Return lots as the form knows them, in their order."""
    codes = [lot.code for lot in lots]
    tags = {tag.code: tag for tag in Tag.objects.filter(code__in=[lot.tag for lot in lots if lot.tag])}
    events = {
        event.id: event
        for event in events_by_id({lot.event_id for lot in lots} | {tag.event_id for tag in tags.values()})
    }
    inputs: dict[str, list[Input]] = {}
    for edge in Edge.objects.filter(child__in=codes).order_by("child", "parent"):
        inputs.setdefault(edge.child, []).append(Input(edge.parent, edge.grams, edge.grade_ppm, edge.grade_of))
    places = dict(Origin.objects.filter(lot__in=[lot.code for lot in lots if lot.tag]).values_list("lot", "place"))
    sites = site_numbers(set(places.values()))
    roads = _roads(codes)
    papers = list(ExportCertificate.objects.filter(lot__in=codes).order_by("event_id"))
    certificates = {paper.lot: paper.number for paper in papers if not paper.importer}
    # what came from abroad goes back to the lot that its certificate names
    for paper in papers:
        if paper.importer and paper.lot_number:
            inputs[paper.lot] = [Input(paper.lot_number)]
    parties = {lot.holder for lot in lots} | {each.to_party for each in roads.values()}
    issuers = {events[tag.event_id].party for tag in tags.values() if tag.event_id in events}
    known, kinds = (
        businesses(parties | issuers),
        dict(Party.objects.filter(code__in=parties).values_list("code", "kind")),
    )
    hands = _first_hands(codes)
    found = []
    for lot in lots:
        road = roads.get(lot.code)
        arrived = road is not None and road.state == RECEIVED
        found.append(
            LotSaid(
                code=lot.code,
                registered_at=_moment(events[lot.event_id]),
                creator=known.get(lot.holder),
                role=kinds.get(lot.holder, ""),
                mineral=lot.mineral,
                mass_g=lot.mass_g,
                grade_ppm=lot.grade_ppm,
                made_as=lot.made_as or "",
                bought=hands.get(lot.code, lot.holder) != lot.holder,
                exported=lot.state == EXPORTED,
                bags=lot.bags,
                site=sites.get(places.get(lot.code, ""), ""),
                tag=_tag(tags[lot.tag], events, known) if lot.tag in tags else None,
                inputs=inputs.get(lot.code, ()),
                recipient=known.get(road.to_party) if road and not arrived else None,
                shipped_on=road.sent_on if road and not arrived else None,
                received_on=road.ended_on if road and arrived else None,
                certificate=certificates.get(lot.code, ""),
                moisture_ppm=lot.moisture_ppm,
                grade_of=lot.grade_of,
            )
        )
    return found


def _moment(event: Positioned) -> datetime:
    return datetime.fromisoformat(event.envelope["recorded_at"])


def _tag(tag: Any, events: dict[int, Positioned], known: dict[str, Business]) -> TagSaid:
    event = events.get(tag.event_id)
    return TagSaid(tag.code, known.get(event.party) if event else None, _moment(event) if event else None)


def _roads(codes: Sequence[str]) -> dict[str, Consignment]:
    """Return the last consignment in which each lot travelled."""
    lines = list(LotEvent.objects.filter(lot__in=codes).order_by("event_id").values_list("lot", "event_id"))
    sent = {each.event_id: each for each in Consignment.objects.filter(event_id__in={event for _, event in lines})}
    return {lot: sent[event] for lot, event in lines if event in sent}


def _first_hands(codes: Sequence[str]) -> dict[str, str]:
    """Return the party that held each lot first."""
    hands = Hand.objects.filter(lot__in=codes, as_what="holder").order_by("-event_id")
    return dict(hands.values_list("lot", "party"))
