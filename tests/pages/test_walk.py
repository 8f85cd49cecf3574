"""Every page opens for whom it is meant, in both languages, and tells nobody else."""

from __future__ import annotations

import pytest

from ledger.parties import roles
from ledger.parties.models import Role
from tests import make

PAGES = {
    "/lots/": roles.ROLES,
    "/sites/": roles.ROLES,
    "/desk/": (roles.TAGGING_AGENT, roles.DEPOT_CLERK, roles.DEPOT_MANAGER),
    "/desk/tag/": (roles.TAGGING_AGENT,),
    "/desk/weigh/": (roles.TAGGING_AGENT, roles.DEPOT_CLERK, roles.DEPOT_MANAGER),
    "/desk/buy/": (roles.DEPOT_CLERK, roles.DEPOT_MANAGER),
    "/desk/dispatch/": (roles.DEPOT_CLERK, roles.DEPOT_MANAGER),
    "/desk/receive/": (roles.DEPOT_CLERK, roles.DEPOT_MANAGER, roles.BUYER),
    "/desk/blend/": (roles.DEPOT_MANAGER,),
    "/tags/issue/": (roles.PROGRAMME_MANAGER,),
    "/audit/": (roles.AUDITOR, roles.REGULATOR, roles.PROGRAMME_MANAGER),
}
STARTS = {
    roles.TAGGING_AGENT: "/desk/",
    roles.DEPOT_CLERK: "/desk/",
    roles.DEPOT_MANAGER: "/desk/",
    roles.BUYER: "/lots/",
    roles.AUDITOR: "/audit/",
    roles.PROGRAMME_MANAGER: "/sites/",
    roles.REGULATOR: "/sites/",
    roles.MIRROR: "/sites/",
}


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_role_opens_its_pages_and_no_other(as_role, role):
    client = as_role(role)

    answers = {path: client.get(path).status_code for path in PAGES}

    assert answers == {path: 200 if role in let_in else 403 for path, let_in in PAGES.items()}


@pytest.mark.parametrize("role", roles.ROLES)
def test_home_leads_to_where_a_role_s_minute_starts(as_role, role):
    assert as_role(role).get("/").headers["Location"] == STARTS[role]


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_a_stranger_is_asked_to_sign_in(client, db, path):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


def test_a_page_says_which_language_it_is_in_and_leads_back(as_role):
    client = as_role(roles.DEPOT_CLERK)

    back = client.get("/language/fr/?next=/desk/")

    assert back.headers["Location"] == "/desk/"
    assert '<html lang="fr">' in client.get("/desk/").content.decode()


def test_the_language_never_leads_to_another_house(client, db):
    assert client.get("/language/fr/?next=https://elsewhere.example/").headers["Location"] == "/"


def test_a_user_without_a_role_is_told_whom_to_ask(client, world):
    client.force_login(make.user("nobody", roles.BUYER, world.ours.party))
    Role.objects.all().delete()

    answer = client.get("/")

    assert answer.status_code == 403
    assert "Ask the programme manager" in answer.content.decode()


def test_what_is_not_there_is_said_in_the_house_s_own_style(as_role):
    answer = as_role(roles.AUDITOR).get("/lots/P0000000C/")

    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.content.decode()
