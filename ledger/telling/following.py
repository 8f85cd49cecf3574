"""Follow and stop following: one code, one country, or everything that one may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from ledger import codes
from ledger.custody.seeing import lot_seen_by
from ledger.deeds.entries import Actor
from ledger.parties.models import Party, Place, User
from ledger.telling.models import NO, Endpoint, Follow
from ledger.telling.readers import EVERYTHING
from ledger.telling.severity import INFO

MOST_FOLLOWS = 500


class CannotFollow(Exception):
    """Why not, as a code: unknown, too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def topic_for(actor: Actor, typed: str) -> str:
    """Return what an actor may follow under what was typed. Raises CannotFollow.

    A lot that the actor does not see is as unknown as one that is not there. A country needs no row of ours: two
    letters that none of our places or parties lies in are unknown.
    """
    topic = typed.strip().upper()
    if topic == EVERYTHING:
        return topic
    if len(topic) == 2:
        known = Place.objects.filter(country=topic).exists() or Party.objects.filter(country=topic).exists()
    else:
        topic = codes.normal(typed)
        known = codes.is_code(topic) and _is_there(actor, topic)
    if not known:
        raise CannotFollow("unknown")
    return topic


def _is_there(actor: Actor, code: str) -> bool:
    if code.startswith(codes.LOT):
        return lot_seen_by(actor, code) is not None
    if code.startswith(codes.PLACE):
        return Place.objects.filter(code=code).exists()
    return code.startswith(codes.PARTY) and Party.objects.filter(code=code).exists()


def follow(actor: Actor, user: User, typed: str, *, least: str = INFO, by_mail: str = NO) -> Follow:
    """Let a user follow what was typed, or change how they do. Raises CannotFollow."""
    topic = topic_for(actor, typed)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if Follow.objects.filter(user=user).exclude(topic=topic).count() >= MOST_FOLLOWS:
            raise CannotFollow("too_many")
        begun = {"begun_at": datetime.now(UTC)}
        wish = {"least": least, "by_mail": by_mail}
        made, _ = Follow.objects.update_or_create(
            user=user, topic=topic, defaults=wish, create_defaults={**wish, **begun}
        )
    return made


def follow_for(actor: Actor, endpoint: Endpoint, typed: str) -> Follow:
    """Let an endpoint follow what was typed, no less grave than the endpoint asks for. Raises CannotFollow."""
    topic = topic_for(actor, typed)
    with transaction.atomic():
        Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if Follow.objects.filter(endpoint=endpoint).exclude(topic=topic).count() >= MOST_FOLLOWS:
            raise CannotFollow("too_many")
        begun = {"begun_at": datetime.now(UTC)}
        wish = {"least": endpoint.least}
        made, _ = Follow.objects.update_or_create(
            endpoint=endpoint, topic=topic, defaults=wish, create_defaults={**wish, **begun}
        )
    return made


def stop_following(user: User, topic: str) -> None:
    """Stop; what is in the inbox stays there."""
    Follow.objects.filter(user=user, topic=topic).delete()


def followed_by(user: User, topics: Iterable[str]) -> set[str]:
    """Return which of these a user follows."""
    return set(Follow.objects.filter(user=user, topic__in=list(topics)).values_list("topic", flat=True))
