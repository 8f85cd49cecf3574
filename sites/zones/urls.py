"""Addresses of zones."""

from django.urls import path

from sites.zones.page import zone, zones

urlpatterns = [
    path("zones/", zones, name="zones"),
    path("zones/<str:code>/", zone, name="zone"),
]
