"""Withdraw: entries about places and parties are taken back, with a reason; they stay in the book, struck."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger import codes
from ledger.deeds.checking import local_date
from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Lines, Parts, Whole, Words
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.tables import PARTY, PLACE
from ledger.standing import reading
from ledger.standing.merging import LET_GO, MERGED, TOOK_IN
from ledger.standing.tables import STANDING
from sites.describing.recounting import class_of
from sites.describing.tables import DESCRIPTION
from sites.likeness.placing import apply_free, apply_off_shelves, numbers_of_site
from sites.likeness.tables import NOBODYS, SITE_NUMBER
from sites.parties.freeing import apply_free_numbers, numbers_of_party
from sites.parties.tables import PARTY_EVENT, PARTY_LINE, PARTY_NUMBER
from sites.statuses.lining import apply_line, clock_of, recorded_on
from sites.tables import MINE_SITE, SITE_PCODE, VISIT
from sites.visits.summing import BLANK
from sites.withdrawing.recounting import line_without
from sites.withdrawing.tables import WITHDRAWN

KIND = "entries.withdrawn.v1"
LINE = Parts(
    about="One entry that is taken back.",
    of={
        "subject": Words(most=9, about="Code of the place or party that it speaks of."),
        "event": Whole(least=1, about="Number of its event."),
    },
)
SCHEMA = {
    "entries": Lines(each=LINE, about="What is taken back."),
    "reason": Words(most=200, about="Why, in words that anybody may read."),
    "run": Words(
        required=False, most=36, pattern="[0-9a-f-]{36}", about="The import that brought them, if it was one."
    ),
    "note": Words(group="notes", required=False, most=500, about="A remark."),
}


class NothingToWithdraw(Refused):
    code = "nothing_to_withdraw"


def subjects(entry: Any, kind: str) -> list[str]:
    """Return the subjects of one kind of code, sorted."""
    return sorted({line["subject"] for line in entry["entries"] if line["subject"].startswith(kind)})


def needs(entry: Entry) -> Needs:
    places, parties = subjects(entry, codes.PLACE), subjects(entry, codes.PARTY)
    return Needs(
        change={PLACE: places, MINE_SITE: places, PARTY: parties, PARTY_LINE: parties},
        read={STANDING: [*places, *parties], VISIT: places, DESCRIPTION: places, PARTY_EVENT: parties},
    )


def needs_more(entry: Entry, rows: Rows) -> Needs:
    sites = [rows.get(MINE_SITE, place) for place in subjects(entry, codes.PLACE)]
    held = [site for site in sites if site is not None]
    pcodes = [site.pcode for site in held if site.pcode]
    parties = [key for party in subjects(entry, codes.PARTY) for key in numbers_of_party(party, rows)]
    return Needs(
        change={
            SITE_NUMBER: [key for site in held for key in numbers_of_site(site)],
            SITE_PCODE: pcodes,
            PARTY_NUMBER: parties,
        }
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuses a subject that nobody registered."""
    for number, line in enumerate(entry["entries"]):
        if _registered(line["subject"], rows) is None:
            expected = "the code of a registered place or party"
            raise BadEntry("unknown_subject", f"facts.entries[{number}].subject", expected, given=line["subject"])


def _registered(subject: str, rows: Rows) -> Any | None:
    table = {codes.PLACE: PLACE, codes.PARTY: PARTY}.get(subject[0])
    return rows.get(table, subject) if table and codes.is_code(subject, subject[0]) else None


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses nothing_to_withdraw: no such entry about this subject, or one that was taken back before."""
    for line in entry["entries"]:
        subject, event = line["subject"], line["event"]
        said = rows.of(STANDING, subject)
        if event not in _entries_about(subject, rows) or reading.is_withdrawn(said, event):
            raise NothingToWithdraw(subject=subject, event=event)
    places = subjects(entry, codes.PLACE)
    return {**clock_of(places, rows), "classes": _classes(entry, rows)}


def _classes(entry: Entry, rows: Rows) -> dict[str, object]:
    """Return the class of each site whose visits change: it hangs on dated ceilings (CAT-01)."""
    day = date.fromisoformat(local_date(entry, KINDS[KIND], rows))
    lines = {place: line_without(rows, place, events) for place, events in _by_subject(entry).items() if is_site(place)}
    return {place: class_of(line, day).get("class") for place, line in sorted(lines.items()) if line is not None}


def _by_subject(entry: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for line in entry["entries"]:
        found.setdefault(line["subject"], []).append(line["event"])
    return {subject: sorted(found[subject]) for subject in sorted(found)}


def is_site(subject: str) -> bool:
    """Say whether a subject is a place."""
    return subject.startswith(codes.PLACE)


def _entries_about(subject: str, rows: Rows) -> set[int]:
    # a merging speaks of two sites: site.unmerged takes it back from both
    said = [each for each in rows.of(STANDING, subject) if each.topic not in (MERGED, TOOK_IN, LET_GO)]
    found = {_registered(subject, rows).event_id} | {each.event_id for each in said}
    if subject.startswith(codes.PLACE):
        return found | {visit.event_id for visit in rows.of(VISIT, subject)}
    return found | {each.event_id for each in rows.of(PARTY_EVENT, subject)}


def apply(event: Event, rows: Rows) -> None:
    """Strike the entries: what they stated no longer counts, from the beginning of time."""
    for subject, events in _by_subject(event).items():
        line = line_without(rows, subject, events) if is_site(subject) and rows.get(MINE_SITE, subject) else None
        _apply_strike(event, subject, events, rows)
        if is_site(subject):
            _apply_to_line(event, subject, events, line, rows)
        else:
            apply_free_numbers(rows.get(PARTY, subject), events, rows)


def _apply_strike(event: Event, subject: str, events: list[int], rows: Rows) -> None:
    rows.add(
        STANDING,
        subject=subject,
        topic=reading.WITHDRAWN,
        value="",
        valid_from=date.fromisoformat(event.local_date),
        source=event["reason"],
        terms={"events": events},
        event_id=event.id,
    )
    for number in events:
        rows.add(WITHDRAWN, event_id=number, subject=subject, by_event_id=event.id, reason=event["reason"])


def _apply_to_line(event: Event, place: str, events: list[int], line: Any | None, rows: Rows) -> None:
    """Bring the site's line in the register up to what is left."""
    site = rows.get(MINE_SITE, place)
    if site is None:
        return
    if line is not None:
        found = event.resolved["classes"].get(place) or {}
        visited = {name: getattr(line, name) for name in BLANK}
        rows.change(MINE_SITE, place, **visited, asm_class=found.get("name"), class_rule=found.get("rule"))
    apply_line(rows, place, recorded_on(event), event.resolved["clock"])
    if site.event_id in events:
        rows.change(MINE_SITE, place, withdrawn_by=event.id)
        apply_off_shelves(event, site, rows)
        apply_free(site, rows)
        if site.pcode and (held := rows.get(SITE_PCODE, site.pcode)) is not None and held.place == place:
            rows.change(SITE_PCODE, site.pcode, place=NOBODYS)


deed(
    KIND,
    about="Entries about places or parties are taken back.",
    schema=SCHEMA,
    example={"entries": [{"subject": "S0000001Z", "event": 4711}], "reason": "The file named the wrong year."},
    needs=needs,
    needs_more=needs_more,
    known=known,
    check=check,
    apply=apply,
)
