"""Screenings enter the book: of one party with its hits, or of all parties at once. The system writes them.

That somebody may be somebody on a list is no fact for everybody: hits lie in the group `trade`, the words that
answered each other too, and those of natural persons in the group `people`, which can be erased.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Lines, Parts, Whole, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY
from ledger.risk.screening.comparing import EXACT, INITIAL, JOINED, SPELLED
from ledger.risk.screening.editions import EDITION, SOURCES
from ledger.risk.screening.tables import BEHIND, GONE, HIT, NOT_SAME, OPEN, OWN, SCREENING, SCREENING_RUN, UNCLEAR

PARTY_KIND, RUN_KIND = "party.screened.v1", "parties.screened.v1"
MOST_HITS, MOST_PAIRS = 40, 48
EDITIONS = Lines(each=EDITION, most=20, about="The editions that were looked through.")
KEY = Words(most=36, pattern="[0-9a-f-]{36}", about="Key of the hit.")
ANSWERS = ("agrees", "differs", "unknown")
HIT_LINE = Parts(
    about="One hit.",
    of={
        "hit": KEY,
        "source": Choice(of=SOURCES, about="Whose list."),
        "listed": Words(most=120, about="The list's own id of the entry."),
        "role": Choice(of=(OWN, BEHIND), about="Whose name answered."),
        "score": Whole(most=1_000, about="How well the names answer, in thousandths."),
        "programmes": Lines(
            least=0, most=20, each=Words(most=120, about="A programme."), about="Under which programmes it is listed."
        ),
    },
)
PAIR = Parts(
    about="Words that answered each other.",
    of={
        "place": Whole(most=MOST_PAIRS, about="Its place."),
        "ours": Words(most=80, about="Ours."),
        "theirs": Words(most=80, about="The list's."),
        "how": Choice(of=(EXACT, SPELLED, INITIAL, JOINED), about="How they answer."),
    },
)
WORDS_LINE = Parts(
    about="Why one hit is one.",
    of={
        "hit": KEY,
        "name": Words(about="The name that was asked."),
        "listed_name": Words(about="The name of the list that answered."),
        "pairs": Lines(each=PAIR, most=MOST_PAIRS, about="The words that answered each other."),
        "ours_left": Words(required=False, about="Words of ours without an answer."),
        "theirs_left": Words(required=False, about="Words of the list without an answer."),
        "kind": Choice(of=ANSWERS, about="Whether both are persons, or both organisations."),
        "born": Choice(of=ANSWERS, about="Whether the years of birth agree."),
        "country": Choice(of=ANSWERS, about="Whether a country agrees."),
    },
)


def party_needs(entry: Entry) -> Needs:
    party = [entry["party"]]
    return Needs(change={PARTY: party}, read={HIT: party})


def apply_party(event: Event, rows: Rows) -> None:
    """Open hits that are new or worse, let go those that answer no more, and keep what was decided."""
    party, day = event["party"], date.fromisoformat(event.local_date)
    found = {line["hit"]: line for line in event.get("hits") or []}
    looked_through = {edition.split(":", 1)[0] for edition in event["editions"]}
    lines = []
    for each in sorted(rows.of(HIT, party), key=lambda hit: str(hit.key)):
        line = found.pop(str(each.key), None)
        if line is not None:
            each = _again(each, line, event, day)
        elif each.source in looked_through and each.state != GONE:
            each = each._replace(state=GONE, until=None, event_id=event.id)
        lines.append(each._asdict())
    lines += [_new(party, line, event, day) for _, line in sorted(found.items())]
    rows.replace(HIT, party, lines)
    rows.add(
        SCREENING,
        party=party,
        editions=sorted(event["editions"]),
        hits=sum(1 for line in lines if line["state"] != GONE),
        on_day=day,
        event_id=event.id,
    )


def _new(party: str, line: dict[str, Any], event: Event, day: date) -> dict[str, Any]:
    said = {name: line[name] for name in ("source", "listed", "role", "score", "programmes")}
    return {"party": party, "key": line["hit"], **said, "state": OPEN, "opened_on": day, "event_id": event.id}


def _again(hit: Any, line: dict[str, Any], event: Event, day: date) -> Any:
    """Return a hit that answered again: what was decided stays, unless it had gone or answers better than then."""
    reopened = hit.state == GONE or (hit.state in {NOT_SAME, UNCLEAR} and line["score"] > hit.score)
    said = {"score": line["score"], "programmes": line["programmes"], "event_id": event.id}
    if reopened:
        said |= {"state": OPEN, "opened_on": day, "until": None, "second": None}
    return hit._replace(**said)


def apply_run(event: Event, rows: Rows) -> None:
    """Say that everybody known up to an event was looked at."""
    rows.add(
        SCREENING_RUN,
        key=event.key,
        editions=sorted(event["editions"]),
        up_to=event["up_to"],
        parties=event["parties"],
        with_hits=event["with_hits"],
        on_day=date.fromisoformat(event.local_date),
        event_id=event.id,
    )


def run_needs(entry: Entry) -> Needs:
    return Needs(create={SCREENING_RUN: [entry.key]})


deed(
    PARTY_KIND,
    about="A party and those behind it are held against watch lists.",
    schema={
        "party": Code(kind="Q", about="The party."),
        "editions": EDITIONS,
        "hits": Lines(group="trade", required=False, each=HIT_LINE, most=MOST_HITS, about="Whom it may be."),
        "words": Lines(
            group="trade", required=False, each=WORDS_LINE, most=MOST_HITS, about="Why, for names of organisations."
        ),
        "people_words": Lines(
            group="people", required=False, each=WORDS_LINE, most=MOST_HITS, about="Why, for names of persons."
        ),
    },
    example={
        "party": "Q0000001H",
        "editions": ["un:2026-11-20:5f5f5f5f5f5f"],
        "hits": [
            {
                "hit": "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11",
                "source": "un",
                "listed": "6907993",
                "role": "own",
                "score": 880,
                "programmes": ["DRC"],
            }
        ],
    },
    needs=party_needs,
    apply=apply_party,
    by_hand=False,
)
deed(
    RUN_KIND,
    about="All parties known up to an event are held against watch lists.",
    schema={
        "editions": EDITIONS,
        "up_to": Whole(about="Id of the last event whose parties were looked at."),
        "parties": Whole(about="How many parties."),
        "with_hits": Whole(about="How many of them had a hit."),
    },
    example={"editions": ["un:2026-11-20:5f5f5f5f5f5f"], "up_to": 81_220, "parties": 312, "with_hits": 3},
    needs=run_needs,
    apply=apply_run,
    by_hand=False,
)
