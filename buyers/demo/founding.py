"""Found: parties, places, and what was decided and seen about the sites."""

from __future__ import annotations

import hashlib

from buyers.demo import cast
from buyers.demo.licences import license_all
from buyers.demo.script import Script

FIRST_DAY = 480
"""Days before the demo's day on which its first entry happens: before the oldest decision."""
FIRST_ENTRY = "programme"
PARTY_KIND = "party.registered.v1"


def found(script: Script) -> None:
    """Register parties and places, then let the State decide and teams visit."""
    start = script.at(FIRST_DAY)
    for code, name, kind, country in cast.PARTIES:
        script.say("programme", PARTY_KIND, code, start, party=code, name=name, kind=kind, country=country)
    for code, name, kind, country, area, zone, party in cast.PLACES:
        facts = {"place": code, "name": name, "kind": kind, "country": country, "area": area, "zone": zone}
        script.say("programme", "place.registered.v1", code, start, party=party, **facts)
    license_all(script)
    for number, site in enumerate(cast.SITES, start=1):
        _decide(script, site, number)
        _visit(script, site)


def _decide(script: Script, site: cast.Site, number: int) -> None:
    place = script.places[site.name]
    for status, decided, since in site.decisions:
        facts = {"by": "state", "status": status, "valid_from": script.at(since).date().isoformat()}
        act, signed = f"Demonstration order {number:02d}-{status}", script.at(decided)
        if status == "red":
            annex = {"number": act, "article": "art. 1", "signed_on": signed.date().isoformat(), "sites": [place]}
            script.say("regulator", "act.signed.v1", f"{site.name} {status}", signed, **annex, **facts)
        else:
            name = f"{site.name} {status}"
            script.say("regulator", "site.status_decided.v1", name, signed, act=act, place=place, **facts)
    if site.report is not None:
        filed = script.at(site.report, "10:00")
        paper = {"filed_on": filed.date().isoformat(), "document": hashlib.sha256(site.name.encode()).hexdigest()}
        script.say("rival-manager", "blue.report_filed.v1", site.name, filed, place=place, **paper)


def _visit(script: Script, site: cast.Site) -> None:
    for days_ago, seen in site.visits:
        when = script.at(days_ago, "15:30")
        workers = 20 + script.chance.randrange(140)
        facts = {"place": script.places[site.name], "visited_on": when.date().isoformat(), "on_site": "yes", **seen}
        script.say(
            "programme",
            "site.visited.v1",
            f"{site.name} {days_ago}",
            when,
            workers=workers,
            by_whom="Demonstration visit",
            **facts,
        )
