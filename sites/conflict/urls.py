"""Addresses of conflict, areas of high risk and roadblocks."""

from django.urls import path

from sites.conflict.entering_pages import (
    bring_events,
    determine_area,
    draw_conflict_zone,
    end_conflict_zone,
    end_roadblock,
    note_roadblock,
    take_back_area,
    take_back_events,
)
from sites.conflict.pages import areas, conflict, roadblocks, site_conflict

urlpatterns = [
    path("sites/<str:code>/conflict/", site_conflict, name="site_conflict"),
    path("conflict/", conflict, name="conflict"),
    path("conflict/bring/", bring_events, name="bring_conflict_events"),
    path("conflict/files/<str:file>/take-back/", take_back_events, name="take_back_conflict_events"),
    path("conflict/areas/", areas, name="cahras"),
    path("conflict/areas/new/", determine_area, name="determine_area"),
    path("conflict/areas/<uuid:key>/take-back/", take_back_area, name="take_back_area"),
    path("conflict/roadblocks/", roadblocks, name="roadblocks"),
    path("conflict/roadblocks/new/", note_roadblock, name="note_roadblock"),
    path("conflict/roadblocks/<uuid:key>/end/", end_roadblock, name="end_roadblock"),
    path("conflict/zones/new/", draw_conflict_zone, name="draw_conflict_zone"),
    path("conflict/zones/<str:code>/end/", end_conflict_zone, name="end_conflict_zone"),
]
