"""Addresses of depots."""

from django.urls import path

from buyers.depots.calibration_page import calibrate
from buyers.depots.depot_pages import depot, depots

urlpatterns = [
    path("depots/", depots, name="depots"),
    path("depots/<str:code>/", depot, name="depot"),
    path("depots/<str:code>/calibrate/", calibrate, name="calibrate"),
]
