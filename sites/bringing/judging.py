"""A batch of rows is judged by the ledger itself: tried and rolled back, or entered for good. Bad rows stay out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import receive
from sites.bringing.columns import BadValue, Said, Sheet
from sites.bringing.keeping import Line
from sites.bringing.keys import code_of, digest_of, key_of, words_of
from sites.bringing.models import ImportEntry, ImportIdentity, ImportRun
from sites.bringing.refusals import told_of
from sites.bringing.rows import Told, known_of, read_row
from sites.models import Withdrawn

RECORDED, REPEATED, KEY_REUSED = "recorded", "repeated", "key_reused"
"""A key of ours names words: in the register, one that was used before by anybody means that they stand already."""


@dataclass
class Judged:
    """What became of the rows of a batch; a row is in one of the three sums."""

    good: int = 0
    repeated: int = 0
    bad: dict[int, list[BadValue]] = field(default_factory=dict)
    made: list[ImportEntry] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """An entry that a row wants, under the key that its words have now."""

    told: Told
    words: UUID
    key: UUID
    envelope: dict[str, Any]
    code: str


def judge(run: ImportRun, sheet: Sheet, lines: Sequence[Line], *, for_good: bool) -> Judged:
    """Judge a batch in the transaction that is open; what is tried leaves nothing but its answers."""
    now = run.submitted_at.isoformat(timespec="seconds")
    judged, told = Judged(), list[Told]()
    known = known_of(sheet, lines, run.party)
    for line in lines:
        found = read_row(sheet, line, len(run.headers), known, now)
        if isinstance(found, Told):
            told.append(found)
        else:
            judged.bad[line.number] = found
    wishes = _wishes(sheet, _alone_in_file(run, told, judged, now), judged, now)
    actor = Actor(run.actor, run.party, frozenset(run.roles))
    answers = _enter_for_good(sheet, wishes, actor, judged) if for_good else _try(sheet, wishes, actor, judged)
    _count(run, sheet, answers, judged)
    return judged


def _alone_in_file(run: ImportRun, told: Sequence[Told], judged: Judged, now: str) -> list[Told]:
    """Leave out rows that say what an earlier row of the file said, and refuse those that bear its identity."""
    digests = {id(each): [digest_of(*_row_words(each, now)), *map(_identity, each.identities)] for each in told}
    first = _first_rows(run, [(digest, each.line.number) for each in told for digest in digests[id(each)]])
    alone = []
    for each in told:
        whole, *identities = (first[digest] for digest in digests[id(each)])
        if whole != each.line.number:
            judged.repeated += 1
            continue
        doubled = [
            BadValue(column, text, "doubled_in_file", first=row)
            for (column, text), row in zip(each.identities, identities, strict=True)
            if row != each.line.number
        ]
        if doubled:
            judged.bad[each.line.number] = doubled
        else:
            alone.append(each)
    return alone


def _row_words(told: Told, now: str) -> list[UUID]:
    return [words_of(said, number, now) for number, said in enumerate(told.said)]


def _identity(identity: tuple[str, str]) -> int:
    return digest_of("identity", *identity)


def _first_rows(run: ImportRun, borne: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return the first row of the file that bears each digest; of this batch they are kept for the next ones."""
    first: dict[int, int] = {}
    for digest, row in borne:
        first.setdefault(digest, row)
    new = [ImportIdentity(run=run.pk, digest=digest, row=row) for digest, row in first.items()]
    ImportIdentity.objects.bulk_create(new, ignore_conflicts=True)
    kept = ImportIdentity.objects.filter(run=run.pk, digest__in=list(first)).values_list("digest", "row")
    return dict(kept)


def _wishes(sheet: Sheet, told: Sequence[Told], judged: Judged, now: str) -> list[Wish]:
    """Return the entries that do not stand yet; a row of which all stand is repeated."""
    words = {id(each): _row_words(each, now) for each in told}
    standing, used = _uses(name for names in words.values() for name in names)
    wishes = []
    for each in told:
        wanted = [(said, name) for said, name in zip(each.said, words[id(each)], strict=True) if name not in standing]
        if not wanted:
            judged.repeated += 1
        code = code_of(sheet.makes, key_of(words[id(each)][0], used.get(words[id(each)][0], 0))) if sheet.makes else ""
        for said, name in wanted:
            key = key_of(name, used.get(name, 0))
            wishes.append(Wish(each, name, key, _envelope(sheet, said, key, code), code))
    return wishes


