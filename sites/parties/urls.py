"""Addresses of the register of parties."""

from django.urls import path

from sites.parties.acts_pages import (
    account_of_party,
    certify_party,
    decide_party,
    describe_party,
    forget_this_person,
    join_party,
    people_of_party,
    register_organisation,
    register_person,
)
from sites.parties.list_page import parties
from sites.parties.miners_page import miners
from sites.parties.party_page import party

urlpatterns = [
    path("parties/", parties, name="parties"),
    path("parties/new/", register_organisation, name="register_organisation"),
    path("parties/new-person/", register_person, name="register_person"),
    path("parties/<str:code>/", party, name="party"),
    path("parties/<str:code>/describe/", describe_party, name="describe_party"),
    path("parties/<str:code>/status/", decide_party, name="decide_party"),
    path("parties/<str:code>/membership/", join_party, name="join_party"),
    path("parties/<str:code>/certificate/", certify_party, name="certify_party"),
    path("parties/<str:code>/people/", people_of_party, name="people_of_party"),
    path("parties/<str:code>/account/", account_of_party, name="account_of_party"),
    path("parties/<str:code>/forget/", forget_this_person, name="forget_person"),
    path("miners/", miners, name="miners"),
]
