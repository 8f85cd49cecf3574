"""INC-02 as a flag: a site that an incident of Level 1 holds is never read as clear, and its ore does not leave."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ledger.custody.held_sites import holding_incidents
from ledger.custody.models import Origin
from ledger.risk.incidents.models import Incident, IncidentOre
from ledger.risk.incidents.tables import OPEN
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.reading import INCIDENT_HOLD

SENTENCES = {
    "hold": _(
        "Incidents of level 1, the worst, or suspensions that hold it: %(incidents)s, since %(since)s. Bags that are "
        "tagged here go on hold."
    ),
}


@rule(
    "INC-02",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6; domain/standards.md §1.3",
    innocent=(_("It is a claim so far, and nobody has found yet whether it holds."),),
    clears=_("Whoever keeps the case makes a finding, decides to go on with a plan that works, or closes it."),
    reads=(_("what incidents say of a place"),),
)
def held_by_an_incident(place: PlaceSeen) -> Worry | None:
    """A site that an incident of Level 1, the worst, or a suspension holds is to be reviewed until it is decided."""
    holding = holding_incidents(place.statements)
    if not holding:
        return None
    said = [each for each in place.statements if each.topic == INCIDENT_HOLD and each.terms["incident"] in holding]
    since = min(each.valid_from for each in said)
    return Worry("hold", "operational", {"incidents": len(holding), "since": since.isoformat()})


def open_level_one(lot: str, places: Iterable[str]) -> set[str]:
    """Return INC-02 where an open incident of Level 1 touches a lot: by name, or by ore dug there since its first day.

    EXP-01 asks for it at the border; that a hold was lifted does not close the case.
    """
    dug = Origin.objects.filter(lot=lot, place=OuterRef("place"))
    since = dug.filter(dug_on__gte=OuterRef("since"))
    there = Q(place__in=list(places)) & (Q(Exists(since)) | Q(since=None) & Q(Exists(dug)))
    named = IncidentOre.objects.filter(incident=OuterRef("code"), lot=lot)
    found = Incident.objects.filter(state=OPEN, level=1).filter(Q(Exists(named)) | there)
    return {"INC-02"} if found.exists() else set()
