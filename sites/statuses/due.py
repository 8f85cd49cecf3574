"""What falls due: colours that end, evaluations, clear days, licences, certificates; two questions, by index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from ledger.parties.models import Party, Place

PER_PAGE = 40
WINDOWS = (30, 60, 90)
OVERDUE = "overdue"
LAPSE, REVIEW, BLUE, LICENCE, CERTIFICATE = "lapse", "review", "blue", "licence", "certificate"
KINDS = (LAPSE, REVIEW, BLUE, LICENCE, CERTIFICATE)
LONGEST_WAIT = 120
"""Days after filing in which a report's clear days may end: no configuration comes near."""
_STANDS = "withdrawn_by IS NULL AND merged_into IS NULL"
_NOT_STRUCK = """NOT EXISTS (
        SELECT FROM ledger_standing taken WHERE taken.subject = said.subject AND taken.topic = 'withdrawn'
        AND taken.terms->'events' @> to_jsonb(said.event_id))"""
# S608: made of the constants above alone
_ALL = f"""
    SELECT state_until AS due, CASE WHEN state_then = state THEN 'review' ELSE 'lapse' END AS what, code AS subject,
           coalesce(state, 'none') AS colour, coalesce(state_then, 'none') AS following
    FROM mine_sites_minesite WHERE state_until BETWEEN %(first)s AND %(last)s AND {_STANDS}
    UNION ALL
    SELECT licence_until, 'licence', code, '', '' FROM mine_sites_minesite
    WHERE licence_until BETWEEN %(first)s AND %(last)s AND %(ahead)s AND {_STANDS}
    UNION ALL
    SELECT (said.terms->>'clear_on')::date, 'blue', said.subject, '', '' FROM ledger_standing said
    WHERE said.topic = 'blue.report' AND said.valid_from BETWEEN %(filed)s AND %(last)s AND %(ahead)s
      AND (said.terms->>'clear_on')::date BETWEEN %(first)s AND %(last)s AND {_NOT_STRUCK}
    UNION ALL
    SELECT said.valid_to, 'certificate', said.subject, said.value, '' FROM ledger_standing said
    WHERE said.topic = 'certificate' AND said.valid_to BETWEEN %(first)s AND %(last)s AND %(ahead)s AND {_NOT_STRUCK}
"""  # noqa: S608
_PAGE = f"""
    SELECT * FROM ({_ALL}) each WHERE (due, what, subject) > (%(after_due)s, %(after_what)s, %(after_subject)s)
    ORDER BY due, what, subject LIMIT {PER_PAGE + 1}"""  # noqa: S608
_COUNTS = f"SELECT what, due, count(*) FROM ({_ALL}) each GROUP BY what, due"  # noqa: S608


@dataclass(frozen=True)
class Due:
    """One thing that falls due on a day; `colour` is what ends, `following` what comes then without an act."""

    due: date
    what: str
    subject: str
    colour: str
    following: str
    name: str = ""
    is_site: bool = True

    @property
    def cursor(self) -> str:
        return f"{self.due.isoformat()}:{self.what}:{self.subject}"


def window(asked: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a window: so many days ahead, or all that is overdue."""
    if asked == OVERDUE:
        return date.min, today - timedelta(days=1)
    return today, today + timedelta(days=int(asked) if asked in map(str, WINDOWS) else WINDOWS[0])


def page(asked: str, today: date, after: str = "") -> tuple[list[Due], str]:
    """Return what falls due, the nearest first, and where the next page begins; three queries."""
    rows = _asked(_PAGE, asked, today, _cursor(after))
    found = [Due(*row) for row in rows[:PER_PAGE]]
    subjects = {each.subject for each in found}
    names = dict(Place.objects.filter(code__in=subjects).values_list("code", "name"))
    parties = dict(Party.objects.filter(code__in=subjects).values_list("code", "name"))
    named = [
        Due(each.due, each.what, each.subject, each.colour, each.following,
            names.get(each.subject) or parties.get(each.subject, each.subject), each.subject in names)
        for each in found
    ]  # fmt: skip
    return named, named[-1].cursor if len(rows) > PER_PAGE else ""


def counts(today: date) -> list[tuple[str, list[int]]]:
    """Return how many of each kind fall due within 30, 60 and 90 days; one query."""
    sums = {what: [0] * len(WINDOWS) for what in KINDS}
    for what, due, number in _asked(_COUNTS, str(WINDOWS[-1]), today, ("", "", "")):
        for place, days in enumerate(WINDOWS):
            sums[what][place] += number if due <= today + timedelta(days=days) else 0
    return list(sums.items())


def _cursor(after: str) -> tuple[Any, str, str]:
    due, _, rest = after.partition(":")
    what, _, subject = rest.partition(":")
    try:
        return date.fromisoformat(due), what, subject
    except ValueError:
        return date.min, "", ""


def _asked(sql: str, asked: str, today: date, after: tuple[Any, str, str]) -> Sequence[Any]:
    first, last = window(asked, today)
    named = {
        "first": first,
        "last": last,
        "filed": max(first, date.min + timedelta(days=LONGEST_WAIT)) - timedelta(days=LONGEST_WAIT),
        # what ended is told by its own page; only evaluations stay due
        "ahead": asked != OVERDUE,
        "after_due": after[0],
        "after_what": after[1],
        "after_subject": after[2],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, named)
        return cursor.fetchall()
