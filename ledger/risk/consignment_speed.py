"""CUST-06: one lorry or one person at two places sooner than anybody travels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import LotSeen, Worry, rule
from ledger.risk.travel import Jump

SENTENCES = {
    "hold": _("One lorry was at %(first)s and, %(minutes)s minutes later, at %(second)s, at least %(km)s km away."),
    "hold.person": _(
        "One person entered a hand-over at %(first)s and, %(minutes)s minutes later, one at %(second)s, at least "
        "%(km)s km away."
    ),
}


@rule(
    "CUST-06",
    looks_at="lot",
    version=2,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(
        _("moments of dispatch and receipt"),
        _("cells of the places"),
        _("number plate and person, compared unseen"),
    ),
    parameters=("travel_km_per_hour",),
    innocent=(
        _("The clock of a phone was wrong."),
        _("The receipt was entered by somebody else, or in another place, than where the lorry stood."),
        _("Two lorries have plates that read alike."),
    ),
    clears=_("The carrier's papers of that day, and a release by the programme or the State."),
    answered_by_person=True,
)
def too_fast(lot: LotSeen) -> Worry | None:
    """A vehicle or person of a hand-over in two places faster than travel allows: the lots are held."""
    found: list[Jump] = lot.findings.get("jumps", [])
    if not found:
        return None
    jump = min(found, key=lambda each: (each.first.moment, each.first.what, each.second.moment))
    said = {"first": jump.first.place, "second": jump.second.place, "km": jump.km, "minutes": jump.minutes}
    return Worry("hold", "operational", {**said, "why": jump.first.what})
