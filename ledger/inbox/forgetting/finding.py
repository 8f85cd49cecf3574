"""Finds what hides about a person: by their code wherever it may stand, by what follows from such entries, by name.

No list of facts says where a person may stand. The code is looked for in the bytes of the leaf and in all openings of
an entry, whatever its kind: a kind that is added tomorrow cannot be forgotten here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q

from ledger import codes
from ledger.deeds.kinds import KINDS
from ledger.inbox.forgetting.erasing import GROUPS
from ledger.log.models import Opening
from ledger.papers.keeping import PEOPLE as PEOPLE_PAPERS
from ledger.papers.models import Paper
from ledger.risk.incidents.models import Incident

BY_CODE, BY_THREAD, BY_NAME = "code", "thread", "name"
AT_ONCE = 5_000
THREADS = ("flag", "proposal", "entries", "incident")
"""Facts by which an entry speaks on about an earlier one: what is about a person is so, too, in the answers to it."""
_HIDDEN = """
    SELECT opening.key::text, opening."group", coalesce(event.kind, held.kind, ''), coalesce(held.status, 'recorded'),
           coalesce(convert_from(event.entry, 'UTF8')::jsonb -> 'facts', held.facts)
    FROM ledger_opening opening
    LEFT JOIN ledger_eventkey known ON known.key = opening.key
    LEFT JOIN ledger_event event ON event.id = known.event_id
    LEFT JOIN ledger_inboxentry held ON held.key = opening.key
    WHERE opening."group" = ANY(%s) AND octet_length(opening.value) > 0 AND """
_HOLDS_A_WORD = """EXISTS (
    SELECT FROM unnest(%s::bytea[]) AS word
    WHERE position(word IN event.entry) > 0
       OR position(word IN convert_to(concat_ws(' ', held.facts, held.reason, held.party, held.actor), 'UTF8')) > 0
       OR EXISTS (
           SELECT FROM ledger_opening other WHERE other.key = opening.key AND position(word IN other.value) > 0))"""
_OF_KINDS = "coalesce(event.kind, held.kind) = ANY(%s)"
_OF_KEYS = "opening.key = ANY(%s::uuid[])"
_SAYS_A_NAME = """EXISTS (
    SELECT FROM unnest(%s::text[]) AS word
    WHERE position(lower(word) IN lower(convert_from(opening.value, 'UTF8'))) > 0)"""
_ABOUT_A_WORD = """
    SELECT known.key::text FROM ledger_eventkey known
    LEFT JOIN ledger_event event ON event.id = known.event_id
    LEFT JOIN ledger_inboxentry held ON held.key = known.key
    WHERE known.key = ANY(%s::uuid[]) AND EXISTS (
        SELECT FROM unnest(%s::bytea[]) AS word
        WHERE position(word IN event.entry) > 0
           OR position(word IN convert_to(concat_ws(' ', held.facts, held.party, held.actor), 'UTF8')) > 0
           OR EXISTS (
               SELECT FROM ledger_opening other WHERE other.key = known.key AND position(word IN other.value) > 0))"""


class Found(NamedTuple):
    """One opening that is about the person; `state` is recorded, waiting or refused, `by` how it was found."""

    key: str
    group: str
    kind: str
    state: str
    by: str


class Sought(NamedTuple):
    """Whom to look for: the party's code, the ids of users who act for it alone, and names and numbers they have.

    `others` are the codes of namesakes: an entry that names one of them is about that one.
    """

    party: str
    users: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def words(self) -> list[bytes]:
        """The code as stored and as shown, and the users' ids, as they stand in bytes."""
        return [word.encode() for word in (self.party, codes.shown(self.party), *self.users)]


def find(sought: Sought) -> list[Found]:
    """Return every opening of people and notes about a person that still says something."""
    found: dict[tuple[str, str], Found] = {}
    for by, records in ((BY_CODE, _named(sought)), (BY_THREAD, _followed(sought)), (BY_NAME, _said(sought))):
        for key, group, kind, state, _facts in records:
            found.setdefault((key, group), Found(key, group, kind, state, by))
    return sorted(found.values())


def find_among(sought: Sought, keys: Iterable[str]) -> list[Found]:
    """Return what these entries hide about a person, by code and thread."""
    given = sorted(keys)
    named = _asked(f"{_OF_KEYS} AND {_HOLDS_A_WORD}", given, sought.words)
    followed = _followed(sought, given)
    found = {(key, group): Found(key, group, kind, state, BY_CODE) for key, group, kind, state, _ in named}
    for key, group, kind, state, _ in followed:
        found.setdefault((key, group), Found(key, group, kind, state, BY_THREAD))
    return sorted(found.values())


