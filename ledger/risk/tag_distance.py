"""TAG-03: a tag was closed on a bag far from the site it was issued to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import LotSeen, Worry, rule

DECLARED = "declared"
"""What the map finds of a bag whose tagger said where: metres from the registered point of its site."""


@rule(
    "TAG-03",
    looks_at="lot",
    version=2,
    sentences={
        "hold": _(
            "The tag was closed %(km)s km from the site it was issued to; %(limit_km)s km is the limit. Set the bag "
            "aside, and ask who closed it where."
        )
    },
    source="domain/custody_3t.md §6",
    reads=(_("where the tagger said the bag was closed"), _("the registered point of the site")),
    parameters=("tag_distance_m",),
    innocent=(
        _("The site's registered point is wrong, or a new pit was opened."),
        _("Bags of this site are washed and closed at a washing place some way off."),
        _("The phone had no clear view of the sky."),
    ),
    clears=_("A visit that says where the site's bags are closed, by the programme's field team."),
)
def closed_far_away(lot: LotSeen) -> Worry | None:
    """A tag that is closed more than 5 km from the site it was issued to is held for review."""
    declared = lot.findings.get(DECLARED)
    if not declared:
        return None
    limit = parameter("tag_distance_m", declared["dug_on"])
    if declared["distance_m"] <= limit + declared["precision_m"]:
        return None
    return Worry("hold", "operational", {"km": declared["distance_m"] // 1_000, "limit_km": limit // 1_000})
