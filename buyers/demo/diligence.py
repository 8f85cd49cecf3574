"""Due diligence: incidents, holds, conflict and an area of high risk. What fights there is invented, like the trade."""

from __future__ import annotations

from typing import Any

from buyers.demo import cast
from buyers.demo.script import Bag, Script
from ledger import codes
from ledger.risk.incidents.guards import ACKNOWLEDGED, CLOSED, FOUND, PLAN_ADOPTED, PUBLISHED, STEP_DONE
from ledger.risk.incidents.reporting import KIND as REPORTED

SCALE, BARRIER = "scale", "barrier"
EVENT_SOURCE = "demo_invented"
EVENTS: tuple[tuple[str, int, int, int, int, int], ...] = (
    ("1", 38, 1, -87_100, 276_600, 2),
    ("2", 29, 2, -84_500, 273_800, 0),
    ("3", 21, 1, -86_600, 275_000, 3),
    # somewhere in the province: it counts there, and is near nothing
    ("4", 26, 4, -95_000, 272_000, 1),
    ("5", 17, 2, -59_800, 285_800, 1),
)
"""Number, days before the demo's day, precision of the place, latitude and longitude in ten-thousandths, deaths."""


def close_a_case(script: Script) -> None:
    """A case of Level 3 from report to publication: a scale that showed too much."""
    case, place = _case(SCALE), cast.DEPOT
    claim = "The platform scale B-12 showed 300 g more than the test weight of 20 kg on three mornings."
    facts = {"category": "SCALE-FAULT", "level": 3, "source": "audit", "place": place, "claim": claim}
    script.say("manager", REPORTED, SCALE, script.at(48, "16:40"), incident=case, **facts)
    script.say("programme", ACKNOWLEDGED, SCALE, script.at(46, "09:10"), incident=case)
    does = "The scale is adjusted and sealed by the metrology office."
    _plan(script, SCALE, 44, [_step(script, does, "Test weights", "20 g at 20 kg", 38)])
    done = {"step": 1, "done_on": _day(script, 40), "result": "10 g too much at 20 kg"}
    script.say("programme", STEP_DONE, SCALE, script.at(40, "15:00"), incident=case, **done)
    reason = "Test weights and the log of the scale show it; lots bought on these mornings were weighed again."
    said = {"incident": case, "reason": reason}
    script.say("auditor", FOUND, SCALE, script.at(39, "11:00"), finding="substantiated", **said)
    adjusted = {"incident": case, "reason": "Adjusted, sealed and tested twice."}
    script.say("regulator", CLOSED, SCALE, script.at(38, "10:00"), outcome="resolved", **adjusted)
    told = "A depot's scale showed too much. It was adjusted and sealed, and the lots concerned were weighed again."
    script.say("programme", PUBLISHED, SCALE, script.at(37, "09:00"), incident=case, summary=told, area="Tanganyika")


def look_into_risk(script: Script) -> None:
    """What happened in the last weeks, after the trade was sealed: followers hear of it."""
    _bring_conflict(script)
    _keep_a_case_open(script)


def _bring_conflict(script: Script) -> None:
    """Invented events near two sites; the territory of one is determined to be of high risk."""
    lines = [_event(script, *each) for each in EVENTS]
    file = {"source": EVENT_SOURCE, "edition": "invented for the demo"}
    script.say("programme", "conflict.events_brought.v1", "events", script.at(15, "08:30"), events=lines, **file)
    found = {
        "country": "CD",
        "province": "Mitwaba",
        "status": "cahra",
        "valid_from": _day(script, 9),
        "source": "Invented for the demo",
        "decided_by": "Due diligence committee of the programme (demonstration)",
        "rationale": "Three invented events within six weeks, two near sites that sell. Looked at again in six months.",
    }
    script.say("programme", "cahra.determined.v1", "Mitwaba", script.at(9, "14:00"), **found)


