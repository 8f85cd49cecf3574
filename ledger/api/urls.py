"""Addresses of the API and of the public log."""

urlpatterns: list = []
