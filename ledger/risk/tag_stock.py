"""TAG-05, TAG-07 and TAG-08: too many tags for a place, losses told too late, tags that nobody uses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import PlaceSeen, Worry, rule
from ledger.risk.tag_findings import LATE, OVER, STALE

SOURCE = "domain/custody_3t.md §6"


@rule(
    "TAG-05",
    looks_at="place",
    version=1,
    sentences={
        "warn": _(
            "%(over)s tags more were allocated than the place can plausibly use in a month. Ask what they are for, or "
            "have its capacity worked out again."
        )
    },
    source=SOURCE,
    reads=(_("boxes of tags allocated to the place and not yet empty"), _("what the place can yield")),
    parameters=("tag_bag_g", "tag_allocation_ppm"),
    innocent=(
        _("The place digs more than its last estimate says: more people came, or a new pit opened."),
        _("Bags are smaller here than the weight that is reckoned with."),
        _("Tags were brought for several months, because the road closes in the rains."),
    ),
    clears=_("An estimate of what the place yields now, by the field team, or the tags given back by their holder."),
)
def allocated_too_many(place: PlaceSeen) -> Worry | None:
    """More tags were allocated than the plausible bags of a month, a quarter more, less what is unused."""
    found = place.findings.get(OVER)
    return Worry("warn", "operational", {"over": found["over"], "boxes": found["boxes"]}) if found else None


@rule(
    "TAG-07",
    looks_at="place",
    version=1,
    sentences={
        "warn": _(
            "%(number)s lost or stolen tags were reported up to %(hours)s hours too late. Ask where they were "
            "meanwhile, and look at the bags of those days."
        )
    },
    source=SOURCE,
    reads=(_("when somebody noticed the loss, and when it was reported"),),
    parameters=("tag_missed_report_hours", "tag_late_report_shown_days"),
    innocent=(
        _("There was no network, and nobody could leave the site to report."),
        _("The tags were looked for first."),
    ),
    clears=_("Nothing needs to be done where the agent can say why: the report grows old by itself."),
)
def reported_too_late(place: PlaceSeen) -> Worry | None:
    """A lost or stolen tag was reported later than 24 hours after somebody noticed."""
    found = place.findings.get(LATE)
    return Worry("warn", "operational", {"number": found["number"], "hours": found["hours"]}) if found else None


@rule(
    "TAG-08",
    looks_at="place",
    version=1,
    sentences={
        "warn": _(
            "%(number)s tags were issued more than %(limit_days)s days ago, the first on %(since)s, and are on no bag. "
            "Have them counted, or given back."
        )
    },
    source=SOURCE,
    reads=(_("tags that are issued and on no bag, with the day of issue"),),
    parameters=("tag_unused_days",),
    innocent=(
        _("The site rested: rains, holidays, or a low price."),
        _("Bags were tagged on a phone that has not sent yet."),
        _("More tags were issued than a season needs."),
    ),
    clears=_("A count of the tags by two people, the late bags, or the tags given back, by the agent who holds them."),
)
def left_unused(place: PlaceSeen) -> Worry | None:
    """A tag lies unused for more than 90 days after its issue."""
    found = place.findings.get(STALE)
    if not found:
        return None
    limit = parameter("tag_unused_days", place.today, place.country)
    said = {"number": found["number"], "since": found["since"].isoformat(), "limit_days": limit}
    return Worry("warn", "operational", said)
