"""Addresses of the statistics. They stand before the API's, whose last address says that there is nothing."""

from django.urls import path

from sites.statistics.api import VisitStatistics
from sites.statistics.page import rows, rows_file, statistics

urlpatterns = [
    path("api/v1/visit-statistics/", VisitStatistics.as_view(), name="visit-statistics"),
    path("statistics/", statistics, name="visit_statistics"),
    path("statistics/visits/", rows, name="visit_statistics_rows"),
    path("statistics/visits.csv", rows_file, name="visit_statistics_file"),
]
