"""Addresses of consignments, certificates and exports."""

from django.urls import path

from buyers.exports.consignment_list import consignments
from buyers.exports.consignment_pages import consignment, consignment_paper, receive_bags, refuse, take_back
from buyers.exports.export_pages import (
    certificate,
    certificate_paper,
    certificates,
    export_lot,
    import_lot,
    issue_certificate,
    note_certificate,
)

urlpatterns = [
    path("consignments/", consignments, name="consignments"),
    path("consignments/<str:code>/", consignment, name="consignment"),
    path("consignments/<str:code>/papers/<str:sha256>/", consignment_paper, name="consignment_paper"),
    path("consignments/<str:code>/receive/", receive_bags, name="receive_bags"),
    path("consignments/<str:code>/refuse/", refuse, name="refuse_consignment"),
    path("consignments/<str:code>/return/", take_back, name="take_back_consignment"),
    path("certificates/", certificates, name="certificates"),
    path("certificates/foreign/", note_certificate, name="note_certificate"),
    path("certificates/import/", import_lot, name="import_lot"),
    path("certificates/<path:number>/paper/", certificate_paper, name="certificate_paper"),
    path("certificates/<path:number>/", certificate, name="certificate"),
    path("lots/<str:code>/certificate/", issue_certificate, name="issue_certificate"),
    path("lots/<str:code>/export/", export_lot, name="export_lot"),
]
