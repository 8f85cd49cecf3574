"""WGT-02 to WGT-07: weights and grades of a lot that do not go together. Each worries with both numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.contained import dry_grams, of_all, of_lot, rounded
from ledger.custody.sectors import PRODUCTION
from ledger.reference.grades import METAL_OF, as_metal
from ledger.risk.rules import LotSeen, Worry, rule
from ledger.risk.weight_judging import (
    HOLD,
    WARN,
    Limits,
    assay_difference,
    drying_difference,
    export_difference,
    metal_gain,
    sealed_difference,
)

SOURCE = "domain/custody_3t.md §1.4 and §6"
PROCESS, BLEND, AT_EXPORT = "process", "blend", "export"
DRIED_AT = ("depot", "receipt")
SEALED = {
    HOLD: _(
        "The sealed bag weighed %(before_kg)s kg and on %(on)s %(after_kg)s kg. Nobody goes on until it is cleared up."
    ),
    WARN: _("The sealed bag weighed %(before_kg)s kg and on %(on)s %(after_kg)s kg. Weigh it once more."),
}
DRYING = {
    HOLD: _("The bag weighed %(before_kg)s kg at the mine and on %(on)s %(after_kg)s kg. Drying does not explain it."),
    WARN: _("The bag weighed %(before_kg)s kg at the mine and on %(on)s %(after_kg)s kg. Find out how it was dried."),
}
METAL = {
    HOLD: _(
        "%(before_kg)s kg of %(metal)s went in and %(after_kg)s kg came out. No washing makes metal: find the rest."
    ),
    WARN: _("%(before_kg)s kg of %(metal)s went in and %(after_kg)s kg came out. Have both assayed again."),
}
EXPORTED = {
    HOLD: _("The export lot weighs %(after_kg)s kg, what it was made of %(before_kg)s kg. Do not load it."),
    WARN: _("The export lot weighs %(after_kg)s kg, what it was made of %(before_kg)s kg. Weigh it once more."),
}
ASSAYED = {
    HOLD: _("Provisionally %(before_percent)s %% of %(of)s, finally %(after_percent)s %%. Ask for an umpire's assay."),
    WARN: _("Provisionally %(before_percent)s %% of %(of)s, finally %(after_percent)s %%. Compare both samples."),
}
WEIGHED_AGAIN = _(
    "A weighing on a calibrated scale, by whoever holds the lot, and an answer of the programme or the State to it."
)


def _worst(found: list[Worry | None]) -> Worry | None:
    """Return the hardest, the last among equals: the newest look at a lot."""
    for severity in (HOLD, WARN):
        of_it = [each for each in found if each is not None and each.severity == severity]
        if of_it:
            return of_it[-1]
    return None


def _worry(severity: str | None, before: int | Fraction, after: int | Fraction, **more: Any) -> Worry | None:
    if severity is None:
        return None
    kilograms = {"before_g": rounded(Fraction(before)), "after_g": rounded(Fraction(after))}
    return Worry(severity, "operational", {**kilograms, **more})


def _limits(lot: LotSeen, weighing: Any) -> Limits:
    country = lot.findings["weighed_in"].get(weighing.place, "")
    return Limits(weighing.on_day, country, lot.findings["lot"].mineral)


@rule(
    "WGT-02",
    looks_at="lot",
    version=2,
    sentences=SEALED,
    source=SOURCE,
    reads=(_("weighings of the bag while its seal was whole"), _("moistures")),
    parameters=("reweigh_warn_ppm", "reweigh_warn_g", "reweigh_hold_ppm", "reweigh_hold_g", "reweigh_gain_hold_ppm"),
    innocent=(
        _("One of the two scales needs to be calibrated."),
        _("The bag stood in the rain, or dried in the sun."),
        _("The pallet or a second bag was on the scale."),
    ),
    clears=WEIGHED_AGAIN,
)
def sealed_bag_differs(lot: LotSeen) -> Worry | None:
    """A bag that stayed sealed weighs what it weighed before, within tolerance."""
    found, before = [], None
    for each in lot.findings.get("weighings", ()):
        was = before.net_g if before else each.book_g
        if each.sealed and not (before and _drier(before, each)):
            severity = sealed_difference(was, each.net_g, _limits(lot, each))
            found.append(_worry(severity, was, each.net_g, on=each.on_day.isoformat()))
        before = each
    return _worst(found)


def _drier(before: Any, after: Any) -> bool:
    """Say whether two weighings found another moisture: then they say nothing of the seal."""
    known = before.moisture_ppm is not None and after.moisture_ppm is not None
    return known and bool(before.moisture_ppm != after.moisture_ppm)


@rule(
    "WGT-03",
    looks_at="lot",
    version=2,
    sentences=DRYING,
    source=SOURCE,
    reads=(_("the weighing at the mine and the one at the depot"),),
    parameters=("drying_warn_ppm", "drying_hold_ppm", "drying_gain_hold_ppm"),
    innocent=(
        _("The ore was washed wet, and dried longer than usual."),
        _("It rained on the way."),
        _("The mine's scale is coarse, or hangs in the wind."),
    ),
    clears=WEIGHED_AGAIN,
)
def drying_explains_the_loss(lot: LotSeen) -> Worry | None:
    """Between mine and depot a bag loses what drying explains, and gains nothing."""
    if not lot.findings or lot.findings["lot"].made_as != PRODUCTION:
        return None
    found, at_mine = [], None
    for each in lot.findings["weighings"]:
        if each.step == "mine":
            at_mine = each.net_g
        elif each.step in DRIED_AT and not each.sealed:
            was = each.book_g if at_mine is None else at_mine
            severity = drying_difference(was, each.net_g, _limits(lot, each))
            found.append(_worry(severity, was, each.net_g, on=each.on_day.isoformat()))
    return _worst(found)


@rule(
    "WGT-04",
    looks_at="lot",
    version=2,
    sentences=METAL,
    source=SOURCE,
    reads=(_("weights and assays of what went in and of what came out"),),
    parameters=("metal_gain_warn_ppm", "metal_gain_hold_ppm"),
    innocent=(
        _("What went in was assayed too low, by eye or with a field instrument."),
        _("Tailings of an earlier washing were worked with it and not entered."),
    ),
    clears=_("Assays of both sides by one laboratory, entered by whoever works the ore."),
)
def metal_was_won(lot: LotSeen) -> Worry | None:
    """What comes out of sorting and washing holds no more metal than what went in, within tolerance."""
    kind, day, inputs, outputs = lot.findings.get("making") or ("", None, [], [])
    went_in = of_all(inputs) if kind == PROCESS else None
    if went_in is None or day is None:
        return None
    metal, in_g = went_in
    contents = [content for each in outputs if (content := of_lot(each)) and content.metal == metal]
    out_g = sum((content.exact for content in contents), Fraction(0))
    country = lot.findings["weighed_in"].get(lot.findings["lot"].place, "")
    return _worry(metal_gain(in_g, out_g, Limits(day, country, inputs[0].mineral)), in_g, out_g, metal=metal)


@rule(
    "WGT-05",
    looks_at="lot",
    version=2,
    sentences=EXPORTED,
    source=SOURCE,
    reads=(_("the weighing for export"), _("weights and moistures of what the lot was made of")),
    parameters=("export_weight_warn_ppm", "export_weight_hold_ppm"),
    innocent=(
        _("The ore dried while it lay in the store, and its moisture was not measured again."),
        _("The lorry's scale and the depot's scale differ."),
        _("A remainder stayed behind in the store."),
    ),
    clears=_("A weighing for export on a calibrated scale that agrees, by whoever holds the lot."),
)
def export_lot_differs(lot: LotSeen) -> Worry | None:
    """What is weighed for export weighs what it was blended of (else what the book says), dry where that is known."""
    weighed = [each for each in lot.findings.get("weighings", ()) if each.step == AT_EXPORT]
    if not weighed:
        return None
    last, own = weighed[-1], lot.findings["lot"]
    kind, _day, inputs, _outputs = lot.findings.get("making") or ("", None, [], [])
    parts = (
        [(each.mass_g, each.moisture_ppm) for each in inputs] if kind == BLEND else [(last.book_g, own.moisture_ppm)]
    )
    in_g, out_g = comparable(parts, [(last.net_g, last.moisture_ppm)])
    return _worry(export_difference(in_g, out_g, _limits(lot, last)), in_g, out_g)


Weights = list[tuple[int, int | None]]


def comparable(before: Weights, after: Weights) -> tuple[Fraction, Fraction]:
    """Return the grams of both sides (wet grams, moisture): dry where every moisture is known, wet otherwise."""
    dried = [[dry_grams(wet_g, moisture) for wet_g, moisture in side] for side in (before, after)]
    if all(dry is not None for side in dried for dry in side):
        in_g, out_g = (sum((dry for dry in side if dry is not None), Fraction(0)) for side in dried)
        return in_g, out_g
    return Fraction(sum(wet_g for wet_g, _ in before)), Fraction(sum(wet_g for wet_g, _ in after))


@rule(
    "WGT-07",
    looks_at="lot",
    version=2,
    sentences=ASSAYED,
    source=SOURCE,
    reads=(_("provisional and final assays of the lot"),),
    parameters=("assay_warn_ppm", "assay_warn_relative_ppm", "assay_hold_ppm"),
    innocent=(
        _("The first sample came from the top of the bag."),
        _("The field instrument was set to another ore."),
        _("One assay is on dry ore, the other on wet."),
    ),
    clears=_("An umpire's assay, asked for by buyer and seller together, and an answer of the programme or the State."),
)
def final_assay_differs(lot: LotSeen) -> Worry | None:
    """A final assay agrees with the provisional one on which the ore was bought, on the same basis."""
    found: list[Worry | None] = []
    provisional: dict[str, Any] = {}
    for each in sorted(
        lot.findings.get("assays", ()), key=lambda each: (not each.provisional, each.on_day, each.event_id)
    ):
        metal = METAL_OF[each.grade_of]
        if each.provisional:
            provisional[metal] = each
        elif metal in provisional:
            found.append(_compared(lot, provisional[metal], each))
    return _worst(found)


def _compared(lot: LotSeen, first: Any, last: Any) -> Worry | None:
    final = last.grade_ppm * as_metal(last.grade_of) / as_metal(first.grade_of)
    limits = Limits(last.on_day, "", lot.findings["lot"].mineral)
    severity = assay_difference(Fraction(first.grade_ppm), final, limits)
    said = {"before_ppm": first.grade_ppm, "after_ppm": rounded(final), "of": first.grade_of}
    return Worry(severity, "operational", said) if severity else None
