"""Addresses of a lot's lineage: the page, and the graph as a file."""

from django.urls import path

from buyers.lineage.page import lineage, lineage_json

urlpatterns = [
    path("lots/<str:code>/lineage/", lineage, name="lineage"),
    path("lots/<str:code>/lineage.json", lineage_json, name="lineage_json"),
]
