"""Addresses of statements."""

from django.urls import path

from buyers.balances.page import balances, balances_file

urlpatterns = [
    path("balances/", balances, name="balances"),
    path("balances.csv", balances_file, name="balances_file"),
]
