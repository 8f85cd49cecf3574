"""Addresses of the exchange form of lots and certificates."""

from django.urls import path

from buyers.exchange.api import IcglrCertificate, IcglrCertificates, IcglrLot, IcglrLots
from buyers.exchange.pages import exchange
from buyers.exchange.views import certificate_file, lot_file

urlpatterns = [
    path("icglr/files/", exchange, name="exchange"),
    path("icglr/lots/<str:code>.json", lot_file, name="icglr_lot_file"),
    path("icglr/certificates/<path:number>.json", certificate_file, name="icglr_certificate_file"),
    path("api/v1/icglr/lots/", IcglrLots.as_view(), name="icglr-lots"),
    path("api/v1/icglr/lots/<str:code>/", IcglrLot.as_view(), name="icglr-lot"),
    path("api/v1/icglr/export-certificates/", IcglrCertificates.as_view(), name="icglr-certificates"),
    path("api/v1/icglr/export-certificates/<path:number>/", IcglrCertificate.as_view(), name="icglr-certificate"),
]
