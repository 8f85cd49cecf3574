"""What a visit may tell: the facts of site.visited.v2 with their disclosure groups."""

from __future__ import annotations

from typing import Any

from ledger.deeds.facts import Choice, Code, Day, Fact, Lines, Parts, Whole, Words
from ledger.reference.minerals import MINERALS
from sites.visits.armed import ARMED, GROUPS, ROADBLOCK_PLACES, ROADBLOCKS
from sites.visits.words import (
    ABUSES,
    ACCESS,
    ANSWERS,
    COLOURS,
    LEAST_MECHANISED,
    MOST_MECHANISED,
    NOT_THERE,
    SCHEME_WORDS,
    SCHEMES,
    SERVICES,
)

MOST_WORKERS = 100_000
SHA256 = Words(required=False, most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the file.")


def asked(about: str) -> Choice:
    """Return a question that may stay unasked."""
    return Choice(required=False, of=ANSWERS, about=about)


def counted(about: str, most: int, **more: Any) -> Whole:
    """Return a number that may stay uncounted."""
    return Whole(required=False, most=most, about=about, **more)


def _ore(**more: Fact) -> Parts:
    mineral = Choice(of=tuple(MINERALS), about="The ore, by its name in the list.")
    return Parts(about="One ore.", of={"mineral": mineral, **more})


WHO_AND_WHEN = {
    "place": Code(kind="S", about="The mine site."),
    "visited_on": Day(about="The day of the visit."),
    "on_site": Choice(of=ANSWERS, about="Whether somebody was really there; third-party reports are not."),
    "not_there": Choice(required=False, of=NOT_THERE, about="Why nobody was there."),
    "project": Words(required=False, most=80, about="The project under which the visit was made."),
    "by_whom": Words(most=80, about="The organisation that visited."),
    "source": Words(required=False, most=120, about="Where the record comes from, for example a file and its row."),
}
PEOPLE = {
    "workers": counted("Workers counted.", MOST_WORKERS),
    "children_present": asked("Children under 15 on the site, at work or not."),
    "children": Choice(of=ANSWERS, about="Children under 15 at work."),
    "children_tasks": Words(required=False, about="What children under 15 do there."),
    "young": asked("Young people of 15 to 18 at work."),
    "women_present": asked("Women on the site, at work or not."),
    "women": asked("Women at work."),
    "women_tasks": Words(required=False, about="What women do there."),
    "pregnant": asked("Pregnant women at work."),
    "forced_labour": asked("Anybody made to work."),
    "abuses": Lines(
        required=False,
        most=len(ABUSES),
        each=Choice(of=ABUSES, about="One kind of abuse."),
        about="Gross abuses that somebody told of at the visit; who told it stands nowhere.",
    ),
}
SITE = {
    "minerals": Lines(
        required=False,
        most=5,
        about="Ores seen, the main one first.",
        each=_ore(
            written=Words(required=False, most=60, about="The source's word, where the list has none."),
            destination=Words(required=False, most=120, about="The towns where it goes in the end."),
        ),
    ),
    "selling_points": Lines(
        group="position",
        required=False,
        most=5,
        about="Where the ores are first sold: villages near the site.",
        each=_ore(at=Words(about="The places.")),
    ),
    "mercury": asked("Mercury in use."),
    "pits": counted("Pits counted.", 10_000),
    "depth_cm": counted("Depth of the deepest pit in centimetres.", 100_000, unit="centimetres"),
    "mechanisation": counted(
        "0 hand tools, 1 pumps or ventilation, 2 crushers or winches, 3 excavators or dredges.",
        MOST_MECHANISED,
        least=LEAST_MECHANISED,
    ),
    "seen_at": Parts(
        group="position",
        required=False,
        about="Where the visitor stood.",
        of={
            "latitude_e6": Whole(
                required=False, least=-90_000_000, most=90_000_000, about="Latitude in millionths of a degree."
            ),
            "longitude_e6": Whole(required=False, least=-180_000_000, most=180_000_000, about="Longitude, likewise."),
            "collectivity": Words(required=False, most=120, about="Chiefdom or sector."),
            "groupement": Words(required=False, most=120, about="Group of villages."),
            "origin": Words(required=False, most=120, about="How the position was found, in the source's words."),
        },
    ),
    "access_dry": Choice(required=False, of=ACCESS, about="How the site is reached in the dry season."),
    "access_wet": Choice(required=False, of=ACCESS, about="How it is reached in the rains."),
    "phone": asked("A telephone has a network there."),
}
STATE_AND_SCHEME = {
    "services": Lines(
        required=False, most=len(SERVICES), each=Choice(of=SERVICES, about="A service."), about="Services at the site."
    ),
    "services_written": Words(required=False, about="Services in the source's words, where the list has none."),
    "schemes": Lines(
        required=False,
        most=len(SCHEMES),
        each=Choice(of=SCHEMES, about="A scheme."),
        about="Traceability schemes that the visitor saw at work.",
    ),
    "schemes_written": Words(required=False, most=80, about="The same in the source's words."),
    "status_recorded": Choice(
        required=False,
        of=COLOURS,
        about="The State's colour as the visitor wrote it down: a witness, not a decision.",
    ),
    "scheme_recorded": Choice(
        required=False, of=SCHEME_WORDS, about="The scheme's status as the visitor wrote it down."
    ),
}
INSPECTION = {
    "inspection": Parts(
        required=False,
        about="An inspection by the State or its auditors, as the regional standard asks for it.",
        of={
            "id": Words(most=60, about="Its number."),
            "purpose": Words(required=False, about="What it was for."),
            "result": Choice(required=False, of=COLOURS, about="The colour that it proposes; no decision."),
            "findings": Words(required=False, most=1_000, about="What it found, in words."),
            "agency": Words(most=120, about="The government agency."),
            "report": SHA256,
        },
    ),
    "inspector": Parts(
        group="people",
        required=False,
        about="Who inspected.",
        of={"name": Words(about="Full name."), "position": Words(required=False, about="Title or position.")},
    ),
}
PAPERS = Lines(
    group="trade",
    required=False,
    most=20,
    about="Photographs and papers, each by the hash of its file.",
    each=Parts(
        about="One file.",
        of={
            "sha256": Words(most=64, pattern="[0-9a-f]{64}", about="SHA-256 of the file."),
            "title": Words(about="What it shows."),
        },
    ),
)
SCHEMA: dict[str, Fact] = {
    **WHO_AND_WHEN,
    "presence": Choice(of=ANSWERS, about="Armed actors present, the army counted too."),
    "interference": Choice(of=ANSWERS, about="Armed actors taking part, taxing or extorting."),
    "armed": ARMED,
    "groups": GROUPS,
    "roadblocks": ROADBLOCKS,
    "roadblock_places": ROADBLOCK_PLACES,
    **PEOPLE,
    **SITE,
    **STATE_AND_SCHEME,
    **INSPECTION,
    "papers": PAPERS,
    "note": Words(group="notes", required=False, most=1_000, about="A remark."),
}
EXAMPLE = {
    "place": "S0000001Z",
    "visited_on": "2026-11-09",
    "on_site": "yes",
    "presence": "yes",
    "interference": "no",
    "armed": [{"number": 1, "kind": "army", "interference": "no", "denied": ["taxation"], "frequency": 3}],
    "children": "no",
    "women": "yes",
    "women_tasks": "washing",
    "workers": 58,
    "minerals": [{"mineral": "cassiterite", "destination": "Bukavu"}],
    "services": ["saemape", "divmines"],
    "schemes": ["itsci"],
    "project": "Field visits 2026",
    "by_whom": "Scheme field team",
}