def _event(script: Script, number: str, days_ago: int, prec: int, north: int, east: int, deaths: int) -> dict[str, Any]:
    day = _day(script, days_ago)
    return {
        "id": f"demo-{number}",
        "from": day,
        "to": day,
        "date_prec": 1,
        "where_prec": prec,
        "latitude_e4": north,
        "longitude_e4": east,
        "country": "CD",
        "adm_1": "Tanganyika province" if north > -70_000 else "Haut-Katanga province",
        "violence": 2,
        "side_a": "Invented side A",
        "side_b": "Invented side B",
        "best": deaths,
        "high": deaths + 1,
        "low": 0,
    }


def _keep_a_case_open(script: Script) -> None:
    """A case of Level 2 with claim, reply and plan; of two lots one waits on hold, one goes on under seal."""
    case, waits, sealed = _case(BARRIER), *_bags_of(script, cast.LA_VIE)
    script.say(
        "tagger",
        REPORTED,
        BARRIER,
        script.at(16, "17:20"),
        incident=case,
        category="A2-5",
        level=2,
        source="committee",
        place=script.places[cast.LA_VIE],
        parties=[cast.RIVALS],
        lots=[waits.lot, sealed.lot],
        since=_day(script, 24),
        until=_day(script, 17),
        claim="Men in uniform take 2,000 francs for every bag at a barrier on the way to the depot, and carriers say "
        "that the depot's buyers know it.",
        summary="Payments at a barrier on the way from the site to the depot.",
    )
    cause = str(script.acts[-1].envelope["key"])
    script.say("programme", ACKNOWLEDGED, BARRIER, script.at(14, "08:50"), incident=case)
    hold = {"rule": "INC-04", "entry": cause}
    decide = _day(script, -12)
    script.say("regulator", "lot.held.v1", "waits", script.at(13, "10:00"), lot=waits.lot, decide_by=decide, **hold)
    script.say("programme", "lot.held.v1", "sealed", script.at(13, "10:05"), lot=sealed.lot, **hold)
    reply = {
        "party": cast.RIVALS,
        "reply": "Our buyers pay no barrier. We heard of it from carriers and told the chief of the post in writing.",
        "replied_on": _day(script, 12),
    }
    script.say("rival-manager", "incident.replied.v1", BARRIER, script.at(12, "15:30"), incident=case, **reply)
    steps = [
        _step(script, "The depot pays the carriers in front of the site committee.", "Receipts", "All of a week", 4),
        _step(script, "The mines administration has the barrier taken down.", "Visits", "None at three visits", -25),
        _step(script, "The committee asks carriers every month what they paid.", "Answers", "Nobody paid", -60),
    ]
    _plan(script, BARRIER, 9, steps)
    note = "Weighed and photographed at the depot; it was carried before the barrier stood. It stays under these seals."
    end = {"lot": sealed.lot, "seals": ["RL-004417", "RL-004418"], "note": note}
    script.say("regulator", "lot.released.v1", "sealed", script.at(6, "09:40"), **end)
    done = {"step": 1, "done_on": _day(script, 4), "result": "Receipts of 7 of 7 days"}
    script.say("programme", STEP_DONE, BARRIER, script.at(4, "17:15"), incident=case, **done)


def _bags_of(script: Script, site: str) -> tuple[Bag, Bag]:
    """Return two bags of a site that nobody has used up."""
    first, second, *_ = script.bags[site]
    return first, second


def _plan(script: Script, name: str, days_ago: int, steps: list[dict[str, Any]]) -> None:
    facts = {"incident": _case(name), "plan_on": _day(script, days_ago), "steps": steps}
    script.say("programme", PLAN_ADOPTED, name, script.at(days_ago, "14:30"), **facts)


def _step(script: Script, does: str, measure: str, target: str, due: int) -> dict[str, Any]:
    return {"does": does, "measure": measure, "target": target, "due_on": _day(script, due)}


def _case(name: str) -> str:
    return cast.code(codes.INCIDENT, name)


def _day(script: Script, days_ago: int) -> str:
    return script.at(days_ago).date().isoformat()
