"""Screens parties: those that changed against all lists, and all parties against what a new edition brought.

A run over all parties goes in steps with a cursor; each step and each screening has a key that follows from its cause,
so that a step that is done twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Count, Max

from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.system import system_entry
from ledger.log.reading import Positioned
from ledger.parties.models import Party
from ledger.reference.parameters import parameter
from ledger.risk.screening.asking import answers, ask
from ledger.risk.screening.editions import KIND as LOADED
from ledger.risk.screening.editions import key_of
from ledger.risk.screening.matching import NameIndex
from ledger.risk.screening.models import Hit, ScreeningWork, WatchList
from ledger.risk.screening.names import NAMING, Known, names_of
from ledger.risk.screening.shelves import editions_in_force, ended_with, index_of, index_of_news
from ledger.risk.screening.tables import GONE
from ledger.risk.screening.telling import PARTY_KIND, RUN_KIND

STEP, AT_ONCE = 2_000, 100


def screen(codes: Iterable[str], cause: str) -> int:
    """Hold parties against all lists in force and enter what came of it; return how many entries were made."""
    editions = editions_in_force()
    if not editions:
        return 0
    wanted = sorted(set(codes))
    known = names_of(wanted)
    indexes = {source: index_of(source, row.event_id) for source, row in editions.items()}
    return _enter([_screened(code, known[code], indexes, editions, cause) for code in wanted])


def _screened(
    code: str, known: Sequence[Known], indexes: dict[str, NameIndex], editions: dict[str, WatchList], cause: str
) -> Entry:
    today = datetime.now(UTC).date()
    found = ask(code, known, indexes, least_score(today))
    listed = sorted(row.key for row in editions.values())
    key = str(uuid5(NAMESPACE_URL, f"screened:{code}:{' '.join(listed)}:{cause}"))
    return system_entry(key, PARTY_KIND, {"party": code, "editions": listed, **found.facts()})


def least_score(today: date) -> int:
    """Return from which score on a name that answers is a hit at all."""
    return parameter("screening_least_thousandths", today)


def _enter(entries: Sequence[Entry]) -> int:
    for start in range(0, len(entries), AT_ONCE):
        enter(entries[start : start + AT_ONCE])
    return len(entries)


def look(events: Sequence[Positioned]) -> None:
    """Follow the log: screen the parties whose names changed, and begin a run for every edition that was loaded."""
    changed: dict[str, str] = {}
    for event in events:
        if event.kind.startswith(NAMING):
            changed[event.facts["party"]] = event.key
        elif event.kind == LOADED:
            _begin(event)
    by_cause: dict[str, list[str]] = {}
    for code, cause in changed.items():
        by_cause.setdefault(cause, []).append(code)
    for cause, codes in by_cause.items():
        screen(codes, cause)


def _begin(event: Positioned) -> None:
    facts = event.facts
    key = key_of(facts["source"], facts["edition"], facts["sha256"])
    up_to = Party.objects.aggregate(last=Max("event_id"))["last"] or 0
    ScreeningWork.objects.get_or_create(
        edition=key, defaults={"source": facts["source"], "event_id": event.id, "up_to": max(up_to, event.id)}
    )


def advance(step: int = STEP) -> bool:
    """Take the next step of the oldest run; say whether there is more to do."""
    with transaction.atomic():
        work = ScreeningWork.objects.select_for_update(skip_locked=True).filter(done=False).order_by("event_id").first()
        if work is None:
            return False
        parties = Party.objects.filter(code__gt=work.after, event_id__lte=work.up_to).order_by("code")
        codes = list(parties.values_list("code", flat=True)[:step])
        if codes:
            work.with_hits += _look_through(codes, work)
            work.parties += len(codes)
            work.after = codes[-1]
        else:
            _finish(work)
            work.done = True
        work.save()
    return True


def _look_through(codes: Sequence[str], work: ScreeningWork) -> int:
    """Screen those of these parties whom the news of an edition may concern; return how many."""
    least = least_score(datetime.now(UTC).date())
    news = index_of_news(work.source, work.event_id)
    ended = set(ended_with(work.source, work.event_id).values_list("listed", flat=True))
    hits = Hit.objects.filter(party__in=codes, source=work.source).exclude(state=GONE)
    touched = {party for party, listed in hits.values_list("party", "listed") if listed in ended}
    known = names_of(codes)
    touched |= {code for code in codes if code not in touched and answers(known[code], news, least)}
    screen(touched, f"run:{work.edition}")
    return len(touched)


def _finish(work: ScreeningWork) -> None:
    editions = sorted(row.key for row in editions_in_force(work.event_id).values())
    with_hits = Hit.objects.exclude(state=GONE).aggregate(parties=Count("party", distinct=True))["parties"]
    facts = {"editions": editions, "up_to": work.up_to, "parties": work.parties, "with_hits": with_hits}
    _enter([system_entry(str(uuid5(NAMESPACE_URL, f"screening_run:{work.edition}")), RUN_KIND, facts)])


def run_to_the_end(step: int = STEP) -> int:
    """Take all steps of all runs; return how many steps there were."""
    steps = 0
    while advance(step):
        steps += 1
    return steps
