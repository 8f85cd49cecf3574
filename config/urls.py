"""Every address of Lodebook."""

from django.urls import include, path

urlpatterns = [
    path("", include("ledger.api.urls")),
    path("", include("sites.urls")),
    path("", include("buyers.urls")),
]
