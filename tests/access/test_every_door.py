"""Every address of the whole project, as everybody: the default is no, and every yes stands in the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ledger.api.permissions import ClosedByDefault, Everybody
from ledger.models import EventKey, InboxEntry
from tests.access.doors import DOORS, everybody
from tests.access.people import EVERYBODY, NOBODY

pytestmark = pytest.mark.django_db


def walk(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of the project with its pattern."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        else:
            yield route, pattern


SIGNED_IN_BY_MIDDLEWARE = {""}
"""The first page: it only leads a signed-in user to where their role begins, and tells one without a role so."""

ADDRESSES = dict(walk(get_resolver()))


def was_let_in(response, hidden: bool) -> bool:
    """Say whether a person got behind the door, whatever they found there."""
    assert response.status_code < 500, response.content
    if response.status_code in {301, 302}:
        return "/login/" not in response["Location"]
    return response.status_code not in ({401, 403, 405} | ({404} if hidden else set()))


def test_every_address_has_a_line_in_the_table_and_every_line_an_address():
    assert ADDRESSES.keys() - DOORS.keys() == set(), "say in tests/access/doors.py who may enter here"
    assert DOORS.keys() - ADDRESSES.keys() == set(), "this address is gone"


@pytest.mark.parametrize("route", sorted(ADDRESSES))
def test_a_door_says_in_its_code_who_may_enter(route):
    view = ADDRESSES[route].callback
    api = getattr(view, "cls", None)

    if route not in DOORS:
        pytest.fail("this address has no line in the table")
    if DOORS[route].get is everybody or DOORS[route].post is everybody:
        assert len(view.public_because) > 10
    else:
        assert not hasattr(view, "public_because")
        doors = api.permission_classes if api else [view]
        assert route in SIGNED_IN_BY_MIDDLEWARE or all(hasattr(each, "let_in_by") for each in doors)
    if api is not None:
        assert api.permission_classes
        assert ClosedByDefault not in api.permission_classes
        assert (Everybody in api.permission_classes) == hasattr(view, "public_because")


@pytest.mark.parametrize("person", EVERYBODY, ids=str)
def test_a_person_is_let_in_exactly_where_the_table_says_so(house, person):
    knocker, wrong = house.people[person], []
    before = (EventKey.objects.count(), InboxEntry.objects.count())

    for route in DOORS.keys() & ADDRESSES.keys():
        door = DOORS[route]
        path = door.path.format(**house.things)
        for method, may in (("get", door.get), ("post", door.post)):
            if may is None and method == "post":
                continue
            expected = bool(may and may(person))
            response = knocker.knock(method, path)
            if was_let_in(response, door.hidden) != expected:
                wrong.append((method, path, response.status_code, "let in" if expected else "kept out"))

    assert wrong == []
    assert (EventKey.objects.count(), InboxEntry.objects.count()) == before


def test_nobody_is_sent_to_sign_in_or_told_how(house):
    api = house.people[NOBODY].knock("get", "/api/v1/lots/")
    page = house.people[NOBODY].knock("get", "/lots/")

    assert (api.status_code, api["WWW-Authenticate"]) == (401, "Bearer")
    assert (page.status_code, page["Location"].split("?")[0]) == (302, "/login/")


def test_a_session_alone_does_not_open_the_api(house):
    from django.test import Client

    client = Client()
    client.force_login(next(knocker.api.user for knocker in house.people.values() if knocker.api.user))

    assert client.get("/api/v1/lots/").status_code == 401
    assert client.post("/api/v1/entries/", data=b"{}", content_type="application/json").status_code == 401
