"""Addresses from which the register is taken away."""

from django.urls import path

from sites.exporting.api import IcglrMineSite, IcglrMineSites
from sites.exporting.views import icglr_file, public_file, register_file

urlpatterns = [
    path("sites/export.<str:form>", register_file, name="sites_file"),
    path("sites/icglr.json", icglr_file, name="sites_icglr"),
    path("public/sites.<str:form>", public_file, name="public_sites"),
    path("api/v1/icglr/mine-sites/", IcglrMineSites.as_view(), name="icglr-mine-sites"),
    path("api/v1/icglr/mine-sites/<str:icglr_id>/", IcglrMineSite.as_view(), name="icglr-mine-site"),
]
