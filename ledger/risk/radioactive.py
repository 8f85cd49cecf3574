"""MIN-05: what was read of uranium and thorium makes a lot a radioactive mineral by law, or asks for special transport.

That nobody has read them is no worry of a lot that stays: it is refused when the lot would leave.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.custody.contained import rounded
from ledger.custody.radiation import metals_ppm, oxides_ppm, readings
from ledger.reference.parameters import parameter
from ledger.risk.rules import LotSeen, Worry, rule

BOTH, BY_LAW, ON_THE_ROAD = "both", "law", "transport"
SENTENCES = {
    f"warn.{BY_LAW}": _(
        "The lot holds %(metals_percent)s %% of uranium and thorium: from %(law_percent)s %% on the country's law "
        "calls it a radioactive mineral. Ask the authority for its permit before the lot is moved."
    ),
    f"warn.{ON_THE_ROAD}": _(
        "The lot holds %(oxides_percent)s %% of U3O8 and ThO2: above %(transport_percent)s %% carriers ask for special "
        "arrangements. Tell the carrier before it is loaded."
    ),
    f"warn.{BOTH}": _(
        "The lot holds %(oxides_percent)s %% of U3O8 and ThO2: a radioactive mineral by the country's law, and above "
        "the %(transport_percent)s %% from which carriers ask for special arrangements. Ask for the permit, and tell "
        "the carrier."
    ),
    "warn": _("The lot holds %(oxides_percent)s %% of U3O8 and ThO2."),
}


@rule(
    "MIN-05",
    looks_at="lot",
    version=1,
    sentences=SENTENCES,
    source="domain/buying.md, MIN",
    reads=(_("readings of uranium and thorium"), _("the country in which the lot lies")),
    parameters=("radioactive_mineral_ppm", "radioactive_transport_ppm"),
    innocent=(
        _("Ore of this belt holds uranium and thorium by nature: nobody has added any."),
        _("The reading was taken in the field; a laboratory may find less."),
    ),
    clears=_("A laboratory's reading, by whoever holds the lot; the permit and the carrier's consent go with the lot."),
)
def holds_uranium_or_thorium(lot: LotSeen) -> Worry | None:
    """Ore with much uranium and thorium is a radioactive mineral by some laws, and no ordinary freight."""
    read = readings(lot.findings.get("assays", ()))
    if not read:
        return None
    day = max(each.on_day for each in read.values())
    country = lot.findings["weighed_in"].get(lot.findings["lot"].place, "")
    law, transport = parameter("radioactive_mineral_ppm", day, country), parameter("radioactive_transport_ppm", day)
    metals, oxides = metals_ppm(read), oxides_ppm(read)
    # the law says "at least", the carriers "more than"
    by_law, on_the_road = bool(law) and metals >= law, oxides > transport
    if not by_law and not on_the_road:
        return None
    said = {"metals_ppm": rounded(metals), "oxides_ppm": rounded(oxides), "law_ppm": law, "transport_ppm": transport}
    why = BOTH if by_law and on_the_road else BY_LAW if by_law else ON_THE_ROAD
    return Worry("warn", "operational", {"why": why, **said})
