"""The record of a rule: how often it raised a finding, what became of it, and what people answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from ledger.risk.answering import ACCEPTED, FALSE, TRUE
from ledger.risk.flags import CHANGED

# flags that follow each other because the numbers changed are one finding; its last answer counts
_RECORD = """
    WITH flags AS (
        SELECT *, lag(cleared_because) OVER (PARTITION BY rule, subject ORDER BY event_id) AS before FROM ledger_flag),
    numbered AS (
        SELECT *, count(*) FILTER (WHERE before IS DISTINCT FROM %(changed)s)
            OVER (PARTITION BY rule, subject ORDER BY event_id) AS finding
        FROM flags),
    findings AS (
        SELECT rule, bool_or(cleared_on IS NULL) AS open,
            CASE WHEN max(cleared_on) IS NOT NULL THEN greatest(max(cleared_on) - min(raised_on), 0) END AS days,
            (array_agg(verdict ORDER BY event_id DESC) FILTER (WHERE verdict IS NOT NULL))[1] AS verdict,
            bool_or(explained_by IS NOT NULL) AS explained, max(grams) FILTER (WHERE cleared_on IS NULL) AS grams
        FROM numbered GROUP BY rule, subject, finding)
    SELECT rule, count(*), count(*) FILTER (WHERE open),
        count(*) FILTER (WHERE NOT open AND verdict IS DISTINCT FROM %(false)s),
        count(*) FILTER (WHERE verdict = %(true)s), count(*) FILTER (WHERE verdict = %(false)s),
        count(*) FILTER (WHERE verdict = %(accepted)s), count(*) FILTER (WHERE explained),
        percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE NOT open), coalesce(sum(grams), 0)::bigint
    FROM findings GROUP BY rule ORDER BY rule"""


@dataclass(frozen=True)
class Record:
    """What became of the findings of a rule. `gone` are over without a word of anybody; `open_g` counts what open ones
    affected when they were raised, a lot once for each; `median_days` is of those that are over, None without one.
    """

    rule: str
    raised: int = 0
    open: int = 0
    gone: int = 0
    true: int = 0
    false: int = 0
    accepted: int = 0
    explained: int = 0
    median_days: int | None = None
    open_g: int = 0

    @property
    def judged(self) -> int:
        """How many a person called a true or a false alarm."""
        return self.true + self.false


def records() -> dict[str, Record]:
    """Return the record of every rule that ever raised a flag, by its ID; one query."""
    asked = {"changed": CHANGED, "true": TRUE, "false": FALSE, "accepted": ACCEPTED}
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, asked)
        found: Sequence[Sequence[Any]] = cursor.fetchall()
    return {row[0]: Record(*row) for row in found}
