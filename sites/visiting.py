"""Visit, in its first form: fewer questions than site.visited.v2 asks, the same law. Still accepted."""

from __future__ import annotations

from ledger.deeds.entries import Event
from ledger.deeds.facts import Choice, Code, Day, Lines, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.rows import Rows
from ledger.standing import reading
from sites.visits.upcasting import in_second_form
from sites.visits.visiting import apply_visit, check, needs

KIND = "site.visited.v1"
ANSWERS = (reading.YES, reading.NO, reading.UNKNOWN)
ACTORS = ("army", "police", "mines_police", "local_group", "foreign_group")
SCHEMA = {
    "place": Code(kind="S", about="The mine site."),
    "visited_on": Day(about="The day of the visit."),
    "on_site": Choice(of=ANSWERS, about="Whether somebody was really there; third-party reports are not."),
    "presence": Choice(of=ANSWERS, about="Armed actors present, the army counted too."),
    "interference": Choice(of=ANSWERS, about="Armed actors taking part, taxing or extorting."),
    "children": Choice(of=ANSWERS, about="Children under 15 at work."),
    "workers": Whole(required=False, most=100_000, about="Workers counted."),
    "women": Choice(required=False, of=ANSWERS, about="Women at work."),
    "mercury": Choice(required=False, of=ANSWERS, about="Mercury in use."),
    "actors": Lines(
        required=False,
        most=len(ACTORS),
        each=Choice(of=ACTORS, about="A kind of armed actor."),
        about="The kinds of armed actor seen; the army and a local group are different worries.",
    ),
    "status_recorded": Choice(
        required=False,
        of=("green", "yellow", "red", "blue"),
        about="The State's colour as the visitor wrote it down: a witness, not a decision.",
    ),
    "scheme_recorded": Choice(
        required=False, of=("active", "suspended"), about="The scheme's status as the visitor wrote it down."
    ),
    "project": Words(required=False, most=80, about="The project under which the visit was made."),
    "by_whom": Words(most=80, about="The organisation that visited."),
    "source": Words(required=False, most=120, about="Where the record comes from, for example a file and its row."),
    "groups": Words(group="position", required=False, most=500, about="Names of armed groups: never shown in public."),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


def apply(event: Event, rows: Rows) -> None:
    """Keep the visit as one of the second form: what that form asks beyond the first is unknown."""
    apply_visit(event, in_second_form(event.facts), rows)


deed(
    KIND,
    about="A mine site is visited, or somebody reports on it.",
    schema=SCHEMA,
    example={
        "place": "S0000001Z",
        "visited_on": "2026-11-09",
        "on_site": "yes",
        "presence": "no",
        "interference": "unknown",
        "children": "no",
        "workers": 58,
        "by_whom": "Scheme field team",
    },
    needs=needs,
    check=check,
    apply=apply,
)
