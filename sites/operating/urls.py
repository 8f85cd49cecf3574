"""Addresses of the pages for operators."""

from django.urls import path

from sites.operating.log_page import operator_log

urlpatterns = [path("operator/log/", operator_log, name="operator_log")]
