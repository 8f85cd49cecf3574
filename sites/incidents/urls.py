"""Addresses of incidents, of messages without a name, and of holds."""

from django.urls import path

from sites.incidents.gateway import text_line
from sites.incidents.holds_pages import decide_hold, holds_page
from sites.incidents.pages import incident, incident_deed, incidents, new_incident
from sites.incidents.public_pages import incident_statistics, published, published_json, statistics_json
from sites.incidents.telling import tell, tell_more
from sites.incidents.tips_pages import tip_page, tips_page

urlpatterns = [
    path("tell/", tell, name="tell"),
    path("tell/more/", tell_more, name="tell_more"),
    path("tell/line/", text_line, name="text_line"),
    path("public/incidents/", published, name="published_incidents"),
    path("public/incidents.json", published_json, name="published_incidents_json"),
    path("public/incidents/statistics/", incident_statistics, name="incident_statistics"),
    path("public/incidents/statistics.json", statistics_json, name="incident_statistics_json"),
    path("incidents/", incidents, name="incidents"),
    path("incidents/new/", new_incident, name="new_incident"),
    path("incidents/told/", tips_page, name="tips"),
    path("incidents/told/<uuid:key>/", tip_page, name="tip"),
    path("incidents/<str:code>/", incident, name="incident"),
    path("incidents/<str:code>/<slug:deed>/", incident_deed, name="incident_deed"),
    path("holds/", holds_page, name="holds"),
    path("holds/<str:lot>/<uuid:key>/", decide_hold, name="decide_hold"),
]
