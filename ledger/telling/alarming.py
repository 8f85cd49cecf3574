"""Alarm: an endpoint that fails again and again is paused, and those who keep it are told where they will read it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid5

from ledger.parties.access import actor_of
from ledger.parties.models import User
from ledger.parties.risk_access import may_keep_endpoints
from ledger.parties.roles import PROGRAMME_MANAGER
from ledger.telling.fanning import Copy, keep
from ledger.telling.models import AT_ONCE, PAUSED, Endpoint, News
from ledger.telling.readers import Wish
from ledger.telling.severity import WARN

KIND = "endpoint.paused.v1"


def pause(endpoint: Endpoint, because: str, now: datetime) -> None:
    """Pause an endpoint and tell its people and the programme's managers, in the inbox and by mail; once a pause."""
    endpoint.state, endpoint.paused_at, endpoint.paused_because = PAUSED, now, because
    endpoint.save(update_fields=["state", "paused_at", "paused_because"])
    news = News(
        key=uuid5(endpoint.pk, f"paused:{now.isoformat()}"),
        kind=KIND,
        subject=endpoint.party,
        severity=WARN,
        terms={"host": urlsplit(endpoint.url).hostname or "", "failures": endpoint.failures},
        happened_at=now,
        recorded_at=now,
    )
    keep([Copy(news, wish) for wish in _people(endpoint.party)], {})


def _people(party: str) -> list[Wish]:
    """Return those who keep endpoints of a party, and the programme's managers."""
    asked = User.objects.filter(is_active=True, roles__party=party) | User.objects.filter(
        is_active=True, roles__role=PROGRAMME_MANAGER
    )
    wishes = []
    for user in asked.distinct().prefetch_related("roles"):
        actor = actor_of(user)
        if may_keep_endpoints(actor) and (actor.party == party or PROGRAMME_MANAGER in actor.roles):
            wishes.append(Wish(actor, user=user.pk, by_mail=AT_ONCE, address=user.email))
    return wishes
