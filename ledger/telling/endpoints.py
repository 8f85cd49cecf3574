"""Endpoints: an organisation's machines are told here. Made, tried, paused, started, given a new secret, removed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction

from ledger.deeds.entries import Actor
from ledger.parties.models import User
from ledger.reference.parameters import parameter
from ledger.telling.addresses import target_of
from ledger.telling.fanning import Copy, keep
from ledger.telling.models import ACTIVE, FAILED, PAUSED, REMOVED, WAITING, Delivery, Endpoint, Follow, News
from ledger.telling.readers import Wish
from ledger.telling.severity import INFO
from ledger.telling.signing import shown_secret

TRIED = "endpoint.tried.v1"
MOST_ENDPOINTS = 20


class TooMany(Exception):
    """An organisation has as many endpoints as it may have."""


def endpoints_of(party: str) -> list[Endpoint]:
    """Return the endpoints of a party that are not removed, the oldest first."""
    if not party:
        return []
    found = Endpoint.objects.filter(party=party).exclude(state=REMOVED).select_related("keeper")
    return list(found.order_by("made_at", "id"))


def make_endpoint(key: UUID, actor: Actor, user: User, url: str, least: str, *, own: bool) -> tuple[Endpoint, bool]:
    """Make an endpoint under the caller's key; the same again makes nothing. Raises AddressRefused, TooMany.

    Whoever makes it answers for it: it is told what they may see, as long as they may.
    """
    target_of(url, localhost=settings.WEBHOOK_LOCALHOST)
    now = datetime.now(UTC)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        known = Endpoint.objects.filter(pk=key).first()
        if known is not None and known.party == actor.party:
            return known, False
        if len(endpoints_of(actor.party)) >= MOST_ENDPOINTS:
            raise TooMany
        said = {"url": url, "least": least, "own": own}
        made = Endpoint.objects.create(
            id=uuid4() if known else key, party=actor.party, keeper=user, made_at=now, not_before=now, **said
        )
    return made, True


def new_secret(endpoint: Endpoint, now: datetime | None = None) -> str:
    """Make a new secret and return it; the one before signs beside it for a time, so that no message is lost."""
    now = now or datetime.now(UTC)
    endpoint.generation += 1
    endpoint.old_until = now + timedelta(hours=parameter("webhook_old_secret_hours", now.date()))
    endpoint.save(update_fields=["generation", "old_until"])
    return shown_secret(endpoint.pk, endpoint.generation)


def rest(endpoint: Endpoint) -> None:
    """Pause by hand: what comes meanwhile waits."""
    endpoint.state, endpoint.paused_at, endpoint.paused_because = PAUSED, datetime.now(UTC), "by_hand"
    endpoint.save(update_fields=["state", "paused_at", "paused_because"])


def start(endpoint: Endpoint, user: User) -> None:
    """Start again: what waited goes out. Whoever starts it answers for it from now on."""
    endpoint.state, endpoint.failures, endpoint.not_before = ACTIVE, 0, datetime.now(UTC)
    endpoint.keeper, endpoint.paused_at, endpoint.paused_because = user, None, ""
    endpoint.save()


def remove(endpoint: Endpoint) -> None:
    """Remove: nothing more is sent; its delivery log is forgotten with the news in it."""
    endpoint.state = REMOVED
    endpoint.save(update_fields=["state"])
    Follow.objects.filter(endpoint=endpoint).delete()


def try_out(endpoint: Endpoint, actor: Actor) -> None:
    """Send a test message; it stands in the delivery log like any other."""
    now = datetime.now(UTC)
    news = News(
        key=uuid5(endpoint.pk, f"tried:{uuid4()}"),
        kind=TRIED,
        subject=endpoint.party,
        severity=INFO,
        terms={"host": urlsplit(endpoint.url).hostname or ""},
        happened_at=now,
        recorded_at=now,
    )
    keep([Copy(news, Wish(actor, endpoint=endpoint.pk))], {})


def send_again(endpoint: Endpoint, number: int) -> bool:
    """Send one delivery again, whatever became of it; it keeps its id. Return whether there is one."""
    return _again(Delivery.objects.filter(endpoint=endpoint, pk=number)) == 1


def send_failed_again(endpoint: Endpoint) -> int:
    """Send all deliveries again that were given up; return how many."""
    return _again(Delivery.objects.filter(endpoint=endpoint, state=FAILED))


def _again(deliveries: object) -> int:
    anew = {"state": WAITING, "tries": 0, "next_at": datetime.now(UTC), "done_at": None}
    return int(deliveries.exclude(state=WAITING).update(**anew))  # type: ignore[attr-defined]
