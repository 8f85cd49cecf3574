"""MIN-02 and MIN-06: a grade that is unusual for its ore, and an ore of two metals that was assayed for one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.observing import best_assay
from ledger.reference.grades import METAL_OF, ORE, typical_ppm
from ledger.risk.rules import LotSeen, Worry, rule

SOURCE = "domain/buying.md, MIN"
TWO_METALS = {"copper_cobalt_ore": ("Co", "Cu")}
UNUSUAL = {
    "warn": _(
        "%(grade_percent)s %% of %(of)s is unusual for this ore: mostly it has %(low_percent)s to %(high_percent)s %%. "
        "Have a second sample assayed."
    ),
}
ONE_OF_TWO = {
    "warn": _("The ore holds cobalt and copper and was assayed for %(found)s alone. Have %(missing)s assayed too."),
}


@rule(
    "MIN-02",
    looks_at="lot",
    version=1,
    sentences=UNUSUAL,
    source=SOURCE,
    reads=(_("assays of the lot"), _("grades that are typical of its ore")),
    innocent=(
        _("The ore of this pit is rich, or poor, by nature."),
        _("The lot was washed more, or less, than usual."),
        _("The sample was not taken through the whole bag."),
    ),
    clears=_("A second assay of another sample, by whoever holds the lot."),
)
def grade_is_unusual(lot: LotSeen) -> Worry | None:
    """A grade outside the usual range of its ore is looked at until a second assay is there."""
    assays: list[Any] = list(lot.findings.get("assays", ()))
    if not assays or (lot.findings["lot"].product or ORE) not in (ORE, "concentrate"):
        return None
    mineral = lot.findings["lot"].mineral
    best: Any = best_assay(assays, mineral)
    if best is None:
        return None
    usual = typical_ppm(mineral, best.grade_of)
    alike = [each for each in assays if METAL_OF[each.grade_of] == METAL_OF[best.grade_of]]
    if usual is None or usual[0] <= best.grade_ppm <= usual[1] or len(alike) > 1:
        return None
    said = {"grade_ppm": best.grade_ppm, "of": best.grade_of, "low_ppm": usual[0], "high_ppm": usual[1]}
    return Worry("warn", "operational", said)


@rule(
    "MIN-06",
    looks_at="lot",
    version=1,
    sentences=ONE_OF_TWO,
    source=SOURCE,
    reads=(_("assays of the lot"),),
    innocent=(
        _("The buyer pays for one metal, and assayed for that one."),
        _("The laboratory's paper names both, and one was entered."),
    ),
    clears=_("An assay for the other metal, by whoever holds the lot."),
)
def one_metal_of_two(lot: LotSeen) -> Worry | None:
    """Copper-cobalt ore is assayed for both metals: both are worth paying for."""
    assays = lot.findings.get("assays", ())
    both = TWO_METALS.get(lot.findings["lot"].mineral) if assays else None
    found = {METAL_OF[each.grade_of] for each in assays}
    if both is None or not found & set(both) or found >= set(both):
        return None
    (had,), (missing,) = found & set(both), set(both) - found
    return Worry("warn", "operational", {"found": had, "missing": missing})
