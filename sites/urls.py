"""Addresses of the register of mine sites."""

from django.urls import path

from sites.acts_page import decide_site
from sites.register_page import sites
from sites.site_page import site
from sites.visits_page import visit_site

urlpatterns = [
    path("sites/", sites, name="sites"),
    path("sites/<str:code>/", site, name="site"),
    path("sites/<str:code>/visit/", visit_site, name="visit_site"),
    path("sites/<str:code>/act/", decide_site, name="decide_site"),
]
