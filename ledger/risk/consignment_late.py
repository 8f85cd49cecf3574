"""CUST-05: a consignment that does not arrive, or arrives sooner or later than they do between its places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.roads import Road, is_overdue, missing_since, unusual_days
from ledger.risk.rules import LotSeen, Worry, rule

SENTENCES = {
    "hold": _("Consignment %(consignment)s, sent on %(sent_on)s, should have arrived; it is missing since %(since)s."),
    "hold.unusual": _(
        "Consignment %(consignment)s took %(took)s days; between these places it usually takes %(least)s to %(most)s. "
        "Ask the carrier where it was."
    ),
}


@rule(
    "CUST-05",
    looks_at="lot",
    version=2,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("days of the consignment"), _("days of the latest consignments between the same places")),
    parameters=("consignment_unsaid_days", "consignment_overdue_days", "transit_fewest"),
    innocent=(
        _("A road or bridge was closed, or the lorry broke down."),
        _("The receipt was entered late: the lorry had come in time."),
    ),
    clears=_("A receipt, or what the carrier says of the time between, and a release by the programme or the State."),
    answered_by_person=True,
)
def road_is_unusual(lot: LotSeen) -> Worry | None:
    """A lot missing more than 7 days after it was expected, or outside the usual time of its route, is held."""
    roads: list[Road] = lot.findings.get("roads", [])
    for road in roads:
        if is_overdue(road, lot.findings["today"]):
            said = {"consignment": road.consignment, "sent_on": str(road.sent_on), "since": str(missing_since(road))}
            return Worry("hold", "operational", said)
    for road in roads:
        if unusual := unusual_days(road):
            took, least, most = unusual
            days = {"took": took, "least": least, "most": most}
            return Worry("hold", "operational", {"consignment": road.consignment, "why": "unusual", **days})
    return None
