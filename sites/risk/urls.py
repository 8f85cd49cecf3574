"""Addresses of risk: flags, the risk page of a site, the record of the rules."""

from django.urls import path

from sites.risk.flag_pages import flag, flags, site_risk
from sites.risk.record_page import rule_record

urlpatterns = [
    path("risk/flags/", flags, name="flags"),
    path("risk/flags/<uuid:key>/", flag, name="flag"),
    path("risk/rules/", rule_record, name="rule_record"),
    path("sites/<str:code>/risk/", site_risk, name="site_risk"),
]
