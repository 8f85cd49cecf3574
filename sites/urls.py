"""Addresses of the register of mine sites."""

from django.urls import include, path

from sites.acts_page import decide_site
from sites.describing.page import describe_site, set_capacity
from sites.map_page import sites_map, sites_map_data
from sites.merging.pages import merge_site, unmerge_site
from sites.minerals.mineral_pages import mineral, minerals
from sites.minerals.reference_pages import row, rows, tables
from sites.register_page import sites
from sites.registering_page import new_site
from sites.site_page import site
from sites.visits_page import visit_site
from sites.zones.locate_page import locate_site

urlpatterns = [
    path("", include("sites.parties.urls")),
    path("", include("sites.devices.urls")),
    path("", include("sites.operating.urls")),
    path("minerals/", minerals, name="minerals"),
    path("minerals/<slug:code>/", mineral, name="mineral"),
    path("reference/", tables, name="reference_tables"),
    path("reference/<slug:table>/", rows, name="reference_rows"),
    path("reference/<slug:table>/<path:key>/", row, name="reference_row"),
    path("sites/", sites, name="sites"),
    path("sites/map/", sites_map, name="sites_map"),
    path("sites/map.json", sites_map_data, name="sites_map_data"),
    path("sites/new/", new_site, name="new_site"),
    path("sites/<str:code>/", site, name="site"),
    path("sites/<str:code>/visit/", visit_site, name="visit_site"),
    path("sites/<str:code>/describe/", describe_site, name="describe_site"),
    path("sites/<str:code>/capacity/", set_capacity, name="set_capacity"),
    path("sites/<str:code>/locate/", locate_site, name="locate_site"),
    path("sites/<str:code>/act/", decide_site, name="decide_site"),
    path("sites/<str:code>/merge/", merge_site, name="merge_site"),
    path("sites/<str:code>/unmerge/", unmerge_site, name="unmerge_site"),
]
