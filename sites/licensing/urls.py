"""Addresses of licences. They stand before the API's, whose last address says that there is nothing."""

from django.urls import path

from sites.licensing.api import Licences, May
from sites.licensing.may_page import may_page
from sites.licensing.pages import grant_licence, licence, licences, renew_licence, state_agreement, stop_licence

urlpatterns = [
    path("api/v1/may/", May.as_view(), name="api-may"),
    path("api/v1/licences/", Licences.as_view(), name="api-licences"),
    path("may/", may_page, name="may"),
    path("licences/", licences, name="licences"),
    path("licences/new/", grant_licence, name="grant_licence"),
    path("licences/agreement/", state_agreement, name="state_agreement"),
    path("licences/<str:code>/", licence, name="licence"),
    path("licences/<str:code>/renew/", renew_licence, name="renew_licence"),
    path("licences/<str:code>/stop/", stop_licence, name="stop_licence"),
]
