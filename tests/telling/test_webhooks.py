"""Endpoints are told at least once, under one id, signed; what fails comes again, and at last somebody is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.telling import delivering, signing
from ledger.telling.delivering import attempt, begin_attempts, claim, send_webhooks
from ledger.telling.endpoints import (
    make_endpoint,
    new_secret,
    remove,
    rest,
    send_again,
    send_failed_again,
    start,
    try_out,
)
from ledger.telling.models import Attempt, Delivery, Endpoint, Notice
from tests import make
from tests.make import days_ago, entered, envelope
from tests.telling.receivers import receiver

HOUR = timedelta(hours=1)


@pytest.fixture
def there(settings):
    settings.WEBHOOK_LOCALHOST = True
    with receiver() as listening:
        yield listening


@pytest.fixture
def manager(world):
    return make.user("manager", roles.DEPOT_MANAGER, world.ours.party)


@pytest.fixture
def endpoint(there, manager):
    made, _ = make_endpoint(uuid4(), actor_of(manager), manager, there.url, "info", own=True)
    return made


@pytest.fixture
def held(world, told_from_now):
    """Hold a lot of ours and tell; return its code."""

    def hold() -> str:
        lot = world.bought()
        entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
        told_from_now()
        return lot

    return hold


def later(hours: float = 30):
    return time_machine.travel(datetime.now(UTC) + timedelta(hours=hours))


def verified(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Verify as a receiver does that knows the specification and not us."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [each.split(",", 1) for each in headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(sign, expected) for version, sign in given)


def test_the_signature_is_that_of_the_specification():
    # https://github.com/standard-webhooks/standard-webhooks, the vector of its reference libraries
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    made = signing.signature([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_an_endpoint_is_told_of_its_own_signed_and_in_few_words(endpoint, there, held):
    lot = held()

    assert send_webhooks() == 1

    ((headers, body),) = there.came
    said = json.loads(body)
    assert said["type"] == "lot.held"
    assert said["data"]["subject"] == lot
    assert said["data"]["link"].endswith(f"/lots/{lot}/")
    assert set(said["data"]) == {"id", "kind", "subject", "severity", "occurred_at", "known_at", "position", "link"}
    assert verified(signing.shown_secret(endpoint.pk, 1), headers, body)
    assert not verified(signing.shown_secret(uuid4(), 1), headers, body)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("sent", 1)
    assert Attempt.objects.values_list("number", "status", "error").get() == (1, 204, "")


def test_a_secret_is_not_in_the_database(endpoint, held):
    held()
    secret = signing.shown_secret(endpoint.pk, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM ledger_endpoint e")
        assert secret not in cursor.fetchone()[0] and secret.removeprefix("whsec_") not in str(cursor.fetchall())


def test_what_fails_comes_again_with_the_same_id_and_body(endpoint, there, held):
    held()
    there.answer = 500
    send_webhooks()
    assert send_webhooks() == 0, "it rests first"

    with later(1):
        there.answer = 204
        send_webhooks()

    assert len(set(there.ids)) == 1 and len(there.ids) == 2
    assert there.came[0][1] == there.came[1][1]
    tried = list(Attempt.objects.order_by("number").values_list("number", "status", "error"))
    assert tried == [(1, 500, "answered_otherwise"), (2, 204, "")]
    endpoint.refresh_from_db()
    assert endpoint.failures == 0


def test_an_endpoint_that_fails_rests_as_a_whole(endpoint, there, held):
    held()
    held()
    there.answer = 500

    assert send_webhooks() == 1
    endpoint.refresh_from_db()
    assert endpoint.not_before > datetime.now(UTC)
    assert Delivery.objects.filter(state="waiting", attempts=0).count() == 1


def failing_until_paused(endpoint) -> int:
    tries = 0
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        while tries < 50:
            clock.shift(timedelta(days=2))
            if not send_webhooks():
                break
            tries += 1
    return tries


def test_after_so_many_failures_it_is_paused_and_its_people_are_told(world, endpoint, there, held, manager):
    programme = make.user("programme", roles.PROGRAMME_MANAGER, world.programme_party)
    rival = make.user("rival", roles.DEPOT_MANAGER, world.rivals.party)
    clerk = make.user("clerk", roles.DEPOT_CLERK, world.ours.party)
    held()
    held()
    there.answer = 500

    assert failing_until_paused(endpoint) == 8

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.paused_because) == ("paused", "answered_otherwise")
    told = Notice.objects.filter(news__kind="endpoint.paused.v1").values_list("user", flat=True)
    assert set(told) == {manager.pk, programme.pk}
    assert rival.pk not in told and clerk.pk not in told


def test_a_receiver_that_is_gone_is_paused_at_once(endpoint, there, held):
    held()
    there.answer = 410

    send_webhooks()

    endpoint.refresh_from_db()
    assert (endpoint.state, endpoint.paused_because) == ("paused", "gone")


def test_what_waited_goes_out_when_it_is_started_again(endpoint, there, held, manager):
    held()
    rest(endpoint)
    assert send_webhooks() == 0

    start(endpoint, manager)

    assert send_webhooks() == 1
    assert Delivery.objects.get().state == "sent"


def test_what_was_given_up_is_sent_again_by_hand_one_or_all(endpoint, there, held, manager):
    for _ in range(3):
        held()
    Delivery.objects.update(state="failed", tries=10, attempts=10)

    assert send_again(endpoint, Delivery.objects.order_by("id").first().pk)
    send_webhooks()
    assert Delivery.objects.filter(state="sent").count() == 1

    assert send_failed_again(endpoint) == 2
    send_webhooks()
    assert Delivery.objects.filter(state="sent").count() == 3
    assert not send_again(Endpoint(pk=uuid4()), Delivery.objects.first().pk)


def test_a_message_is_given_up_after_its_last_try(endpoint, there, held):
    held()
    Delivery.objects.update(tries=9, attempts=9)
    there.answer = 503

    send_webhooks()

    assert Delivery.objects.get().state == "failed"


def test_a_message_that_arrived_may_be_sent_again_and_has_the_same_id(endpoint, there, held):
    held()
    send_webhooks()
    send_again(endpoint, Delivery.objects.get().pk)
    send_webhooks()

    assert len(there.ids) == 2 and len(set(there.ids)) == 1
    assert list(Attempt.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_worker_that_dies_between_sending_and_writing_sends_the_same_again(endpoint, there, held, monkeypatch):
    held()

    def dies(*said):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "settle", dies)
        with pytest.raises(SystemExit):
            send_webhooks()
    assert send_webhooks() == 0, "its lease is not over"

    with later(0.1):
        send_webhooks()

    assert len(there.ids) == 2 and len(set(there.ids)) == 1
    assert list(Attempt.objects.order_by("number").values_list("number", "status")) == [(1, None), (2, 204)]


def test_whoever_answers_for_it_no_longer_sees_it_and_nothing_is_sent(endpoint, there, held, manager):
    held()
    manager.roles.all().delete()

    assert send_webhooks() == 0

    assert there.came == []
    assert Delivery.objects.get().state == "withheld"


def test_a_new_secret_signs_beside_the_old_one_for_a_time(endpoint, there, held):
    old = signing.shown_secret(endpoint.pk, 1)
    new = new_secret(endpoint)
    held()
    send_webhooks()
    with later(25):
        held()
        send_webhooks()

    (first, first_body), (second, second_body) = there.came
    assert verified(old, first, first_body) and verified(new, first, first_body)
    assert not verified(old, second, second_body) and verified(new, second, second_body)


def test_a_test_goes_out_and_stands_in_the_log(endpoint, there, manager):
    try_out(endpoint, actor_of(manager))
    send_webhooks()

    assert json.loads(there.came[0][1])["type"] == "endpoint.tried"
    assert Delivery.objects.get().state == "sent"


def test_nothing_goes_to_an_endpoint_that_was_removed(endpoint, there, held):
    held()
    remove(endpoint)
    held()

    assert send_webhooks() == 0
    assert Delivery.objects.count() == 1


def test_an_endpoint_is_not_told_what_weighs_too_little_or_is_not_theirs(world, there, manager, told_from_now):
    make_endpoint(uuid4(), actor_of(manager), manager, there.url, "stop", own=True)
    theirs, ours = world.bought(by=world.rivals), world.bought()
    for lot in (theirs, ours):
        entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))
    world.status("red", since=days_ago(1))

    told_from_now()

    assert not Delivery.objects.exists()


def test_the_same_key_makes_one_endpoint(there, manager):
    key = uuid4()
    made = [make_endpoint(key, actor_of(manager), manager, there.url, "info", own=True) for _ in range(2)]

    assert [fresh for _, fresh in made] == [True, False]
    assert Endpoint.objects.count() == 1


def test_a_delivery_is_claimed_once(endpoint, held):
    held()

    assert claim(datetime.now(UTC)) is not None
    assert claim(datetime.now(UTC)) is None


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_queue_attempt_each_delivery_once(there):
    from tests.telling.queues import some_deliveries

    some_deliveries(there.url, 24)
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        send_webhooks()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(there.ids) == len(set(there.ids)) == 24
    assert Attempt.objects.count() == 24
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_holds_one_does_not_keep_others_from_the_rest(there):
    from tests.telling.queues import some_deliveries

    some_deliveries(there.url, 2)
    mine = claim(datetime.now(UTC))
    begin_attempts([mine])

    other = claim(datetime.now(UTC))

    assert other is not None and other.pk != mine.pk
    assert attempt(other) == 1


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_takes_a_delivery_up_another_takes_the_next(there, monkeypatch):
    from tests.telling.queues import some_deliveries

    some_deliveries(there.url, 2)
    holding, let_go, taken = threading.Event(), threading.Event(), []
    save = Delivery.save

    def slowly(delivery: Delivery, **more: object) -> None:
        if threading.current_thread().name == "first":
            holding.set()
            let_go.wait(10)
        save(delivery, **more)

    def work() -> None:
        taken.append(claim(datetime.now(UTC)).pk)
        connection.close()

    monkeypatch.setattr(Delivery, "save", slowly)
    first, second = threading.Thread(target=work, name="first"), threading.Thread(target=work, name="second")
    first.start()
    assert holding.wait(10)
    second.start()
    second.join(5)
    assert not second.is_alive(), "it waits for the first instead of passing it by"
    let_go.set()
    first.join()

    assert len(set(taken)) == 2