Record = Sequence[Any]


def _named(sought: Sought) -> list[Record]:
    return _asked(_HOLDS_A_WORD, sought.words)


def _said(sought: Sought) -> list[Record]:
    records = saying(sought.names)
    keys, others = sorted({record[0] for record in records}), [code.encode() for code in sought.others]
    theirs = _asked(f"{_OF_KEYS} AND {_HOLDS_A_WORD}", keys, others) if others else []
    left = {record[0] for record in theirs}
    return [record for record in records if record[0] not in left]


def saying(names: Sequence[str]) -> list[Record]:
    """Return key, group, kind, state and open facts of what hides one of these names or numbers."""
    # as canonical JSON spells them inside a value
    spelled = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names]
    return _asked(_SAYS_A_NAME, spelled) if spelled else []


def speaks_on(kind: str) -> bool:
    """Say whether entries of this kind hide something about what an earlier entry began."""
    return bool(KINDS[kind].groups & {*GROUPS} and {*THREADS} & {*KINDS[kind].schema})


def _followed(sought: Sought, keys: Sequence[str] | None = None) -> list[Record]:
    """Return entries, of these or of all, that speak on of what is about the person: a flag, proposal, case, entry."""
    kinds = sorted(filter(speaks_on, KINDS))
    records = _asked(_OF_KINDS, kinds) if keys is None else _asked(f"{_OF_KINDS} AND {_OF_KEYS}", kinds, keys)
    spoken = {record[0]: _threads(record[4] or {}) for record in records}
    about = _about(sought, {each for threads in spoken.values() for each in threads})
    return [record for record in records if spoken[record[0]] & about]


def _threads(facts: dict[str, Any]) -> set[str]:
    named = [facts[name] for name in THREADS if name in facts]
    return {str(each) for value in named for each in (value if isinstance(value, list) else [value])}


def _about(sought: Sought, threads: Iterable[str]) -> set[str]:
    """Return those of these keys and codes of cases that are about the person."""
    keys = sorted(each for each in threads if len(each) == 36)
    about: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute(_ABOUT_A_WORD, [keys[start : start + AT_ONCE], sought.words])
            about |= {key for (key,) in cursor.fetchall()}
    named = Q(parties__contains=[sought.party])
    for user in sought.users:
        named |= Q(agents__contains=[user])
    return about | set(Incident.objects.filter(named).values_list("code", flat=True))


def _asked(where: str, *values: Any) -> list[Record]:
    with connection.cursor() as cursor:
        cursor.execute(_HIDDEN + where, [list(GROUPS), *values])
        return [(*record[:4], _facts(record[4])) for record in cursor.fetchall()]


def _facts(said: Any) -> Any:
    return json.loads(said) if isinstance(said, str | bytes) else said


def papers_of(found: Sequence[Found]) -> list[str]:
    """Return the papers that are about people and that only these openings name."""
    going = {(each.key, each.group) for each in found if each.group == PEOPLE_PAPERS}
    held = {
        (str(key), group): bytes(value)
        for key, group, value in Opening.objects.filter(
            group=PEOPLE_PAPERS, key__in=[key for key, _ in going]
        ).values_list("key", "group", "value")
    }
    words = {sha for pair in going for sha in _hashes(held.get(pair, b""))}
    papers = Paper.objects.filter(sha256__in=words, group=PEOPLE_PAPERS, erased_at=None)
    kept = {key for key, _ in going}
    return sorted(each.sha256 for each in papers if not _named_elsewhere(each.sha256, kept))


def _hashes(value: bytes) -> set[str]:
    said = json.loads(value) if value else {}
    found: set[str] = set()
    stack: list[Any] = [said]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            stack += each.values()
        elif isinstance(each, list):
            stack += each
        elif isinstance(each, str) and len(each) == 64:
            found.add(each)
    return found


def _named_elsewhere(paper: str, going: set[str]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT EXISTS (SELECT FROM ledger_opening WHERE "group" = %s AND NOT key = ANY(%s::uuid[])
               AND position(%s::bytea IN value) > 0)""",
            [PEOPLE_PAPERS, sorted(going), paper.encode()],
        )
        return bool(cursor.fetchone()[0])
