"""Aftermath: once the trade is sealed, people follow sites, a watch list is loaded, and flags are answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid5

from buyers.demo import accounts, cast
from buyers.demo.diligence import look_into_risk
from buyers.demo.playing import play
from buyers.demo.script import NAMES, Script
from buyers.demo.sealing import seal_and_watch
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


def play_aftermath(script: Script) -> None:
    """Go on with a script that was played and sealed; done again it changes nothing. Raises Unexpected, NotSealed."""
    actors = accounts.actors()
    for name, site in FOLLOWED:
        follow(actors[name], User.objects.get(username=name), script.places[site])
    # from here on things are news: what lies before the first call is not
    tell_new()
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


def flags_in_question(places: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of the flags that somebody speaks about, by site; the last that was raised, open or answered."""
    asked = {cast.MILEMBWE: "PLAU-06", cast.LWELA: "CONF-01"}
    last = {
        name: Flag.objects.filter(subject=places[name], rule=rule).order_by("event_id").last()
        for name, rule in asked.items()
    }
    return {name: str(flag.key) for name, flag in last.items() if flag is not None}


def answer(script: Script, flags: Mapping[str, str]) -> None:
    """The depot explains why nobody came; an event beyond the hills was a false alarm."""
    road = "The bridge on the way was out from May on; the programme's visit is planned for the coming week."
    said = {"flag": flags[cast.MILEMBWE], "explanation": 2, "note": road}
    script.say("clerk", EXPLAINED, cast.MILEMBWE, script.at(1, "10:20"), **said)
    far = "The event lies a day's walk beyond the hills. The visit of last month saw nobody armed (demonstration)."
    until = script.at(-60).date().isoformat()
    verdict = {"flag": flags[cast.LWELA], "verdict": "false", "explanation": 1, "until": until, "note": far}
    script.say("regulator", ANSWERED, FALSE_ALARM, script.at(1, "11:45"), **verdict)
