"""Addresses of acts, the calendar and the simulator; those of the API stand before its last address."""

from django.urls import path

from sites.statuses.acts_pages import acts_list, lots_csv, new_act, one_act
from sites.statuses.api import ActLots, Acts
from sites.statuses.due_pages import if_nobody_inspects, sites_due

urlpatterns = [
    path("api/v1/acts/", Acts.as_view(), name="api-acts"),
    path("api/v1/acts/<uuid:key>/lots/", ActLots.as_view(), name="api-act-lots"),
    path("sites/due/", sites_due, name="sites_due"),
    path("sites/due/if-nobody-inspects/", if_nobody_inspects, name="if_nobody_inspects"),
    path("acts/", acts_list, name="acts"),
    path("acts/new/", new_act, name="new_act"),
    path("acts/<path:name>/lots.csv", lots_csv, name="act_lots_csv"),
    path("acts/<path:name>/", one_act, name="one_act"),
]
