"""One lot: may I buy it, where is it from, who had it, what would make it green, how is it proven."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from buyers import lot_check, lot_sections, lot_words, timeline
from buyers.correcting.section import corrections
from buyers.exports.seeing import certificates_seen_by, consignments_seen_by
from buyers.lot_loading import LotFile, load
from buyers.retagging import Retagging, retaggings
from buyers.screening.section import holders_screened
from buyers.signed_at_source import how_signed
from buyers.slips.telling import SLIPS
from ledger import codes
from ledger.custody.export_facts import ISSUED, certificate_needed
from ledger.custody.seeing import lot_seen_by
from ledger.custody.tables import OPEN, UNKNOWN_PLACE
from ledger.deeds.entries import Actor
from ledger.parties.access import may_export, may_issue_certificates, may_read_lots, sees_trade_of_party
from ledger.parties.doors import for_actors
from ledger.risk.rules import explain


@for_actors(may_read_lots)
def lot(request: HttpRequest, code: str) -> HttpResponse:
    """Show a lot to an actor who sees it; to others it does not exist."""
    stored = codes.normal(code)
    if stored != code:
        return redirect("lot_page", stored)
    found = lot_seen_by(request.actor, stored)
    if found is None:
        raise Http404
    loaded = load(found, request.actor, datetime.now(UTC).date())
    context = page_of(loaded, request.actor, everything=request.GET.get("lineage") == "all")
    return render(request, "lots/lot.html", context)


def page_of(loaded: LotFile, actor: Actor, *, everything: bool = False) -> dict[str, Any]:
    """Return what the page shows, from loaded rows alone."""
    verdict = verdict_of(loaded)
    masses = {code: lot.mass_g for code, lot in loaded.lots.items()}
    steps = timeline.steps(loaded.lot.code, loaded.events, loaded.lots_of, masses)
    names = {code: place.name for code, place in loaded.places.items()}
    holder = loaded.party_name(loaded.lot.holder)
    retagged = retaggings(loaded.events, actor)
    return {
        "lot": loaded.lot,
        "holder": holder,
        "place": loaded.places.get(loaded.lot.place),
        "now": datetime.now(UTC).replace(tzinfo=None),
        "today": loaded.today,
        "verdict": verdict,
        "heading": lot_words.HEADINGS[verdict.colour],
        "sentences": lot_words.sentences(verdict),
        "wanted": lot_words.wanted(verdict, names, holder),
        "origins": [_origin(loaded, line) for line in verdict.lines],
        "sites": len({line.place for line in verdict.lines if line.place != UNKNOWN_PLACE}),
        "unknown_g": sum(line.grams for line in verdict.lines if line.place == UNKNOWN_PLACE),
        "steps": [_step(loaded, step, actor, retagged) for step in steps],
        "slips": list(SLIPS),
        "hand_overs": timeline.hand_overs(steps),
        "late": timeline.late(steps),
        "flags": _flags(loaded),
        "flag_count": sum(len(flags) for flags in loaded.flags.values()),
        "flagged_g": verdict.mass_g - verdict.grams[lot_check.CLEAR],
        "weighings": lot_sections.weighings(loaded),
        "second_uses": loaded.second_uses,
        **leaving(loaded, actor),
        **lot_sections.lineage(loaded, actor, everything),
        **lot_sections.balance(loaded),
        **lot_sections.proof(loaded, actor),
        **corrections(loaded.lot, actor),
        **holders_screened(loaded.lot.code, actor),
    }


def leaving(loaded: LotFile, actor: Actor) -> dict[str, Any]:
    """Return under which papers the lot came or may leave, on which road it is, and what the actor may do about it."""
    lot, place = loaded.lot, loaded.places.get(loaded.lot.place)
    papers = list(certificates_seen_by(actor).filter(lot=lot.code).order_by("event_id"))
    free = lot.state == OPEN and not lot.on_hold
    own = free and lot.holder == actor.party and may_export(actor)
    covered = any(paper.state == ISSUED for paper in papers)
    needed = place is not None and certificate_needed(lot.mineral, place.country, loaded.today)
    return {
        "road": consignments_seen_by(actor).filter(code=lot.consignment).first() if lot.consignment else None,
        "papers": papers,
        "may_export": own and (covered or not needed),
        "lacks_certificate": own and needed and not covered,
        "may_certify": free and may_issue_certificates(actor) and not covered,
    }


def verdict_of(loaded: LotFile) -> lot_check.Verdict:
    """Return the verdict over loaded rows."""
    code = loaded.lot.code
    place_flags = {subject: flags for subject, flags in loaded.flags.items() if subject != code}
    countries = {code: place.country for code, place in loaded.places.items()}
    lines = lot_check.lines_of(loaded.origins, loaded.statements, place_flags, loaded.today, countries)
    return lot_check.check(
        lines,
        on_hold=loaded.lot.on_hold,
        held_parents=[parent for parent in loaded.ancestors if loaded.lots[parent].on_hold],
        lot_flags=loaded.flags.get(code, ()),
        assessed=loaded.assessed,
    )


def _origin(loaded: LotFile, line: lot_check.OriginLine) -> dict[str, Any]:
    known = line.place != UNKNOWN_PLACE
    reading = lot_words.reading(line, loaded.today)
    why = [lot_words.phrase(each) for each in line.reasons if not each.flag]
    return {"line": line, "place": loaded.places.get(line.place), "known": known, "reading": reading, "why": why}


def _flags(loaded: LotFile) -> list[tuple[Any, str, str]]:
    """Return open flags with their sentences, the lot's own first."""
    found = []
    for subject, flags in sorted(loaded.flags.items(), key=lambda each: (each[0] != loaded.lot.code, each[0])):
        about = loaded.place_name(subject) if subject != loaded.lot.code else ""
        said = ((flag, explain(flag.rule, flag.severity, flag.evidence, loaded.today), about) for flag in flags)
        found += list(said)
    return found


def _step(loaded: LotFile, step: timeline.Step, actor: Actor, retagged: dict[int, Retagging]) -> dict[str, Any]:
    people = [loaded.users[each].get_username() for each in sorted(step.actors) if each in loaded.users]
    shown = people if sees_trade_of_party(actor, step.party) else []
    place = loaded.places.get(step.place)
    return {
        "step": step,
        "party": loaded.party_name(step.party) if step.party else "",
        "place": place,
        "people": shown,
        "tags": [retagged[event.id] for event in step.events if event.id in retagged],
        "signed": how_signed(step.events, loaded.devices, actor),
    }
