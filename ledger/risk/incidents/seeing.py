"""Who sees which case, and how much of it (INC-07, WB-01).

In full: who oversees the programme, unless the case names them. In short: the parties that it names, those that it was
passed on to, and whoever entered it. The reporter of an anonymous message is no part of either.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.parties.roles import PROGRAMME_MANAGER, REGULATOR
from ledger.risk.incidents.facts import mark_of
from ledger.risk.incidents.guards import is_named
from ledger.risk.incidents.models import Incident, Tip

IN_FULL, IN_SHORT = "full", "short"
ABOUT_PROGRAMME = "programme"


def incidents_seen_by(actor: Actor) -> QuerySet[Incident]:
    """Return the cases that an actor may list."""
    if not actor.roles:
        return Incident.objects.none()
    if sees_everything(actor):
        return Incident.objects.all()
    if not actor.party:
        return Incident.objects.none()
    return Incident.objects.filter(Q(parties__contains=[actor.party]) | Q(told__contains=[actor.party]))


def how_seen(actor: Actor, row: Incident) -> str | None:
    """Say how much of a case an actor sees: in full, in short, or nothing."""
    if not actor.roles:
        return None
    named = is_named(row, actor)
    if sees_everything(actor) and not named:
        return IN_FULL
    own = row.reporter_mark == mark_of(row.code, actor.id)
    if named or own or (actor.party and actor.party in row.told):
        return IN_SHORT
    return None


def tips_seen_by(actor: Actor) -> QuerySet[Tip]:
    """Return the anonymous messages that an actor may read (WB-01).

    The programme reads them, for it is no service of the State; what is about the programme the regulator reads. Who
    is named in the case that came of it reads it no longer.
    """
    if actor.roles & {PROGRAMME_MANAGER}:
        tips = Tip.objects.exclude(about=ABOUT_PROGRAMME)
    elif actor.roles & {REGULATOR}:
        tips = Tip.objects.filter(about=ABOUT_PROGRAMME)
    else:
        return Tip.objects.none()
    against = Incident.objects.filter(parties__contains=[actor.party or "-"]).values("code")
    accused = Incident.objects.filter(agents__contains=[actor.id]).values("code")
    return tips.exclude(incident__in=against).exclude(incident__in=accused)
