"""Which flags and findings an actor sees: everything for overseers.

Others see flags of sites, of their own lots and of themselves. Findings that begin with a case or a hit are in nobody's
list; whoever has lots that one touches may open it, since the hold on them says as much.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from ledger import codes
from ledger.custody.seeing import lots_seen_by
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.risk.models import Flag
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.opening import HIT, INCIDENT

IN_CONFIDENCE = (INCIDENT, HIT)


def flags_seen_by(actor: Actor) -> QuerySet[Flag]:
    """Return the flags that an actor sees; none without a role."""
    if not actor.roles:
        return Flag.objects.none()
    if sees_everything(actor):
        return Flag.objects.all()
    own_lots = Exists(lots_seen_by(actor).filter(code=OuterRef("subject")))
    sites = Exists(Place.objects.filter(code=OuterRef("subject"), kind=MINE_SITE))
    own_places = Exists(Place.objects.filter(code=OuterRef("subject"), party=actor.party))
    of_lots = Q(own_lots, subject__startswith=codes.LOT)
    of_places = Q(subject__startswith=codes.PLACE) & (Q(sites) | Q(own_places))
    return Flag.objects.filter(of_lots | of_places | Q(subject=actor.party))


def may_explain(actor: Actor, flag: Flag) -> bool:
    """Say whether a flag concerns the party of an actor: then it may explain it."""
    return flag.cleared_on is None and flags_seen_by(actor).filter(key=flag.key).exists()


def findings_listed_for(actor: Actor) -> QuerySet[Taint]:
    """Return the findings that stand in an actor's list."""
    if not actor.roles:
        return Taint.objects.none()
    return Taint.objects.all() if sees_everything(actor) else Taint.objects.exclude(why__in=IN_CONFIDENCE)


def may_open_finding(actor: Actor, finding: Taint, lots: int) -> bool:
    """Say whether an actor who sees so many lots of a finding may open it."""
    return bool(actor.roles) and (sees_everything(actor) or finding.why not in IN_CONFIDENCE or lots > 0)