def _uses(words: Iterable[UUID]) -> tuple[set[UUID], dict[UUID, int]]:
    """Return which words stand, and how often the others were entered and taken back."""
    made = list(ImportEntry.objects.filter(words__in=list(words)).values_list("words", "event_id"))
    struck = set(Withdrawn.objects.filter(event_id__in=[event for _, event in made]).values_list("event_id", flat=True))
    standing = {name for name, event in made if event not in struck}
    used: dict[UUID, int] = {}
    for name, _event in made:
        used[name] = used.get(name, 0) + 1
    return standing, used


def _envelope(sheet: Sheet, said: Said, key: UUID, code: str) -> dict[str, Any]:
    facts = _with_code(sheet, said, code) if sheet.makes else dict(said.facts)
    return {"key": str(key), "kind": said.kind, "happened_at": said.happened_at, "facts": facts}


def _with_code(sheet: Sheet, said: Said, code: str) -> dict[str, Any]:
    if not said.on_lines:
        return {**said.facts, sheet.made: code}
    return {**said.facts, said.on_lines: [{**line, sheet.made: code} for line in said.facts[said.on_lines]]}


Answered = list[tuple[Wish, Answer]]


def _try(sheet: Sheet, wishes: Sequence[Wish], actor: Actor, judged: Judged) -> Answered:
    """Ask the ledger and take everything back: keys, inbox and outbox too."""
    with transaction.atomic():
        answered = _ask(wishes, actor)
        transaction.set_rollback(True)
    return _without_bad(sheet, answered, judged)


def _enter_for_good(sheet: Sheet, wishes: Sequence[Wish], actor: Actor, judged: Judged) -> Answered:
    """Enter the rows of which every entry is taken. A refused row leaves nothing, so it may come again corrected."""
    while wishes:
        with transaction.atomic():
            answered = _ask(wishes, actor)
            good = _without_bad(sheet, answered, judged)
            if len(good) == len(answered):
                return answered
            transaction.set_rollback(True)
        wishes = [wish for wish, _answer in good]
    return []


def _ask(wishes: Sequence[Wish], actor: Actor) -> Answered:
    answers = receive([wish.envelope for wish in wishes], actor) if wishes else []
    return list(zip(wishes, answers, strict=True))


def _without_bad(sheet: Sheet, answered: Answered, judged: Judged) -> Answered:
    for wish, answer in answered:
        if not _is_taken(sheet, answer):
            judged.bad.setdefault(wish.told.line.number, []).append(told_of(sheet, wish.told.line, answer))
    return [pair for pair in answered if pair[0].told.line.number not in judged.bad]


def _is_taken(sheet: Sheet, answer: Answer) -> bool:
    if sheet.is_of_trade and answer.code == KEY_REUSED:
        return False  # a bag must not pass for entered because somebody took its key
    return answer.status in {RECORDED, REPEATED} or answer.code == KEY_REUSED


def _count(run: ImportRun, sheet: Sheet, answered: Answered, judged: Judged) -> None:
    rows: Mapping[int, list[Answer]] = {}
    rows = {wish.told.line.number: [] for wish, _answer in answered}
    for wish, answer in answered:
        rows[wish.told.line.number].append(answer)
        if answer.status == RECORDED:
            judged.made.append(_made(run, sheet, wish, answer))
    for answers in rows.values():
        if any(answer.status == RECORDED for answer in answers):
            judged.good += 1
        else:
            judged.repeated += 1


def _made(run: ImportRun, sheet: Sheet, wish: Wish, answer: Answer) -> ImportEntry:
    subject = wish.envelope["facts"].get(sheet.subject, wish.code)
    row, kind = wish.told.line.number, wish.envelope["kind"]
    return ImportEntry(
        key=wish.key, words=wish.words, run=run.pk, row=row, kind=kind, subject=subject, event_id=answer.event_id
    )
