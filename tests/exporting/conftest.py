"""A register with sites of every sort: whole, incomplete, far away, taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from ledger import codes
from ledger.parties import roles
from ledger.parties.tokens import make_token
from sites.positions.following import look_at_once
from tests import make
from tests.make import code, entered, envelope

OWNER = {"address": "Avenue des Mines 4, Walikale", "phone": "+243 812 345 678", "email": "coop@umoja.cd"}


@pytest.fixture
def world(db: None) -> make.World:
    return make.world()


@pytest.fixture
def whole_site(world: make.World) -> str:
    """Register a site of which the register knows all that the ICGLR's form asks for."""
    site = code(codes.PLACE)
    answers = entered(
        world.programme,
        envelope(
            "site.registered.v2",
            place=site,
            name="Bisie Nord",
            country="CD",
            zone="Africa/Lubumbashi",
            minerals=["cassiterite", "coltan"],
            province="Nord-Kivu",
            territory="Walikale",
            numbers=[{"register": "NATIONAL", "number": "CD-NK-0042"}],
            cell="-1.0,27.7",
            latitude_e6=-1_035_512,
            longitude_e6=27_720_049,
            precision_m=12,
        ),
        envelope("party.described.v1", party=world.cooperative, legal_form="cooperative", **OWNER),
        envelope(
            "site.described.v1",
            place=site,
            as_of="2026-10-01",
            by_whom="Division des Mines",
            owner=world.cooperative,
            activity="active",
        ),
    )
    look_at_once(answers)
    world.status("red", place=site, since="2025-02-12")
    world.status("green", place=site, since="2026-03-15")
    return site


@pytest.fixture
def browser(world: make.World):
    """Return a signed-in client for a role."""

    def sign_in(role: str) -> Client:
        party = {roles.DEPOT_CLERK: world.ours.party, roles.BUYER: world.rivals.party}
        client = Client()
        client.force_login(make.user(role, role, party.get(role, world.programme_party)))
        return client

    return sign_in


@pytest.fixture
def rest(world: make.World) -> Client:
    """Return a client with an auditor's token."""
    token = make_token(make.user("rest", roles.AUDITOR, world.programme_party))
    return Client(headers={"authorization": f"Bearer {token}"})
