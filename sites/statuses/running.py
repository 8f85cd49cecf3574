"""Run: the clock looks for sites whose colour has ended by itself, and enters what follows (MINE-02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import F, Q, QuerySet

from ledger.deeds.batches import enter
from ledger.deeds.entries import Entry
from ledger.deeds.system import system_entry
from ledger.standing.clock import NONE, Reckoned, reckon, steps
from ledger.standing.lengths import legal_basis, lengths_of
from ledger.standing.models import Standing
from ledger.standing.reading import OF_STATE
from sites.models import MineSite
from sites.statuses.lapsing import KIND

CHUNK = 200
NO_BASIS = "the act itself"


def today() -> date:
    """Return the day in UTC: colours end by whole days."""
    return datetime.now(UTC).date()


def run_clock(day: date | None = None) -> int:
    """Enter every change of colour up to a day that no act brought; return how many were new.

    A site that was asked about twice gets the same keys, so a second run changes nothing.
    """
    day, new, after = day or today(), 0, ""
    while sites := list(ended(day).filter(code__gt=after).order_by("code")[:CHUNK]):
        entries = list(_changes(sites, day))
        for start in range(0, len(entries), CHUNK):
            new += sum(answer.status == "recorded" for answer in enter(entries[start : start + CHUNK]))
        after = sites[-1].code
    return new


def ended(day: date) -> QuerySet[MineSite]:
    """Return the sites whose line tells of a colour that has ended; what is only to be evaluated again has not."""
    return MineSite.objects.filter(Q(state=None) | Q(state_then=None) | ~Q(state_then=F("state")), state_until__lt=day)


def _changes(sites: Sequence[MineSite], day: date) -> Iterator[Entry]:
    said: dict[str, list[Any]] = {}
    for each in Standing.objects.filter(subject__in=[site.code for site in sites], topic__in=OF_STATE):
        said.setdefault(each.subject, []).append(each)
    for site in sites:
        yield from changes_of(site, said.get(site.code, []), day)


def changes_of(site: Any, statements: Sequence[Any], day: date) -> Iterator[Entry]:
    """Yield an entry for each change between what the line of a site tells and the colour on a day, in order."""
    before = site.state or NONE
    lengths = lengths_of(site.country)
    now = reckon(statements, day, lengths)
    crossed = [step for step in steps(statements, lengths) if _lies_between(step, site.state_until, now)]
    for step in crossed or [now]:
        yield _entry(site, before, step, day)
        before = step.colour


def _lies_between(step: Reckoned, until: date, now: Reckoned) -> bool:
    return step.since is not None and until < step.since <= (now.since or date.min) and not step.overdue


def _entry(site: Any, before: str, step: Reckoned, day: date) -> Entry:
    decision = step.decision.event_id if step.decision is not None else None
    since = step.began or step.since or day
    facts = {
        "place": site.code,
        "from": before,
        "to": step.colour,
        "since": since.isoformat(),
        "legal_basis": _basis(site.country, step, before, since),
        "decision": decision,
        "ran_on": day.isoformat(),
    }
    # the line of the site is part of the name: what it tells once more is a change once more
    name = f"lapse:{site.code}:{before}:{site.state_until}:{step.colour}:{since}:{decision}"
    moment = datetime.combine(day, time(), UTC)
    return system_entry(
        str(uuid5(NAMESPACE_URL, name)), KIND, {name: said for name, said in facts.items() if said is not None}, moment
    )


def _basis(country: str, step: Reckoned, before: str, since: date) -> str:
    """Return what says so: the row of the clock's lengths by which the colour before has ended, or the act."""
    if step.lapsed_from and before in {"green", "blue"}:
        return legal_basis(before, since, country)[:200]
    return (step.decision.source if step.decision is not None else "")[:200] or NO_BASIS
