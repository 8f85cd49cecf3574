"""Deliver to endpoints: claim one, send it, write down what came of it. At least once, under the same id each time.

A delivery is claimed under a lock that others skip, and its next try is put behind the lease before anything is sent:
no two workers send it at the same time, and what a worker lost comes again when the lease is over.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from ledger.deeds.entries import Actor
from ledger.parties.access import actor_of
from ledger.telling import signing
from ledger.telling.alarming import pause
from ledger.telling.backing_off import Patience, patience
from ledger.telling.models import ACTIVE, FAILED, SENT, WAITING, WITHHELD, Attempt, Delivery, Endpoint
from ledger.telling.reaching import GONE, Answer, post
from ledger.telling.seeing import Sight
from ledger.telling.wording import Names, path_of

LEASE = timedelta(seconds=90)
"""Longer than the longest attempt, name and handshake included."""
SECONDS = 5.0
"""How long one run goes on taking up further deliveries: other tasks wait for the worker too."""


def send_webhooks(seconds: float = SECONDS) -> int:
    """Send what is due, the longest due first; return how many attempts were made."""
    begun, made = monotonic(), 0
    while monotonic() - begun < seconds:
        delivery = claim(datetime.now(UTC))
        if delivery is None:
            break
        made += attempt(delivery)
    return made


def claim(now: datetime) -> Delivery | None:
    """Take up the delivery that has been due longest, unless its endpoint rests; nobody else takes it meanwhile."""
    with transaction.atomic():
        due = Delivery.objects.filter(state=WAITING, next_at__lte=now, endpoint__state=ACTIVE)
        due = due.filter(endpoint__not_before__lte=now).order_by("next_at", "id")
        found = due.select_for_update(of=("self",), skip_locked=True).select_related("endpoint__keeper", "news").first()
        if found is not None:
            found.next_at = now + LEASE
            found.save(update_fields=["next_at"])
    return found


def attempt(delivery: Delivery) -> int:
    """Send a claimed delivery, if whoever answers for the endpoint may still see it; return whether it was tried."""
    if not Sight([delivery.news], [_actor(delivery.endpoint)]).sees(_actor(delivery.endpoint), delivery.news):
        Delivery.objects.filter(pk=delivery.pk).update(state=WITHHELD, done_at=datetime.now(UTC))
        return 0
    (tried,) = begin_attempts([delivery])
    endpoint = delivery.endpoint
    now = datetime.now(UTC)
    body = body_of(delivery)
    signed = signing.headers(secrets_of(endpoint, now), message_of(delivery), int(now.timestamp()), body)
    sent = {"Content-Type": "application/json", "User-Agent": "Lodebook", **signed}
    answer = post(endpoint.url, body, sent, localhost=settings.WEBHOOK_LOCALHOST)
    settle(delivery, tried, answer, datetime.now(UTC))
    return 1


def begin_attempts(deliveries: Sequence[Delivery]) -> list[Attempt]:
    """Write down that an attempt begins, before anything is sent: its end may be seen by nobody."""
    now = datetime.now(UTC)
    for each in deliveries:
        each.attempts, each.tries = each.attempts + 1, each.tries + 1
    begun = [Attempt(delivery=each, number=each.attempts, begun_at=now) for each in deliveries]
    with transaction.atomic():
        counted = {"attempts": F("attempts") + 1, "tries": F("tries") + 1}
        Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(**counted)
        return list(Attempt.objects.bulk_create(begun))


def settle(delivery: Delivery, tried: Attempt, answer: Answer, now: datetime) -> None:
    """Write down what came of an attempt: for the message, and for the endpoint."""
    limits = patience(now.date())
    tried.status, tried.ms, tried.error = answer.status, answer.ms, answer.error
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
        tried.save()
        if answer.arrived:
            _arrived(delivery, endpoint, now)
        else:
            _failed(delivery, endpoint, answer, limits, now)


def _arrived(delivery: Delivery, endpoint: Endpoint, now: datetime) -> None:
    delivery.state, delivery.done_at = SENT, now
    delivery.save(update_fields=["state", "done_at"])
    endpoint.failures, endpoint.not_before = 0, now
    endpoint.save(update_fields=["failures", "not_before"])


def _failed(delivery: Delivery, endpoint: Endpoint, answer: Answer, limits: Patience, now: datetime) -> None:
    chance = random.random()  # noqa: S311 (it spreads load, it guards nothing)
    if delivery.tries >= limits.most_tries:
        delivery.state, delivery.done_at = FAILED, now
    else:
        delivery.next_at = now + limits.wait(delivery.tries, chance, answer.wait_s)
    delivery.save(update_fields=["state", "done_at", "next_at"])
    endpoint.failures += 1
    endpoint.not_before = now + limits.wait(endpoint.failures, chance, answer.wait_s)
    endpoint.save(update_fields=["failures", "not_before"])
    if endpoint.state == ACTIVE and (answer.status == GONE or endpoint.failures >= limits.alarm):
        pause(endpoint, answer.error, now)


def secrets_of(endpoint: Endpoint, now: datetime) -> list[bytes]:
    """Return the secrets that sign now: the newest, and for a time the one before it."""
    generations = [endpoint.generation]
    if endpoint.old_until is not None and now < endpoint.old_until and endpoint.generation > 1:
        generations.append(endpoint.generation - 1)
    return [signing.secret_of(endpoint.pk, each) for each in generations]


def message_of(delivery: Delivery) -> str:
    """Return the id under which a receiver knows this message, however often it comes."""
    return f"msg_{delivery.message.hex}"


def body_of(delivery: Delivery) -> bytes:
    """Return what is sent: ids, times and an address; whoever wants more asks for it with their own rights."""
    news = delivery.news
    said: dict[str, Any] = {
        "type": ".".join(news.kind.split(".")[:2]),
        "timestamp": _spelled(news.happened_at),
        "data": {
            "id": str(news.key),
            "kind": news.kind,
            "subject": news.subject,
            "severity": news.severity,
            "occurred_at": _spelled(news.happened_at),
            "known_at": _spelled(news.recorded_at),
            "position": news.position,
            "link": settings.TAG_URL_PREFIX + path_of(news, Names([news.subject])),
        },
    }
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _actor(endpoint: Endpoint) -> Actor:
    """Return who an endpoint sees as: its keeper, as long as they act for its organisation."""
    keeper = endpoint.keeper
    actor = actor_of(keeper)
    return actor if keeper.is_active and actor.party == endpoint.party else Actor(actor.id, "")
