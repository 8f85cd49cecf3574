"""Aftermath: once the trade is sealed, people follow sites, a watch list is loaded, and flags are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid5

from buyers.demo import accounts, cast
from buyers.demo.diligence import look_into_risk
from buyers.demo.playing import play
from buyers.demo.script import NAMES, OFFSET, Script
from buyers.demo.sealing import seal_and_watch
from ledger.log.reading import events_by_id
from ledger.parties.models import User
from ledger.risk.answering import ANSWERED, EXPLAINED
from ledger.risk.models import Flag
from ledger.risk.screening.editions import OPEN_SANCTIONS
from ledger.risk.screening.following import follow_screening
from ledger.risk.screening.loading import load
from ledger.risk.screening.running import run_to_the_end
from ledger.telling.fanning import tell_new
from ledger.telling.following import follow

WATCH_LIST = Path(__file__).parent / "data" / "watch_list.csv"
LIST_DAYS_AGO = 5
FOLLOWED = (("programme", cast.LA_VIE), ("programme", cast.SENGWE), ("buyer", cast.MILEMBWE))
FALSE_ALARM = "Lwela"
LAST_KEY = str(uuid5(NAMES, f"{ANSWERED} {FALSE_ALARM}"))


@dataclass(frozen=True)
class Raised:
    """A flag's key, and when it was raised."""

    key: str
    moment: datetime


def play_aftermath(script: Script) -> None:
    """Go on with a script that was played and sealed; done again it changes nothing. Raises Unexpected, NotSealed."""
    actors = accounts.actors()
    # from here on things are news: what was sealed before is told while nobody follows anything
    tell_new()
    for name, site in FOLLOWED:
        follow(actors[name], User.objects.get(username=name), script.places[site])
    later = script.next_chapter()
    look_into_risk(later)
    play(later, actors)
    hold_against_a_list(script.day)
    seal_and_watch()
    answers = script.next_chapter()
    answer(answers, flags_in_question(script.places))
    play(answers, actors)
    seal_and_watch()
    tell_new()


def hold_against_a_list(day: date) -> None:
    """Load a small invented list and hold all parties against it: one has a hit, and nobody has looked at it yet."""
    load(OPEN_SANCTIONS, WATCH_LIST.read_bytes(), day - timedelta(days=LIST_DAYS_AGO))
    seal_and_watch()
    follow_screening()
    run_to_the_end()


def flags_in_question(places: Mapping[str, str]) -> dict[str, Raised]:
    """Return the flags that somebody speaks about, by site; the last that was raised, open or answered."""
    asked = {cast.MILEMBWE: "PLAU-06", cast.LWELA: "CONF-01"}
    found = {}
    for name, rule in asked.items():
        flag = Flag.objects.filter(subject=places[name], rule=rule).order_by("-event_id")[0]
        (event,) = events_by_id([flag.event_id])
        raised = datetime.fromisoformat(event.envelope["happened_at"]).astimezone(OFFSET)
        found[name] = Raised(str(flag.key), raised)
    return found


def answer(script: Script, flags: Mapping[str, Raised]) -> None:
    """The depot explains why nobody came; an event beyond the hills was a false alarm.

    Flags are raised by the clock of the machine, so they are answered by it too.
    """
    seen, heard = flags[cast.MILEMBWE], flags[cast.LWELA]
    road = "The bridge on the way was out from May on; the programme's visit is planned for the coming week."
    said = {"flag": seen.key, "explanation": 2, "note": road}
    script.say("clerk", EXPLAINED, cast.MILEMBWE, seen.moment, **said)
    far = "The event lies a day's walk beyond the hills. The visit of last month saw nobody armed (demonstration)."
    until = script.at(-60).date().isoformat()
    verdict = {"flag": heard.key, "verdict": "false", "explanation": 1, "until": until, "note": far}
    script.say("regulator", ANSWERED, FALSE_ALARM, heard.moment, **verdict)
