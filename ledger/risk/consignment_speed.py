"""CUST-06: one lorry or one person at two places sooner than anybody travels."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import LotSeen, Worry, rule
from ledger.risk.travel import Jump

SENTENCES = {
    "warn": _("One lorry was at %(first)s and, %(minutes)s minutes later, at %(second)s, at least %(km)s km away."),
    "warn.person": _(
        "One person entered a hand-over at %(first)s and, %(minutes)s minutes later, one at %(second)s, at least "
        "%(km)s km away."
    ),
}


@rule("CUST-06", looks_at="lot", version=1, sentences=SENTENCES, source="domain/custody_3t.md §6")
def too_fast(lot: LotSeen) -> Worry | None:
    """A vehicle or person of a hand-over in two places faster than travel allows: the lots are held."""
    found: list[Jump] = lot.findings.get("jumps", [])
    if not found:
        return None
    jump = min(found, key=lambda each: (each.first.moment, each.first.what, each.second.moment))
    said = {"first": jump.first.place, "second": jump.second.place, "km": jump.km, "minutes": jump.minutes}
    return Worry("warn", "operational", {**said, "why": jump.first.what})
