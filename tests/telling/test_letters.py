"""Mail: one letter for what is due together, in the reader's language, ended by one press; never half of it twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.mail.message import EmailMessage

from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.telling import letters
from ledger.telling.confirming import TooSoon, address_in, ask_to_confirm, confirm
from ledger.telling.following import follow
from ledger.telling.letters import claim_letter, send_letters
from ledger.telling.models import Attempt, Delivery, Follow, Notice, Reader
from ledger.telling.mornings import next_morning
from ledger.telling.unsubscribing import end_mail, reader_of
from tests import make
from tests.make import days_ago, entered, envelope
from tests.telling.receivers import mailbox


@pytest.fixture
def box(settings):
    with mailbox() as listening:
        settings.MAIL_IS_SET = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listening.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "book@lodebook.example"
        settings.TAG_URL_PREFIX = "https://book.example"
        yield listening


def reader(role, party, by_mail="at_once", topic="*", language=""):
    """Make a user with an address who follows a topic by mail."""
    made = make.user(role, role, party)
    made.email, made.language = f"{made.username}@people.example", language
    made.save()
    follow(actor_of(made), made, topic, by_mail=by_mail)
    return made


def text_of(letter) -> str:
    return letter.get_body().get_content()


def test_what_is_due_together_comes_in_one_letter(world, told_from_now, box):
    who = reader(roles.AUDITOR, world.programme_party)
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    world.status("red", since=days_ago(2))
    told_from_now()

    assert send_letters() == 1
    assert send_letters() == 0

    (letter,) = box.letters
    assert letter["To"] == who.email
    assert letter["From"] == "book@lodebook.example"
    assert letter["Subject"] == "Lodebook: 2 new notices"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"
    text = text_of(letter)
    assert f"https://book.example/lots/{lot}/" in text
    assert "The State decided: Red" in text
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_one_notice_is_named_in_the_subject(world, told_from_now, box):
    reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()
    send_letters()

    assert box.letters[0]["Subject"] == "Lodebook: Kashuvi Ouest"


def test_a_letter_ends_all_mail_by_one_press(world, told_from_now, box, client):
    who = reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()
    send_letters()

    (letter,) = box.letters
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>")
    assert link.startswith("https://book.example/unsubscribe/")
    assert link in text_of(letter)
    path = link.removeprefix("https://book.example")
    assert client.get(path).status_code == 200
    assert Follow.objects.get(user=who).by_mail == "at_once", "looking at it ends nothing: mail programs look, too"

    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert Follow.objects.get(user=who).by_mail == "no"
    world.status("yellow", since=days_ago(1))
    told_from_now()
    assert send_letters() == 0
    assert Notice.objects.filter(user=who).count() == 2


def test_a_link_that_was_never_given_out_ends_nothing(db, client):
    assert reader_of("invented") is None
    assert client.post("/unsubscribe/invented/").status_code == 404


def test_the_letter_is_in_the_readers_language(world, told_from_now, box):
    from django.utils.translation import gettext, override

    reader(roles.AUDITOR, world.programme_party, language="fr")
    world.status("red", since=days_ago(2))
    told_from_now()
    send_letters()

    with override("fr"):
        word = gettext("Red")
    assert word != "Red"
    assert word in text_of(box.letters[0])


def test_a_digest_waits_for_the_morning_at_the_depot(world, told_from_now, box):
    reader(roles.DEPOT_MANAGER, world.ours.party, by_mail="daily", topic=world.site)
    world.status("red", since=days_ago(2))
    world.status("yellow", since=days_ago(1))
    told_from_now()
    assert send_letters() == 0

    due = Delivery.objects.order_by("next_at").first().next_at.astimezone(ZoneInfo("Africa/Lubumbashi"))
    assert (due.hour, due.minute) == (7, 0)
    with time_machine.travel(due + timedelta(minutes=1)):
        assert send_letters() == 1
    assert box.letters[0]["Subject"] == "Lodebook: 2 new notices"


def test_mornings_follow_the_calendar_when_clocks_change():
    # Berlin: on 29 March 2026 the night was an hour shorter
    before = datetime(2026, 3, 28, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))

    found = next_morning(before.astimezone(UTC), "Europe/Berlin", 7)

    assert found == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)
    assert next_morning(found, "Europe/Berlin", 7) == datetime(2026, 3, 30, 5, 0, tzinfo=UTC)


def test_an_address_that_the_server_refuses_is_not_tried_again(world, told_from_now, box):
    reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()
    box.refuses = "550 no such user"

    assert send_letters() == 0

    assert Delivery.objects.get().state == "failed"
    assert Attempt.objects.get().error == "address_refused"


def test_a_server_that_is_not_there_is_tried_again_later_with_the_same_letter(world, told_from_now, box, settings):
    reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()
    settings.EMAIL_PORT = 1
    send_letters()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert delivery.next_at > datetime.now(UTC)

    settings.EMAIL_PORT = box.port
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1)):
        send_letters()

    assert box.letters[0]["Message-ID"] == f"<{delivery.letter}@lodebook.example>"
    assert list(Attempt.objects.order_by("number").values_list("error", flat=True)) == ["server_failed", ""]


def test_a_worker_that_dies_after_sending_sends_the_same_letter_again(world, told_from_now, box, monkeypatch):
    reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()

    def sends_and_dies(message: EmailMessage) -> None:
        message.connection = None
        EmailMessage.get_connection(message).send_messages([message])
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", sends_and_dies)
        with pytest.raises(SystemExit):
            send_letters()
    world.status("yellow", since=days_ago(1))
    told_from_now()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5)):
        assert send_letters() == 2

    first, again, new = (
        box.letters
        if box.letters[1]["Message-ID"] == box.letters[0]["Message-ID"]
        else (
            box.letters[0],
            box.letters[2],
            box.letters[1],
        )
    )
    assert first["Message-ID"] == again["Message-ID"] != new["Message-ID"]
    assert text_of(first) == text_of(again)
    assert "Yellow" in text_of(new) and "Yellow" not in text_of(again)


def test_a_letter_is_claimed_once(world, told_from_now, box):
    reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()

    assert len(claim_letter(datetime.now(UTC))) == 1
    assert claim_letter(datetime.now(UTC)) == []


def test_what_the_reader_may_not_see_any_longer_is_left_out(world, told_from_now, box):
    who = reader(roles.AUDITOR, world.programme_party)
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    world.status("red", since=days_ago(2))
    told_from_now()
    who.roles.update(role=roles.BUYER)

    send_letters()

    (letter,) = box.letters
    assert lot not in text_of(letter) and "Red" in text_of(letter)
    states = dict(Delivery.objects.values_list("news__subject", "state"))
    assert states == {lot: "withheld", world.site: "sent"}


def test_a_long_letter_ends_and_says_how_much_more_there_is(world, told_from_now, box, monkeypatch):
    monkeypatch.setattr(letters, "MOST_LINES", 2)
    reader(roles.AUDITOR, world.programme_party)
    for day in (4, 3, 2):
        world.status("red", since=days_ago(day))
    told_from_now()
    send_letters()

    assert "1 more stand in your inbox: https://book.example/inbox/" in text_of(box.letters[0])


def test_without_a_mail_server_nothing_is_put_aside(world, told_from_now, settings):
    settings.MAIL_IS_SET = False
    who = reader(roles.AUDITOR, world.programme_party)
    world.status("red", since=days_ago(2))
    told_from_now()

    assert not Delivery.objects.exists()
    assert Notice.objects.filter(user=who).count() == 1


def test_own_lots_come_by_mail_to_whoever_asked_for_it(world, told_from_now, box):
    clerk = make.user("clerk", roles.DEPOT_CLERK, world.ours.party)
    clerk.email = "clerk@people.example"
    clerk.save()
    Reader.objects.create(user=clerk, own_by_mail="at_once")
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    told_from_now()

    assert send_letters() == 1
    assert lot in text_of(box.letters[0])


def test_an_address_counts_once_its_owner_has_confirmed_it(world, box):
    who, other = (make.user(name, roles.BUYER, world.ours.party) for name in ("one", "two"))
    ask_to_confirm(who, "new@people.example")
    with pytest.raises(TooSoon):
        ask_to_confirm(who, "new@people.example")

    (letter,) = box.letters
    assert letter["To"] == "new@people.example"
    token = text_of(letter).split("/following/confirm/")[1].split("/")[0]
    assert address_in(other, token) is None
    assert address_in(who, token + "x") is None
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3)):
        assert address_in(who, token) is None
    confirm(who, address_in(who, token))

    who.refresh_from_db()
    assert who.email == "new@people.example"


def test_ending_mail_ends_what_waits(world, told_from_now, box):
    who = reader(roles.AUDITOR, world.programme_party, by_mail="daily")
    world.status("red", since=days_ago(2))
    told_from_now()

    end_mail(who)

    assert Delivery.objects.get().state == "withheld"
    assert Reader.objects.get(user=who).own_by_mail == "no"
