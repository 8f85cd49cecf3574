"""What the page of a site says of its size, of those who dig there, and of what it can yield."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Actor
from ledger.parties.access import may_describe_sites, may_locate_sites
from ledger.reference.parameters import parameter
from sites.describing.estimating import newest_baselines
from sites.describing.models import Baseline, Description
from sites.describing.suppressing import told
from sites.describing.wording import ACTIVITY, IMPACTS, METHODS, TYPES
from sites.models import MineSite, Withdrawn
from sites.visits.wording import MECHANISATION


def size_of(site: MineSite, actor: Actor, today: date) -> dict[str, Any]:
    """Return the newest description and the baselines of a site. Three questions."""
    struck = set(Withdrawn.objects.filter(subject=site.code).values_list("event_id", flat=True))
    said = Description.objects.filter(place=site.code, as_of__lte=today).exclude(event_id__in=struck)
    newest = said.order_by("-as_of", "-event_id").first()
    baselines = Baseline.objects.filter(place=site.code, set_on__lte=today).exclude(event_id__in=struck)
    return {
        "newest": newest,
        "activity": ACTIVITY.get(site.activity),
        "tools": MECHANISATION.get(site.mechanisation) if site.mechanisation is not None else None,
        "depth_m": site.depth_cm / 100 if site.depth_cm is not None else None,
        "impact": IMPACTS.get(newest.impact) if newest else None,
        "typology": _typology(newest, today),
        "baselines": [(each, METHODS[each.method]) for each in newest_baselines(baselines)],
        "may_describe": may_describe_sites(actor),
        "may_locate": may_locate_sites(actor),
    }


def _typology(newest: Description | None, today: date) -> list[tuple[Any, int | None]]:
    """Return how many miners dig for which reason; None where so few are not told."""
    counts = [(each["type"], each["miners"]) for each in (newest.typology if newest else None) or ()]
    return [(TYPES[name], number) for name, number in told(counts, parameter("fewest_in_group", today))]
