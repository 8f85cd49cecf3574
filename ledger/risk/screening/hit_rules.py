"""SCR-02 and SCR-03: a party may be somebody on a watch list, or nobody has looked lately."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.rules import PartySeen, Worry, rule
from ledger.risk.screening.categories import OPERATIONAL, category_of
from ledger.risk.screening.tables import CONFIRMED, GONE

HITS, SCREENED_ON, LISTS = "hits", "screened_on", "lists"
SOURCE = "ours, after domain/beyond_the_peers.md G 24"
HIT_SENTENCES = {
    "stop": _(
        "The party, or somebody behind it, is on a watch list: a person confirmed it with a second identifier "
        "(%(confirmed)s listings)."
    ),
    "warn": _(
        "A name of the party, or of somebody behind it, answers a watch list by %(score)s of 1000 (%(open)s hits are "
        "open). A name alone says nothing: somebody has to compare."
    ),
}
HIT_INNOCENT = (
    _("Many people bear the same name; nothing but the name was compared."),
    _("The list spells a name in another script, and two names meet in one spelling."),
    _("The person left the list, and the edition that is loaded is old."),
)
AGE_SENTENCES = {
    "unknown": _(
        "The party was last held against watch lists on %(seen_on)s, %(days)s days ago; the limit is %(limit)s."
    ),
    "unknown.never": _("The party was never held against watch lists. Whether it is on one is unknown."),
}


@rule(
    "SCR-02",
    looks_at="party",
    categories=("A2-3.i", "A2-1.iv", "A2-12", "operational"),
    version=1,
    sentences=HIT_SENTENCES,
    source=SOURCE,
    innocent=HIT_INNOCENT,
    clears=_("Keepers compare a birthday, document or address with the list, and record what they decide."),
    parameters=("screening_warn_thousandths",),
    reads=(_("hits of screening and what was decided about them"),),
)
def may_be_listed(party: PartySeen) -> Worry | None:
    """An open hit of a name that answers well warns; a hit that a person confirmed stops."""
    hits = [hit for hit in party.findings.get(HITS, ()) if hit.state != GONE]
    confirmed = [hit for hit in hits if hit.state == CONFIRMED and not _over(hit, party)]
    if confirmed:
        programmes = [programme for hit in confirmed for programme in hit.programmes]
        return Worry("stop", category_of(programmes), {"confirmed": len(confirmed)})
    least = parameter("screening_warn_thousandths", party.today)
    waiting = [hit for hit in hits if hit.score >= least and (hit.decided_on is None or _over(hit, party))]
    if not waiting:
        return None
    return Worry("warn", OPERATIONAL, {"score": max(hit.score for hit in waiting), "open": len(waiting)})


def _over(hit: object, party: PartySeen) -> bool:
    """Say whether a decision has ended: then the hit is open again."""
    until = getattr(hit, "until", None)
    return until is not None and until < party.today


@rule(
    "SCR-03",
    looks_at="party",
    version=1,
    sentences=AGE_SENTENCES,
    source=SOURCE,
    clears=_("A keeper loads the present edition of a watch list: all parties are then held against it."),
    innocent=(_("No newer edition was published."), _("The party was registered minutes ago.")),
    parameters=("screening_most_days",),
    reads=(_("the last screening of the party"),),
)
def not_screened_lately(party: PartySeen) -> Worry | None:
    """A party that was never held against a list, or long ago, is of unknown risk; never of a low one."""
    if not party.findings.get(LISTS):
        return None
    on_day, limit = party.findings.get(SCREENED_ON), parameter("screening_most_days", party.today)
    if on_day is None:
        return Worry("unknown", OPERATIONAL, {"why": "never", "limit": limit})
    if (party.today - on_day).days <= limit:
        return None
    return Worry("unknown", OPERATIONAL, {"seen_on": on_day.isoformat(), "limit": limit})
