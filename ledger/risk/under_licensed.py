"""CAT-02: a site has outgrown the class that its licence names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.standing.reading import SITE_CLASS, last_seen

CLASSES = ("subsistence", "artisanal", "small", "medium", "large")
SENTENCES = {
    "warn": _(
        "By its size, people, tonnage and tools of %(on)s the site is %(found)s; its licence says %(declared)s. Ask "
        "for the licence that fits, or have the site measured again."
    ),
}


@rule(
    "CAT-02",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source="domain/licensing.md §3.1",
    reads=(_("area, people, tonnage and tools of the site, as last measured"), _("the class that its licence names")),
    innocent=(
        _("Work grew after the licence was given, and a new one is asked for."),
        _("People were counted on a market day or in the high season."),
        _("The tools were on the site for one job."),
    ),
    clears=_("The licence that fits, entered by the holder or the State, or another measurement by the field team."),
)
def under_licensed(place: PlaceSeen) -> Worry | None:
    """A declared licence class lower than the class that was worked out is under-licensed: a finding, no refusal."""
    said = last_seen(place.statements, SITE_CLASS, place.today)
    declared = said.terms["declared"] if said is not None else None
    if said is None or not declared or CLASSES.index(declared) >= CLASSES.index(said.value):
        return None
    return Worry("warn", "operational", {"found": said.value, "declared": declared, "on": said.valid_from.isoformat()})
