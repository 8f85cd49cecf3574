"""When a view crashes over an entry, neither answer, log, mail nor report holds a word of it."""

import json
import logging

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.utils.log import AdminEmailHandler
from django.views.debug import technical_500_response

from config.error_reports import BareReport
from ledger.parties.models import User
from tests import make
from tests.disclosure.test_values import lines  # noqa: F401  (pytest finds the fixture here)
from tests.served import Caller

WORDS = ("NAME-CRASHED", "NOTE-CRASHED", "+243 99 111 22 33")


class Boom(Exception):
    """Carries what it was given, as errors do."""


def said(world) -> dict:
    return world.tagging(miner="NAME-CRASHED", note="NOTE-CRASHED")


def boom(entries, *more):
    name = entries[0].facts["miner"]
    raise Boom(f"could not do {name}: {entries[0].facts}")


def taken_twice(entries, *more):
    """Let the database itself repeat the words: Key (username)=(...) already exists."""
    for _ in range(2):
        User.objects.create(username=entries[0].facts["miner"])


def no_number(entries, *more):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::integer", [entries[0].facts["note"]])


@pytest.fixture
def admins(settings):
    """Somebody who gets mail of every error, as HTML with all that Django would tell."""
    settings.ADMINS = [("Operator", "operator@example.org")]
    handler = AdminEmailHandler(include_html=True)
    loggers = [logging.getLogger("django.request"), logging.getLogger("ledger")]
    for logger in loggers:
        logger.addHandler(handler)
    yield
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.parametrize("crash", [boom, taken_twice, no_number])
def test_of_an_entry_over_which_the_api_crashes_nothing_is_told(world, monkeypatch, lines, admins, crash):  # noqa: F811
    user = make.user("tagger", "tagging_agent", world.agency)
    caller = Caller(user)
    caller.client = Client(raise_request_exception=False)
    sent = said(world)
    monkeypatch.setattr("ledger.inbox.receiving.enter", crash)

    answer = caller.enter(sent)

    assert answer.status_code == 500
    everything = answer.content.decode() + lines.getvalue() + str([_text(each) for each in mail.outbox])
    assert answer.json()["code"] == "unexpected"
    assert crash.__name__ in lines.getvalue(), "where it happened is told"
    assert [word for word in WORDS if word in everything] == []


@pytest.mark.parametrize("crash", [boom, taken_twice])
def test_of_a_form_over_which_a_page_crashes_nothing_is_told(world, monkeypatch, lines, admins, crash):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(make.user("keeper", "programme_manager", world.programme_party))
    form = {
        "key": "0e5a2a0e-8c3e-4c1c-8f0e-2f5f2f0d9a11",
        "at": "2026-11-03T10:42:00+02:00",
        "new_code": make.code("Q"),
        "name": "NAME-CRASHED",
        "born_on": "1990-01-01",
        "kind": "miner",
        "country": "CD",
        "phone": "+243 99 111 22 33",
    }

    def crashed(entries, *more):
        entries[0].facts["miner"] = entries[0].facts["name"]
        crash(entries)

    monkeypatch.setattr("ledger.inbox.receiving.enter", crashed)
    answer = client.post("/parties/new/person/", form)
    if answer.status_code == 404:
        from django.urls import reverse

        answer = client.post(reverse("register_person"), form)

    assert answer.status_code == 500
    assert mail.outbox, "the operator is told that it happened"
    everything = answer.content.decode() + lines.getvalue() + str([_text(each) for each in mail.outbox])
    assert "crashed" in str([each.body for each in mail.outbox])
    assert [word for word in WORDS if word in everything] == []


def _text(message) -> str:
    return message.subject + message.body + str(getattr(message, "alternatives", ""))


def crashing(name: str) -> None:
    phone = "+243 99 111 22 33"
    raise ValueError(f"cannot read {name} {phone}")


def test_the_report_tells_what_and_where_and_no_variable(settings):
    request = RequestFactory().post(
        "/parties/", json.dumps({"name": "NAME-CRASHED"}), "application/json", headers={"X-Name": "NAME-CRASHED"}
    )
    request.COOKIES["name"] = "NAME-CRASHED"
    try:
        crashing("NAME-CRASHED")
    except ValueError as error:
        report = BareReport(request, type(error), error, error.__traceback__)
        page = technical_500_response(request, type(error), error, error.__traceback__).content.decode()

    told = report.get_traceback_text() + report.get_traceback_html() + page

    assert "ValueError" in told and "crashing" in told
    assert [word for word in WORDS if word in told] == []


def test_an_error_behind_an_error_is_told_as_quietly():
    try:
        try:
            crashing("NAME-CRASHED")
        except ValueError as first:
            raise Boom("NOTE-CRASHED") from first
    except Boom as error:
        told = BareReport(None, type(error), error, error.__traceback__).get_traceback_text()

    assert "ValueError" in told and "Boom" in told
    assert [word for word in WORDS if word in told] == []


def test_the_servers_own_log_holds_no_failed_statement(db):
    from django.conf import settings as django_settings
    from django.db import connection

    if not django_settings.WIRING.app.django.get("HOST", "").startswith("/"):
        pytest.skip("a server of somebody else writes its own log")
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_messages")
        assert cursor.fetchone() == ("log",)
