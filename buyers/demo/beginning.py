"""Begin: whether this ledger may have a demo world, since when it has one, and whether it is whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from buyers.demo import accounts, cast
from buyers.demo.aftermath import LAST_KEY as LAST_OF_AFTERMATH
from buyers.demo.diligence import SCALE
from buyers.demo.founding import FIRST_DAY, PARTY_KIND
from buyers.demo.playing import play
from buyers.demo.script import NAMES, Script
from buyers.demo.trading import FINISHED
from ledger.deeds.entries import SYSTEM
from ledger.log.follow import position_of
from ledger.log.models import EventKey, Leaf
from ledger.log.reading import events_by_id
from ledger.risk.incidents.reporting import KIND as REPORTED

FIRST_KEY = str(uuid5(NAMES, f"{PARTY_KIND} {cast.PROGRAMME}"))
LAST_KEY = str(uuid5(NAMES, f"consignment.dispatched.v1 {FINISHED}"))
AFTERMATH_BEGINS = str(uuid5(NAMES, f"{REPORTED} {SCALE}"))
"""An entry of the same batch run as the trade: a world that has it gets its aftermath."""


def begun_on() -> date | None:
    """Return the demo's day as its first entry tells, None before it: a demo cut off yesterday stays yesterday's."""
    first = EventKey.objects.filter(key=FIRST_KEY, outcome="recorded").first()
    if first is None:
        return None
    (event,) = events_by_id([first.event_id])
    return datetime.fromisoformat(event.envelope["happened_at"]).date() + timedelta(days=FIRST_DAY)


def today() -> date:
    """Return the day at the sites."""
    return datetime.now(ZoneInfo(cast.LUBUMBASHI)).date()


def may_begin() -> bool:
    """Say whether the ledger is empty but for what the system states itself: no real entries or users get mixed in."""
    by_others = EventKey.objects.exclude(actor=SYSTEM.id)
    return not by_others.exists() and not accounts.somebody_has_our_names()


def begin(day: date) -> date:
    """Make the accounts and the first entry together, so that one is never there without the other; return the day."""
    with transaction.atomic():
        accounts.make_users()
        first = Script(day, {})
        code, name, kind, country = cast.PARTIES[0]
        facts = {"party": code, "name": name, "kind": kind, "country": country}
        first.say("programme", PARTY_KIND, code, first.at(FIRST_DAY), **facts)
        play(first, accounts.actors())
    return day


def is_whole() -> bool:
    """Say whether the demo's last act is recorded and sealed, and the rules of risk have passed it.

    A world that was made before there was an aftermath stays as its people have left it.
    """
    has_aftermath = not is_settled(LAST_KEY) or _recorded(AFTERMATH_BEGINS) is not None
    return is_settled(LAST_OF_AFTERMATH if has_aftermath else LAST_KEY)


def is_settled(key: str) -> bool:
    """Say whether an entry is recorded and sealed, and the rules of risk have passed it."""
    last = _recorded(key)
    leaf = last and Leaf.objects.filter(event_id=last.event_id).first()
    return leaf is not None and leaf.position < position_of("risk")


def _recorded(key: str) -> EventKey | None:
    return EventKey.objects.filter(key=key, outcome="recorded").first()
