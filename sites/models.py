"""Mine sites and visits as read tables."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Coalesce

from sites.bringing.models import ImportEntry, ImportIdentity, ImportProblem, ImportRun  # noqa: F401
from sites.describing.models import Baseline, Description  # noqa: F401
from sites.licensing.models import Licence  # noqa: F401
from sites.likeness.models import SiteNear, SiteNumber, SiteShelf  # noqa: F401
from sites.listing.tenths import tenths_of_cell
from sites.parties.models import (  # noqa: F401
    Certificate,
    Membership,
    PartyAccount,
    PartyEvent,
    PartyLine,
    PartyNumber,
    Person,
)
from sites.positions.models import SitePosition  # noqa: F401
from sites.statuses.models import Act  # noqa: F401
from sites.withdrawing.models import Withdrawn  # noqa: F401
from sites.zones.models import Zone, ZoneConsent, ZoneDrawn  # noqa: F401

FILTERED_BY = [
    "country",
    "province",
    "minerals",
    "cell_lat",
    "cell_lon",
    "state",
    "state_until",
    "state_then",
    "scheme",
    "seen_on",
    "presence",
    "interference",
    "workers",
    "licence_until",
    "asm_class",
    "merged_into",
    "withdrawn_by",
]


class MineSite(models.Model):
    """One line of the register: what each site is, and what its last decisions and visits said.

    The columns from `state` on are sums of standing, kept here so that the list can filter and page by index; the
    page of a site reads standing itself. `state_until` is the last day on which `state` holds, `state_then` the
    colour that follows without any act (MINE-02).
    """

    code = models.CharField(max_length=9, primary_key=True)
    name = models.TextField(default="")
    country = models.CharField(max_length=2, default="")
    minerals = models.JSONField()
    province = models.TextField(null=True)
    territory = models.TextField(null=True)
    pcode = models.TextField(null=True)
    numbers = models.JSONField(null=True)
    aliases = models.JSONField(null=True)
    known_as = models.TextField(default="")
    cell = models.TextField(null=True)
    precision = models.TextField(null=True)
    located_on = models.DateField(null=True)
    owner = models.CharField(max_length=9, null=True)
    operators = models.JSONField(null=True)
    activity = models.TextField(null=True)
    size_m2 = models.BigIntegerField(null=True)
    size_on = models.DateField(null=True)
    described_on = models.DateField(null=True)
    declared_class = models.TextField(null=True)
    depth_cm = models.IntegerField(null=True)
    pits = models.IntegerField(null=True)
    mechanisation = models.IntegerField(null=True)
    mechanisation_on = models.DateField(null=True)
    month_t = models.IntegerField(null=True)
    asm_class = models.TextField(null=True)
    class_rule = models.TextField(null=True)
    capacity_g_month = models.BigIntegerField(null=True)
    capacity_set_on = models.DateField(null=True)
    state = models.TextField(null=True)
    state_since = models.DateField(null=True)
    state_until = models.DateField(null=True)
    state_then = models.TextField(null=True)
    scheme = models.TextField(null=True)
    scheme_since = models.DateField(null=True)
    own = models.TextField(null=True)
    seen_on = models.DateField(null=True)
    presence = models.TextField(null=True)
    presence_on = models.DateField(null=True)
    interference = models.TextField(null=True)
    interference_on = models.DateField(null=True)
    workers = models.IntegerField(null=True)
    workers_on = models.DateField(null=True)
    licence_until = models.DateField(null=True)
    merged_into = models.CharField(max_length=9, null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField()
    cell_lat = tenths_of_cell(1)
    cell_lon = tenths_of_cell(2)

    class Meta:
        indexes = [
            GinIndex(fields=["minerals"], name="site_minerals"),
            GinIndex(fields=["known_as"], opclasses=["gin_trgm_ops"], name="site_known_as"),
            # in the order of the list, with all that it filters by: whatever is asked, a page is at worst one walk
            # along this index and never a visit to every row (docs/performance.md)
            models.Index(fields=["name", "code"], include=FILTERED_BY, name="site_by_name"),
            models.Index(fields=["cell_lat", "cell_lon"], name="site_by_cell"),
            models.Index(
                fields=["merged_into"], name="site_merged_into", condition=models.Q(merged_into__isnull=False)
            ),
            models.Index("country", Coalesce("province", models.Value("")), name="site_by_area"),
            models.Index(fields=["state_until", "name"], name="site_by_last_day"),
            models.Index(
                fields=["licence_until"], condition=models.Q(licence_until__isnull=False), name="site_by_licence_end"
            ),
        ]


class SitePcode(models.Model):
    """Which site a number of the IPIS register names; a number names one site."""

    pcode = models.TextField(primary_key=True)
    place = models.CharField(max_length=9)


class Visit(models.Model):
    """What a visit saw; answers are yes, no or unknown, and unknown is never no."""

    event_id = models.BigIntegerField(primary_key=True)
    place = models.CharField(max_length=9)
    visited_on = models.DateField()
    on_site = models.TextField()
    not_there = models.TextField(null=True)
    presence = models.TextField()
    interference = models.TextField()
    children = models.TextField()
    young = models.TextField(null=True)
    women = models.TextField(null=True)
    pregnant = models.TextField(null=True)
    forced_labour = models.TextField(null=True)
    abuses = models.JSONField(null=True)
    mercury = models.TextField(null=True)
    workers = models.IntegerField(null=True)
    pits = models.IntegerField(null=True)
    depth_cm = models.IntegerField(null=True)
    mechanisation = models.IntegerField(null=True)
    project = models.TextField(null=True)
    minerals = models.JSONField(null=True)
    services = models.JSONField(null=True)
    schemes = models.JSONField(null=True)
    armed = models.JSONField(null=True)
    roadblocks = models.IntegerField(null=True)
    scheme_recorded = models.TextField(null=True)
    status_recorded = models.TextField(null=True)
    inspection = models.JSONField(null=True)
    by_whom = models.TextField()
    source = models.TextField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["place", "-visited_on"], name="visit_of_place"),
            models.Index(fields=["project", "place"], name="visit_of_project"),
        ]
