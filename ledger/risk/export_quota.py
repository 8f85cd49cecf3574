"""EXP-03: more of a metal left the country in a month than its quota allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.contained import of_lot
from ledger.custody.models import Lot, Move
from ledger.log.reading import events_by_id
from ledger.parties.models import Place
from ledger.reference.grades import MAIN_METAL
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds
from ledger.risk.rules import LotSeen, Worry, rule

QUOTAS = {"Co": "export_quota_co_kg"}
"""Metal -> the parameter that holds its quota, in kilograms of contained metal for a calendar month."""
ORES = frozenset(ore for ore, metal in MAIN_METAL.items() if metal in QUOTAS)
SENTENCES = {
    "hold": _(
        "With this lot %(kg)s kg of contained %(metal)s left the country in its month; the quota is %(quota_kg)s kg."
    ),
    "unknown": _("The lot left without a grade: nobody can say how much of the quota of %(metal)s it takes."),
}


@rule(
    "EXP-03",
    looks_at="lot",
    version=2,
    sentences=SENTENCES,
    source="domain/custody_3t.md §4.1 and §6",
    reads=(_("exports of the month"), _("declared or assayed grade")),
    parameters=("export_quota_co_kg",),
    innocent=(_("A strategic or special quota covers it that is not entered."),),
    clears=_("The order of the State that allows it, entered as a quota, and a release."),
    answered_by_person=True,
)
def quota_is_exceeded(lot: LotSeen) -> Worry | None:
    """What left in a calendar month, in contained metal, above the dated quota of the country is held for review."""
    said = lot.findings.get("quota")
    if not said:
        return None
    if said["own_g"] is None:
        return Worry("unknown", "operational", {"metal": said["metal"]})
    if said["grams"] <= said["quota_kg"] * 1_000:
        return None
    told = {name: said[name] for name in ("metal", "grams", "quota_kg", "ungraded")}
    return Worry("hold", "operational", told)


@finds("lot")
def about_quotas(codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return, for exported lots under a quota, what left in the month up to and with each."""
    left = list(Move.objects.filter(lot__in=codes, cause="exported", mineral__in=ORES))
    countries = dict(Place.objects.filter(code__in={each.place for each in left}).values_list("code", "country"))
    found = {}
    for move in left:
        metal, country = MAIN_METAL[move.mineral], countries.get(move.place, "")
        quota_kg = parameter(QUOTAS[metal], move.on_day, country)
        if quota_kg:
            found[move.lot] = {"quota": {**_sum_of_month(move, metal, country), "metal": metal, "quota_kg": quota_kg}}
    return found


def _sum_of_month(move: Move, metal: str, country: str) -> dict[str, Any]:
    first = move.on_day.replace(day=1)
    ores = [ore for ore in ORES if MAIN_METAL[ore] == metal]
    month = Move.objects.filter(cause="exported", mineral__in=ores, on_day__gte=first, on_day__lte=move.on_day)
    upto = [each for each in month if (each.on_day, each.event_id) <= (move.on_day, move.event_id)]
    places = Place.objects.filter(code__in={each.place for each in upto}, country=country)
    here = set(places.values_list("code", flat=True))
    metals = _metal_of([each for each in upto if each.place in here], metal)
    known = [grams for grams in metals.values() if grams is not None]
    return {"grams": sum(known), "ungraded": len(metals) - len(known), "own_g": metals[move.lot]}


def _metal_of(moves: Sequence[Move], metal: str) -> dict[str, int | None]:
    """Return the grams of metal in each lot: as declared at its export, else by its own assay."""
    lots = Lot.objects.in_bulk([each.lot for each in moves])
    declared = {event.facts["lot"]: event.envelope["resolved"] for event in events_by_id([m.event_id for m in moves])}
    found: dict[str, int | None] = {}
    for each in moves:
        said = declared.get(each.lot, {})
        own = of_lot(lots[each.lot])
        known = said["metal_g"] if said.get("metal") == metal else own.grams if own and own.metal == metal else None
        found[each.lot] = known
    return found
