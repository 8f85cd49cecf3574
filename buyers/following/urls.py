"""Addresses of the inbox, of what one follows, and of endpoints."""

from django.urls import path

from buyers.following.endpoint_pages import do, endpoint, endpoints
from buyers.following.follows import address, following, own, stop
from buyers.following.inbox import inbox
from buyers.following.mail_pages import confirm_address, unsubscribe

urlpatterns = [
    path("inbox/", inbox, name="inbox"),
    path("following/", following, name="following"),
    path("following/stop/", stop, name="stop_following"),
    path("following/own/", own, name="following_own"),
    path("following/address/", address, name="following_address"),
    path("following/confirm/<str:token>/", confirm_address, name="confirm_address"),
    path("unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("endpoints/", endpoints, name="endpoints"),
    path("endpoints/<uuid:key>/", endpoint, name="endpoint"),
    path("endpoints/<uuid:key>/do/", do, name="endpoint_do"),
]
