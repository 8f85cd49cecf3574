"""What other pages show of licences: templates/licences/_of_party.html and _of_site.html include these."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.access import may_keep_licences
from ledger.standing.models import Standing
from ledger.standing.reading import AGREEMENT
from sites.licensing import register
from sites.licensing.models import Licence
from sites.withdrawing.models import Withdrawn

MOST = 50


def of_party(party: str, actor: Actor, today: date) -> dict[str, Any]:
    """Return the context of `licences/_of_party.html`: what a party holds, and what it has agreed."""
    held = _lines(Licence.objects.filter(holder=party), today)
    return {"licences": held, "agreements": agreements_of(party), "holder": party, **_may(actor)}


def of_site(place: str, actor: Actor, today: date) -> dict[str, Any]:
    """Return the context of `licences/_of_site.html`: the licences that name a site."""
    return {"licences": _lines(Licence.objects.filter(place=place), today), "place_code": place, **_may(actor)}


def _lines(rows: QuerySet[Licence], today: date) -> list[register.Line]:
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=OuterRef("holder"))
    return register.lines(list(rows.filter(~Exists(taken_back)).order_by("-event_id")[:MOST]), today)


def _may(actor: Actor) -> dict[str, bool]:
    return {"may_keep_licences": may_keep_licences(actor)}


def agreements_of(party: str) -> list[Standing]:
    """Return what a party has agreed and nobody took back, the newest first."""
    said = Standing.objects.filter(subject=party, topic=AGREEMENT)
    taken_back = Withdrawn.objects.filter(event_id=OuterRef("event_id"), subject=party)
    return list(said.filter(~Exists(taken_back)).order_by("-event_id")[:MOST])


def consents_on(holder: str, day: date, *, place: str = "", licence: str = "") -> list[Standing]:
    """Return the consents that a holder has given for a site or licence and that run on a day (LIC-08)."""
    given = (
        each for each in agreements_of(holder) if each.value == "consent_of_holder" and each.terms["as"] == "holder"
    )
    running = (each for each in given if each.valid_from <= day and (each.valid_to is None or day <= each.valid_to))
    return [
        each
        for each in running
        if (not place or each.terms.get("place") in {None, place})
        and (not licence or each.terms.get("licence") in {None, licence})
    ]
