"""CUST-01: bags came with a consignment that nobody sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import LotSeen, Worry, rule

SENTENCES = {
    "warn": _("With consignment %(consignment)s came %(bags)s bags that nobody sent, weighed %(kg)s kg in all."),
}


@rule(
    "CUST-01",
    looks_at="lot",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("tag list of the dispatch"), _("bags that the receipt says came beside it")),
    innocent=(
        _("Bags of another consignment travelled on the same lorry."),
        _("The sender wrote its dispatch on paper, and the phone has not sent it yet."),
        _("One bag was counted twice at the gate."),
    ),
    clears=_("The sender's dispatch of these bags, or a receipt that was corrected, by whoever took them in."),
)
def more_came_than_was_sent(lot: LotSeen) -> Worry | None:
    """Bags that arrive without a dispatch are told of with their kilograms: a hand-over has two sides."""
    for said in lot.findings.get("surplus", []):
        return Worry("warn", "operational", said)
    return None
