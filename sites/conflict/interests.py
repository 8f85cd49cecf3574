"""Which places parties own, work or hold licences of, and which parties share an owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from ledger.risk.screening.marks import OWNER
from ledger.risk.screening.models import PartyMark
from sites.models import Licence, Membership, MineSite


def places_of_parties(parties: Iterable[str], day: date) -> dict[str, set[str]]:
    """Return by party the sites that it owns, works or holds a licence of, itself or through a body it belongs to."""
    asked = set(parties)
    bodies: dict[str, set[str]] = {}
    members = Membership.objects.filter(subject__in=asked, valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gte=day)
    )
    for subject, body in members.values_list("subject", "body"):
        bodies.setdefault(body, set()).add(subject)
    everybody = asked | bodies.keys()
    found: dict[str, set[str]] = {}
    sites = MineSite.objects.filter(Q(owner__in=everybody) | Q(operators__has_any_keys=sorted(everybody)))
    for code, owner, operators in sites.values_list("code", "owner", "operators"):
        for party in {owner, *(operators or ())} & everybody:
            found.setdefault(party, set()).add(code)
    held = Licence.objects.filter(holder__in=everybody, valid_from__lte=day).exclude(place=None)
    for holder, place in held.filter(Q(valid_to=None) | Q(valid_to__gte=day)).values_list("holder", "place"):
        found.setdefault(holder, set()).add(place)
    for body, subjects in bodies.items():
        for subject in subjects:
            found.setdefault(subject, set()).update(found.get(body, ()))
    return {party: found[party] for party in asked if found.get(party)}


def sharing_owners(parties: Iterable[str]) -> dict[str, set[str]]:
    """Return by party the others that bear the mark of the same owner; who it is, marks do not tell."""
    own = list(PartyMark.objects.filter(kind=OWNER, party__in=set(parties)).values_list("mark", "party"))
    bearing: dict[str, set[str]] = {}
    for mark, party in PartyMark.objects.filter(kind=OWNER, mark__in=[mark for mark, _ in own]).values_list(
        "mark", "party"
    ):
        bearing.setdefault(mark, set()).add(party)
    found: dict[str, set[str]] = {}
    for mark, party in own:
        found.setdefault(party, set()).update(bearing[mark] - {party})
    return {party: others for party, others in found.items() if others}
