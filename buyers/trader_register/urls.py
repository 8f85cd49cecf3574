"""Addresses of a trader's register."""

from django.urls import path

from buyers.trader_register.pages import trader_file, trader_month

urlpatterns = [
    path("traders/<str:code>/", trader_month, name="trader_month"),
    path("traders/<str:code>/register.<str:form>", trader_file, name="trader_file"),
]
