"""Who wants to be told of a batch of news: followers, and those whose own it is. A fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ledger.deeds.entries import Actor
from ledger.parties.access import actor_of
from ledger.parties.models import Place, User
from ledger.telling.models import ACTIVE, AT_ONCE, DAILY, NO, Endpoint, Follow, Reader
from ledger.telling.severity import INFO

EVERYTHING = "*"
MAIL_RANK = {NO: 0, DAILY: 1, AT_ONCE: 2}


@dataclass(frozen=True)
class Wish:
    """One reader's wish, ready to be matched: a user's or an endpoint's."""

    actor: Actor
    least: str = INFO
    user: int | None = None
    endpoint: Any = None
    in_app: bool = True
    by_mail: str = NO
    address: str = ""

    @property
    def reader(self) -> tuple[int | None, Any]:
        return (self.user, self.endpoint)


@dataclass(frozen=True)
class Wishes:
    """Wishes by topic, and by the party whose own something is; with the zone of each party's depot."""

    by_topic: dict[str, list[Wish]]
    by_owner: dict[str, list[Wish]]
    zones: dict[str, str]

    def all(self) -> Iterable[Wish]:
        for found in (*self.by_topic.values(), *self.by_owner.values()):
            yield from found

    def about(self, topics: Iterable[str], own: Iterable[str]) -> Iterable[Wish]:
        """Return the wishes that news under these topics, the own of these parties, answers to."""
        for topic in (EVERYTHING, *topics):
            yield from self.by_topic.get(topic, ())
        for party in own:
            yield from self.by_owner.get(party, ())


def wishes_for(topics: set[str], owners: set[str]) -> Wishes:
    """Return whoever wants to be told of something under these topics, or of what is these parties' own."""
    actors = _Actors()
    by_topic: dict[str, list[Wish]] = {}
    for follow in _follows(topics):
        by_topic.setdefault(follow.topic, []).append(_wish_of_follow(follow, actors))
    by_owner: dict[str, list[Wish]] = {}
    for wish in (*_owning_users(owners, actors), *_owning_endpoints(owners, actors)):
        by_owner.setdefault(wish.actor.party, []).append(wish)
    found = Wishes(by_topic, by_owner, {})
    return Wishes(by_topic, by_owner, _zones({wish.actor.party for wish in found.all()}))


class _Actors:
    """Who a user acts as, worked out once for all their follows."""

    def __init__(self) -> None:
        self.known: dict[int, Actor] = {}

    def of(self, user: User) -> Actor:
        if user.pk not in self.known:
            self.known[user.pk] = actor_of(user) if user.is_active else Actor(str(user.public_id), "")
        return self.known[user.pk]


def _follows(topics: set[str]) -> Iterable[Follow]:
    asked = Follow.objects.filter(topic__in=[*topics, EVERYTHING])
    asked = asked.filter(Q(endpoint=None) | Q(endpoint__state=ACTIVE))
    related = asked.select_related("user", "endpoint__keeper")
    return related.prefetch_related("user__roles", "endpoint__keeper__roles")


def _wish_of_follow(follow: Follow, actors: _Actors) -> Wish:
    if follow.endpoint:
        return _wish_of_endpoint(follow.endpoint, actors, follow.least)
    user = follow.user
    return Wish(
        actors.of(user),
        follow.least,
        user=user.pk,
        in_app=follow.in_app,
        by_mail=follow.by_mail,
        address=user.email,
    )


def _wish_of_endpoint(endpoint: Endpoint, actors: _Actors, least: str) -> Wish:
    """An endpoint sees what its keeper sees, as long as the keeper acts for its organisation."""
    actor = actors.of(endpoint.keeper)
    if actor.party != endpoint.party:
        actor = Actor(actor.id, "")
    return Wish(actor, least, endpoint=endpoint.pk)


def _owning_users(owners: set[str], actors: _Actors) -> Iterable[Wish]:
    users = User.objects.filter(is_active=True, roles__party__in=owners).distinct()
    for user in users.select_related("reader").prefetch_related("roles"):
        actor = actors.of(user)
        taste = getattr(user, "reader", None) or Reader()
        if actor.party in owners:
            yield Wish(actor, user=user.pk, in_app=taste.own, by_mail=taste.own_by_mail, address=user.email)


def _owning_endpoints(owners: set[str], actors: _Actors) -> Iterable[Wish]:
    endpoints = Endpoint.objects.filter(party__in=owners, own=True, state=ACTIVE)
    for endpoint in endpoints.select_related("keeper").prefetch_related("keeper__roles"):
        wish = _wish_of_endpoint(endpoint, actors, endpoint.least)
        if wish.actor.party:
            yield wish


def _zones(parties: set[str]) -> dict[str, str]:
    """Return the zone of each party's first depot: its mornings are those of its people."""
    found: dict[str, str] = {}
    for party, zone in Place.objects.filter(party__in=parties).order_by("code").values_list("party", "zone"):
        found.setdefault(party, zone)
    return found
