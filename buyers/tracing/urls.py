"""Addresses of findings that are followed through the ore."""

from django.urls import path

from buyers.tracing.pages import finding, finding_csv, finding_letter, findings

urlpatterns = [
    path("findings/", findings, name="findings"),
    path("findings/<uuid:key>/", finding, name="finding"),
    path("findings/<uuid:key>/lots.csv", finding_csv, name="finding_csv"),
    path("findings/<uuid:key>/letters/<str:party>.<str:form>", finding_letter, name="finding_letter"),
]
