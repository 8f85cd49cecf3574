"""Mine sites and visits as read tables."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


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
    cell = models.TextField(null=True)
    owner = models.CharField(max_length=9, null=True)
    operators = models.JSONField(null=True)
    activity = models.TextField(null=True)
    size_m2 = models.BigIntegerField(null=True)
    depth_cm = models.IntegerField(null=True)
    pits = models.IntegerField(null=True)
    mechanisation = models.IntegerField(null=True)
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

    class Meta:
        indexes = [
            GinIndex(fields=["minerals"], name="site_minerals"),
            models.Index(fields=["name", "code"], name="site_by_name"),
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
    presence = models.TextField()
    interference = models.TextField()
    children = models.TextField()
    workers = models.IntegerField(null=True)
    by_whom = models.TextField()
    source = models.TextField(null=True)

    class Meta:
        indexes = [models.Index(fields=["place", "-visited_on"], name="visit_of_place")]
