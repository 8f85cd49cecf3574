"""Every address of Lodebook."""

from django.urls import include, path

urlpatterns = [
    path("", include("sites.bringing.urls")),  # before the API's, whose last address says that there is nothing
    path("", include("sites.exporting.urls")),
    path("", include("buyers.exchange.urls")),
    path("", include("sites.licensing.urls")),
    path("", include("sites.risk.urls")),
    path("", include("sites.conflict.urls")),
    path("", include("sites.statuses.urls")),
    path("", include("sites.statistics.urls")),
    path("", include("sites.zones.urls")),
    path("", include("sites.incidents.urls")),
    path("", include("ledger.api.urls")),
    path("", include("sites.urls")),
    path("", include("buyers.urls")),
]
