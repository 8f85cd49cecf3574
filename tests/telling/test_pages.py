"""The pages of being told: each shows a reader what is theirs, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.telling.delivering import send_webhooks
from ledger.telling.endpoints import make_endpoint
from ledger.telling.following import follow
from ledger.telling.models import Delivery, Endpoint, Follow, Notice, Reader
from tests import make
from tests.make import days_ago, entered, envelope
from tests.telling.receivers import receiver


def signed_in(role, party):
    """Return a browser and its user."""
    user, client = make.user(role, role, party), Client()
    client.force_login(user)
    return client, user


@pytest.fixture
def auditor(world):
    return signed_in(roles.AUDITOR, world.programme_party)


@pytest.fixture
def manager(world):
    return signed_in(roles.DEPOT_MANAGER, world.ours.party)


def read(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_inbox_shows_what_is_unread_and_the_masthead_counts_it(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, world.site)
    world.status("red", since=days_ago(2))
    told_from_now()

    page = read(client.get("/inbox/"))

    assert "The State decided: Red from" in page and "Kashuvi Ouest" in page
    assert "Inbox (1)" in page
    assert f'href="/sites/{world.site}/"' in page
    client.post("/inbox/", {"notice": Notice.objects.get().pk})
    page = read(client.get("/inbox/"))
    assert "Inbox (1)" not in page and "Mark as read" not in page
    assert "The State decided" in page


def test_marking_all_leaves_what_came_meanwhile(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, world.site)
    world.status("red", since=days_ago(3))
    told_from_now()
    newest = Notice.objects.get().pk
    world.status("yellow", since=days_ago(2))
    told_from_now()

    client.post("/inbox/", {"up_to": newest})

    assert Notice.objects.filter(read_at=None).get().news.terms["status"] == "yellow"


def test_nobody_marks_what_another_was_told(world, told_from_now, auditor):
    _, user = auditor
    follow(actor_of(user), user, world.site)
    world.status("red", since=days_ago(3))
    told_from_now()
    other, _ = signed_in(roles.AUDITOR, world.programme_party)

    other.post("/inbox/", {"notice": Notice.objects.get().pk})
    other.post("/inbox/", {"up_to": 10**9})

    assert Notice.objects.get().read_at is None
    assert "Kashuvi" not in read(other.get("/inbox/"))


def test_the_inbox_is_filtered_by_what_it_is_about_and_what_it_weighs(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, "*")
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    world.status("green", since=days_ago(2))
    told_from_now()

    assert "on hold" in read(client.get("/inbox/?about=holds"))
    assert "on hold" not in read(client.get("/inbox/?about=statuses"))
    assert "The State decided" not in read(client.get("/inbox/?least=hold"))
    assert "Nothing of this kind." in read(client.get("/inbox/?about=tags"))
    assert "The State decided" in read(client.get("/inbox/?about=nonsense&least=nonsense&after=x"))


def test_who_lost_sight_of_a_lot_reads_no_more_of_it(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, "*")
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    told_from_now()
    user.roles.update(role=roles.BUYER)

    page = read(client.get("/inbox/"))

    assert lot not in page and "TAG-02" not in page
    assert "You may not see this any longer." in page


def test_the_inbox_asks_as_much_for_many_as_for_few(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, "*")

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            read(client.get("/inbox/"))
        return len(asked)

    def one_more() -> None:
        entered(world.regulator, envelope("lot.held.v1", lot=world.bought(), rule="TAG-02"))
        world.status("red", since=days_ago(2))
        told_from_now()

    one_more()
    few = questions()
    for _ in range(4):
        one_more()

    assert questions() == few


def test_the_inbox_comes_page_by_page(world, told_from_now, auditor):
    client, user = auditor
    follow(actor_of(user), user, world.site)
    world.status("red", since=days_ago(3))
    told_from_now()
    first = Notice.objects.get()
    news = first.news
    for number in range(60):
        news.pk, news.terms = uuid4(), {**news.terms, "number": f"ACT-{number:02}"}
        news.save(force_insert=True)
        Notice.objects.create(user=user, news=news)

    page = client.get("/inbox/")
    following = read(client.get("/inbox/?" + page.context["page"].after))

    assert "ACT-59" in read(page) and "ACT-09" not in read(page)
    assert "ACT-09" in following and "ACT-59" not in following


@pytest.mark.parametrize("where", ["/sites/{site}/", "/lots/{lot}/", "/parties/{party}/"])
def test_a_page_has_a_button_to_follow_it_and_then_one_to_stop(world, auditor, where):
    client, user = auditor
    things = {"site": world.site, "lot": world.bought(), "party": world.ours.party}
    path = where.format(**things)
    code = path.split("/")[2]

    page = read(client.get(path))
    assert ">Follow<" in page and ">Stop following<" not in page
    answer = client.post("/following/", {"what": code, "least": "info", "next": path})
    assert answer["Location"] == path
    assert Follow.objects.get(user=user).topic == code
    assert ">Stop following<" in read(client.get(path))
    assert client.post("/following/stop/", {"what": code, "next": path})["Location"] == path
    assert not Follow.objects.exists()


def test_a_button_leads_back_to_no_other_house(world, auditor):
    client, _ = auditor
    answer = client.post("/following/", {"what": world.site, "least": "info", "next": "//elsewhere.example/"})

    assert answer["Location"] == "/following/"


def test_what_is_followed_is_listed_changed_and_ended(world, auditor):
    client, user = auditor
    client.post("/following/", {"what": world.site, "least": "info"})
    client.post("/following/", {"what": "cd", "least": "stop"})
    client.post("/following/", {"what": "*", "least": "warn"})

    page = read(client.get("/following/"))

    assert "Kashuvi Ouest" in page and "Congo" in page and "Everything that you may see" in page
    client.post("/following/", {"what": world.site, "least": "hold"})
    assert Follow.objects.get(topic=world.site).least == "hold"
    client.post("/following/stop/", {"what": "*"})
    assert set(Follow.objects.values_list("topic", flat=True)) == {world.site, "CD"}


def test_what_cannot_be_followed_is_said_beside_the_field(world, auditor):
    client, _ = auditor
    for typed in ("nonsense", "ZZ", ""):
        answer = client.post("/following/", {"what": typed, "least": "info"})
        assert answer.status_code == 422
    assert b"Enter what you want to follow." in answer.content


def test_own_settings_and_language_are_kept(world, manager, settings):
    client, user = manager
    settings.MAIL_IS_SET = True
    client.post("/following/own/", {"own_by_mail": "daily", "language": "fr"})

    reader = Reader.objects.get(user=user)
    user.refresh_from_db()
    assert (reader.own, reader.own_by_mail, user.language) == (False, "daily", "fr")
    client.post("/following/own/", {"own": "on", "own_by_mail": "hourly", "language": "fr"})
    assert Reader.objects.get(user=user).own is False, "what is not on the list is not kept"


def test_a_new_address_gets_a_link_that_counts_for_its_reader_alone(world, manager, settings, mailoutbox):
    client, user = manager
    settings.MAIL_IS_SET = True
    client.post("/following/address/", {"address": "new@people.example"})
    (letter,) = mailoutbox
    path = "/following/confirm/" + letter.body.split("/following/confirm/")[1].split()[0]
    other, _ = signed_in(roles.BUYER, world.rivals.party)
    assert other.get(path).status_code == 410

    assert "new@people.example" in read(client.get(path))
    user.refresh_from_db()
    assert user.email == "", "looking confirms nothing"
    client.post(path)
    user.refresh_from_db()
    assert user.email == "new@people.example"


@pytest.mark.parametrize("typed", ["nonsense", "", "a@b\nBcc: c@d.example"])
def test_what_is_no_address_is_not_written_to(world, manager, mailoutbox, typed):
    client, _ = manager
    client.post("/following/address/", {"address": typed})

    assert mailoutbox == []


def new_endpoint(client, url, **more):
    said = {"key": str(uuid4()), "url": url, "least": "info", "own": "on", **more}
    return client.post("/endpoints/", said)


def test_an_endpoint_is_added_and_its_secret_shown_once(world, manager):
    client, _ = manager
    answer = new_endpoint(client, "https://hooks.example/lodebook")

    page = read(answer)
    secret = page.split("whsec_")[1].split("<")[0]
    assert len(secret) == 44
    assert "no-store" in answer["Cache-Control"]
    endpoint = Endpoint.objects.get()
    for path in ("/endpoints/", f"/endpoints/{endpoint.pk}/"):
        assert "whsec_" not in read(client.get(path))


def test_the_same_form_twice_is_one_endpoint_and_no_secret(world, manager):
    client, _ = manager
    key = str(uuid4())
    new_endpoint(client, "https://hooks.example/lodebook", key=key)
    again = new_endpoint(client, "https://hooks.example/lodebook", key=key)

    assert (again.status_code, Endpoint.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://hooks.example/", b"must begin with https"),
        ("https://u:p@hooks.example/", b"no address that can be sent"),
    ],
)
def test_a_wrong_address_is_said_beside_the_field(world, manager, url, words):
    client, _ = manager
    answer = new_endpoint(client, url)

    assert answer.status_code == 422 and words in answer.content
    assert not Endpoint.objects.exists()


def test_the_endpoints_of_another_organisation_do_not_exist(world, manager):
    client, user = manager
    new_endpoint(client, "https://hooks.example/ours")
    endpoint = Endpoint.objects.get()
    rival, _ = signed_in(roles.DEPOT_MANAGER, world.rivals.party)

    assert "hooks.example" not in read(rival.get("/endpoints/"))
    assert rival.get(f"/endpoints/{endpoint.pk}/").status_code == 404
    for what in ("remove", "secret", "pause", "again_all"):
        assert rival.post(f"/endpoints/{endpoint.pk}/do/", {"do": what}).status_code == 404
    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.generation) == ("active", 1)


def test_the_delivery_log_tells_every_attempt_and_sends_again(world, told_from_now, manager, settings):
    client, user = manager
    settings.WEBHOOK_LOCALHOST = True
    with receiver() as there:
        endpoint, _ = make_endpoint(uuid4(), actor_of(user), user, there.url, "info", own=True)
        lot = world.bought()
        entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
        told_from_now()
        there.answer = 500
        send_webhooks()
        page = read(client.get(f"/endpoints/{endpoint.pk}/"))
        assert "The receiver did not say that it has it." in page and "500" in page and "next try" in page
        Delivery.objects.update(state="failed")
        Endpoint.objects.update(not_before=datetime.now(UTC))
        there.answer = 204

        client.post(f"/endpoints/{endpoint.pk}/do/", {"do": "again", "delivery": Delivery.objects.get().pk})
        send_webhooks()

    page = read(client.get(f"/endpoints/{endpoint.pk}/?state=sent"))
    assert "Arrived" in page and "204" in page
    assert there.ids[0] == there.ids[1] and there.ids[0] in page
    assert "Nothing was sent yet." in read(client.get(f"/endpoints/{endpoint.pk}/?state=failed"))


def test_the_delivery_log_asks_as_much_for_many_as_for_few(world, manager, settings):
    from ledger.telling.models import Attempt, News

    client, user = manager
    endpoint, _ = make_endpoint(uuid4(), actor_of(user), user, "https://hooks.example/", "info", own=True)
    lots, now = [world.bought() for _ in range(6)], datetime.now(UTC)

    def send(lot):
        said = {"subject": lot, "severity": "hold", "terms": {"rule": "TAG-02"}, "kind": "lot.held.v1"}
        news = News.objects.create(key=uuid4(), happened_at=now, recorded_at=now, **said)
        delivery = Delivery.objects.create(message=uuid4(), news=news, endpoint=endpoint, next_at=now, made_at=now)
        Attempt.objects.create(delivery=delivery, number=1, begun_at=now)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "Nobody saw how it ended." in read(client.get(f"/endpoints/{endpoint.pk}/"))
        return len(asked)

    send(lots[0])
    few = questions()
    for lot in lots[1:]:
        send(lot)

    assert questions() == few


def test_an_endpoint_is_paused_started_followed_with_and_removed(world, manager):
    client, user = manager
    new_endpoint(client, "https://hooks.example/ours")
    endpoint = Endpoint.objects.get()

    def do(deed, **more):
        answer = client.post(f"/endpoints/{endpoint.pk}/do/", {"do": deed, **more})
        assert answer.status_code in {200, 302}
        endpoint.refresh_from_db()

    do("pause")
    assert endpoint.state == "paused"
    assert "Somebody of your organisation paused it." in read(client.get(f"/endpoints/{endpoint.pk}/"))
    do("start")
    assert endpoint.state == "active"
    do("follow", what=world.site)
    do("follow", what="nonsense")
    assert list(Follow.objects.values_list("topic", "endpoint")) == [(world.site, endpoint.pk)]
    do("unfollow", what=world.site)
    assert not Follow.objects.exists()
    do("secret")
    assert endpoint.generation == 2
    do("dance")
    do("remove")
    assert endpoint.state == "removed"
    assert client.get(f"/endpoints/{endpoint.pk}/").status_code == 404
