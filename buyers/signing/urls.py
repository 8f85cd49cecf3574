"""Addresses of proposals to sign."""

from django.urls import path

from buyers.signing.pages import drop, proposal, sign, to_be_signed

urlpatterns = [
    path("to-sign/", to_be_signed, name="to_sign"),
    path("to-sign/<uuid:key>/", proposal, name="proposal"),
    path("to-sign/<uuid:key>/sign/", sign, name="sign_proposal"),
    path("to-sign/<uuid:key>/drop/", drop, name="drop_proposal"),
]
