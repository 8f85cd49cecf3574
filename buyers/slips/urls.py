"""Addresses of slips."""

from django.urls import path

from buyers.slips.pages import slip

urlpatterns = [path("slips/<int:event>/<str:paper>.pdf", slip, name="slip")]
