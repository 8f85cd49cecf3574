"""DATA-01: a deed was entered long after it was done. Both times are kept, and both are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ledger.custody.models import LotEvent
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.finders import finds, touches
from ledger.risk.rules import LotSeen, Worry, rule

SENTENCES = {
    "warn": _(
        "%(late)s entries about it came late. The latest was done on %(done_on)s and entered on %(entered_on)s, "
        "%(hours)s hours later; %(limit_hours)s are allowed."
    ),
    "hold": _(
        "%(late)s entries about it came late. The latest was done on %(done_on)s and entered on %(entered_on)s, "
        "%(hours)s hours later: more than %(limit_days)s days."
    ),
}
OF_CUSTODY = ("lot.", "consignment.")
BY_NOBODY = ("lot.held.", "lot.released.")
HOUR = timedelta(hours=1)
_TIMES = """
    SELECT id, kind, happened_at, recorded_at FROM ledger_event
    WHERE id = ANY(%s) AND recorded_at - happened_at > %s"""


@finds("lot")
def late_entries(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return, by lot under "late", the kind, day and delay of the entries that came late."""
    limit = parameter("late_entry_hours", today) * HOUR
    pairs = list(LotEvent.objects.filter(lot__in=list(codes)).values_list("lot", "event_id"))
    times = {
        number: (happened_at, recorded_at)
        for number, kind, happened_at, recorded_at in _times({number for _, number in pairs}, limit)
        if kind.startswith(OF_CUSTODY) and not kind.startswith(BY_NOBODY)
    }
    found: dict[str, dict[str, Any]] = {}
    for lot, number in pairs:
        if number in times:
            found.setdefault(lot, {"late": []})["late"].append(times[number])
    return found


def _times(ids: set[int], limit: timedelta) -> list[tuple[int, str, datetime, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(_TIMES, [sorted(ids), limit])
        return list(cursor.fetchall())


@touches
def entered_late(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """An entry that came late brings its lots to be looked at."""
    late = [event.id for event in events if event.kind.startswith(OF_CUSTODY) and _delay(event) > 24 * HOUR]
    return set(), set(LotEvent.objects.filter(event_id__in=late).values_list("lot", flat=True)) if late else set()


def _delay(event: Positioned) -> timedelta:
    happened, recorded = (datetime.fromisoformat(event.envelope[name]) for name in ("happened_at", "recorded_at"))
    return recorded - happened


@rule(
    "DATA-01",
    looks_at="lot",
    version=2,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    reads=(_("when each entry was done, and when it was recorded"),),
    parameters=("late_entry_hours", "late_entry_days"),
    innocent=(
        _("There was no network for days."),
        _("The paper book was typed at the end of the week."),
        _("The clock of the phone was wrong."),
    ),
    clears=_("The page of the paper book, by whoever entered it, and a release where the lot is held."),
    answered_by_person=True,
)
def entered_long_after(lot: LotSeen) -> Worry | None:
    """An entry more than 48 hours after its deed warns; more than 14 days after it, it is to be reviewed."""
    late = lot.findings.get("late") or []
    if not late:
        return None
    done_at, entered_at = max(late, key=lambda each: (each[1] - each[0], each))
    hours, days = (parameter(f"late_entry_{unit}", entered_at.date()) for unit in ("hours", "days"))
    delay = entered_at - done_at
    if delay <= hours * HOUR:
        return None
    heavily = delay > timedelta(days=days)
    # of what is held, only a further entry that is as late is a change
    limit = timedelta(days=days) if heavily else hours * HOUR
    evidence = {
        "late": sum(entered - done > limit for done, entered in late),
        "done_on": done_at.date().isoformat(),
        "done_at": done_at.isoformat(timespec="seconds"),
        "entered_on": entered_at.date().isoformat(),
        "entered_at": entered_at.isoformat(timespec="seconds"),
        "hours": delay // HOUR,
        "limit_hours": hours,
        "limit_days": days,
    }
    return Worry("hold" if heavily else "warn", "operational", evidence)
