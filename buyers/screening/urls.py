"""Addresses of screening."""

from django.urls import path

from buyers.screening.hit_list import screening
from buyers.screening.hit_page import hit
from buyers.screening.lists_pages import watch_list, watch_lists
from buyers.screening.party_pages import related_parties, screening_of

urlpatterns = [
    path("screening/", screening, name="screening"),
    path("screening/hits/<uuid:key>/", hit, name="screening_hit"),
    path("screening/lists/", watch_lists, name="watch_lists"),
    path("screening/lists/<str:edition>/", watch_list, name="watch_list"),
    path("screening/related/", related_parties, name="related_parties"),
    path("screening/parties/<str:code>/", screening_of, name="screening_of"),
]
