"""RF-S1 and RF-S2: suppliers with interests in an area of conflict or high risk, or who sourced there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.risk.red_flags.locations import AREAS, SOURCE
from ledger.risk.rules import PartySeen, Worry, rule

FOUND = "red_flags"
INTERESTS = {
    "warn": _(
        "It owns, works or holds the licence of %(places)s places in areas of conflict or high risk (%(area)s), or "
        "belongs to a body that does."
    ),
    "warn.shared": _(
        "It shares an owner with %(parties)s companies that own or work places in areas of conflict or high risk "
        "(%(area)s)."
    ),
}
SOURCED = {
    "warn": _(
        "In the last %(limit_months)s months it took in ore of %(places)s places in areas of conflict or high risk "
        "(%(area)s), the last in the month from %(month)s."
    ),
}


@dataclass(frozen=True)
class Interests:
    """What ties a party to areas of conflict or high risk: places of its own, and companies that share its owners."""

    places: Sequence[str] = ()
    parties: Sequence[str] = ()
    areas: Sequence[str] = ()


@dataclass(frozen=True)
class Sourced:
    """From which places in such areas a party took in ore, and when last."""

    places: Sequence[str]
    areas: Sequence[str]
    last: date
    limit_months: int


@rule(
    "RF-S1",
    looks_at="party",
    categories=("RF-S1",),
    version=1,
    sentences=INTERESTS,
    source=SOURCE,
    innocent=(_("An interest is declared and lawful: the flag asks for due diligence on the places behind it."),),
    clears=_("The end of the interest, or a later determination of the area; the party and the register's keepers."),
    parameters=(),
    reads=(_("Owners and operators of sites, holders of licences, memberships, and owners of parties"), AREAS),
)
def interests_in_cahras(party: PartySeen) -> Worry | None:
    """A supplier with interests in places, or in companies with places, in an area of conflict or high risk."""
    found: Interests | None = party.findings.get("interests")
    if found is None or not (found.places or found.parties):
        return None
    why = {} if found.places else {"why": "shared"}
    said = {"places": len(found.places), "parties": len(found.parties), "area": ", ".join(found.areas[:5])}
    return Worry("warn", "RF-S1", {**said, **why})


@rule(
    "RF-S2",
    looks_at="party",
    categories=("RF-S2",),
    version=1,
    sentences=SOURCED,
    source=SOURCE,
    innocent=(_("Buying there with due diligence is what the guidance asks for; leaving would be worse for miners."),),
    clears=_("Twelve months without ore of such areas, or a later determination of the area."),
    parameters=("sourced_from_months",),
    reads=(_("Purchases and receipts, with the origins of the lots"), AREAS),
)
def sourced_from_cahras(party: PartySeen) -> Worry | None:
    """A supplier that took in ore of an area of conflict or high risk in the last 12 months."""
    found: Sourced | None = party.findings.get("sourced")
    if found is None or not found.places:
        return None
    month = found.last.replace(day=1).isoformat()
    said = {"places": len(found.places), "area": ", ".join(found.areas[:5]), "month": month}
    return Worry("warn", "RF-S2", {**said, "limit_months": found.limit_months})
