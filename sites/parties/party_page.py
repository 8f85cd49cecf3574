"""One party: who it is, who lets it act, where it belongs, what it holds; what is hidden never reaches the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger import codes
from ledger.custody.models import Lot
from ledger.custody.tables import OPEN
from ledger.deeds.entries import Actor
from ledger.parties.access import may_keep_parties, may_read_parties, sees_people, sees_trade_of_party
from ledger.parties.accounts import CannotUnseal, masked
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place
from ledger.parties.risk_access import may_read_screening
from ledger.risk.models import Flag
from ledger.risk.rules import explain
from ledger.risk.seeing import flags_seen_by
from ledger.rulebook.shelves import tables_now
from ledger.standing.licences import held_by
from ledger.standing.models import Standing
from ledger.standing.reading import CARD, last_seen
from sites.parties import describing, enrolling, stating_accounts, stating_people
from sites.parties.ages import Aged, aged, decisions, overall
from sites.parties.forgetting import forgotten_since
from sites.parties.models import Certificate, Membership, PartyEvent, PartyLine, Person
from sites.parties.names import PEOPLE, shown_events

TRADE = "trade"
MOST_EVENTS, MOST_MEMBERS = 200, 100


def party_or_404(code: str) -> Party:
    """Return a party by its code."""
    party = Party.objects.filter(code=code).first()
    if party is None:
        raise Http404
    return party


@for_actors(may_read_parties)
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show a party."""
    if codes.normal(code) != code:
        return redirect("party", codes.normal(code))
    found, today, actor = party_or_404(code), datetime.now(UTC).date(), request.actor
    said = list(Standing.objects.filter(subject=code).order_by("event_id"))
    context = {
        "party": found,
        "person": Person.objects.filter(code=code).first(),
        "forgotten_since": forgotten_since(code),
        "line": (line := PartyLine.objects.filter(party=code).first()),
        "stage": stage_word(line.stage) if line else "",
        "overall": overall(said, today),
        "decisions": decisions(said, today),
        "card": _card(said, today),
        "licences": [_licence(held, today) for held in held_by(said)],
        "memberships": _memberships(code, today),
        "members": Membership.objects.filter(body=code).count(),
        "certificates": _certificates(code, today),
        **hidden(code, actor),
        **_held(code, actor),
        "flags": _flags(code, actor, today),
        "places": Place.objects.filter(party=code).order_by("name"),
        "may_keep": may_keep_parties(actor),
        "sees_people": sees_people(actor),
        "sees_trade": sees_trade_of_party(actor, code),
        "may_read_screening": may_read_screening(actor),
    }
    return render(request, "parties/party.html", context)


def stage_word(stage: str | None) -> str:
    """Return the word of a stage of formalisation, as the rule book says it."""
    row = tables_now("formalisation_stages")["formalisation_stages"].get(stage or "")
    return str(row.row.get("word", stage)) if row else stage or ""


def _card(said: list[Any], today: date) -> tuple[Any, Aged] | None:
    card = last_seen(said, CARD, today)
    return (card, aged(card.valid_from, card.valid_to, today)) if card else None


def _licence(held: Any, today: date) -> dict[str, Any]:
    runs, stopped = held.runs_on(today), held.stopped_on(today)
    ends = held.last_day(today) if runs else held.ended_before(today)
    return {"held": held, "runs": runs, "stopped": stopped, "aged": aged(None, ends, today)}


def _memberships(code: str, today: date) -> list[dict[str, Any]]:
    rows = list(Membership.objects.filter(subject=code).order_by("-valid_from", "body")[:MOST_MEMBERS])
    names = Party.objects.in_bulk([row.body for row in rows])
    return [
        {"row": row, "party": names.get(row.body), "aged": aged(row.valid_from, row.valid_to, today)} for row in rows
    ]


def _certificates(code: str, today: date) -> list[tuple[Certificate, Aged]]:
    rows = Certificate.objects.filter(subject=code).order_by("-issued_on", "-event_id")[:MOST_MEMBERS]
    return [(row, aged(row.issued_on, row.expires_on, today)) for row in rows]


def _held(code: str, actor: Actor) -> dict[str, Any]:
    """Return the stock of a party by ore, in grams, where the actor may see it."""
    if not sees_trade_of_party(actor, code):
        return {"stock": None}
    held = (
        Lot.objects.filter(holder=code, state=OPEN).values("mineral").annotate(grams=Sum("mass_g"), lots=Count("code"))
    )
    return {"stock": list(held.order_by("-grams"))}


def _flags(code: str, actor: Actor, today: date) -> list[tuple[Flag, str]]:
    """Return open flags that the actor sees; that a name answers a watch list is for those who oversee alone."""
    raised = flags_seen_by(actor).filter(subject=code, cleared_on=None).order_by("-event_id")
    if not may_read_screening(actor):
        raised = raised.exclude(rule__startswith="SCR-")
    return [(flag, explain(flag.rule, flag.severity, flag.evidence, today)) for flag in raised[:50]]


@dataclass(frozen=True)
class Account:
    """An account as a keeper of the register sees it."""

    kind: str
    masked: str
    institution: str
    held_by: str
    stated_on: str


def hidden(code: str, actor: Actor) -> dict[str, Any]:
    """Return what the openings of a party's events show to an actor: latest statements of each sort."""
    registered = Party.objects.filter(code=code).values_list("event_id", flat=True)
    about = PartyEvent.objects.filter(party=code).order_by("-event_id").values_list("event_id", flat=True)
    events = shown_events({*registered, *about[:MOST_EVENTS]}, actor)
    found: dict[str, Any] = {
        "identity": {},
        "described": {},
        "own": {},
        "people": None,
        "accounts": [],
        "erased": False,
    }
    for event, shown in events:
        found["erased"] = found["erased"] or PEOPLE in shown.erased
        trade, people = shown.opened.get(TRADE, {}), shown.opened.get(PEOPLE, {})
        if event.kind == enrolling.KIND:
            found["identity"] = people
        elif event.kind == describing.KIND:
            found["described"], found["own"] = trade, people
        elif event.kind == stating_people.KIND:
            found["people"] = {"event": event, "people": people.get("people"), **event.envelope["resolved"]}
        elif event.kind == stating_accounts.KIND and people:
            found["accounts"].append(_account(event, trade, people))
    return found


def _account(event: Any, trade: dict[str, Any], people: dict[str, Any]) -> Account:
    try:
        number = masked(people["sealed"])
    except CannotUnseal:
        number = ""
    return Account(
        event.facts["account_kind"],
        number,
        trade.get("institution", ""),
        people.get("held_by", ""),
        event.envelope["local_date"],
    )
