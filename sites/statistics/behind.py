"""The rows behind a statistic: every visit that it looked at, and the site that it counts for.

They come site by site: a page takes the next sites by their code, so that it costs the same however many there are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ledger.parties.models import Place
from sites.statistics.asking import LATEST, Question
from sites.statistics.selecting import asked_of_database, conditions, spelled, visits_sql

PER_PAGE = 100
COLUMNS = ("site", "visited_on", "on_site", "presence", "interference", "workers", "ores", "covered", "project",
           "by_whom", "source", "event")  # fmt: skip
_NEXT = """
    SELECT place FROM (
        (SELECT DISTINCT visit.place FROM mine_sites_visit visit
         WHERE visit.place > %(after)s{conditions} ORDER BY visit.place LIMIT %(most)s)
        UNION
        (SELECT DISTINCT merged_into FROM mine_sites_minesite
         WHERE merged_into IS NOT NULL AND merged_into > %(after)s ORDER BY merged_into LIMIT %(most)s)
    ) next ORDER BY place LIMIT %(most)s"""
_ROWS = """
    WITH counted AS ({visits} AND visit.place IN (
        SELECT code FROM mine_sites_minesite WHERE code = ANY(%(places)s) AND merged_into IS NULL
        UNION ALL
        SELECT code FROM mine_sites_minesite WHERE merged_into = ANY(%(places)s)))
    SELECT place, visited_on, on_site, presence, interference, workers, ores, covered, project, by_whom, source,
        event_id
    FROM ({chosen}) visit ORDER BY place, visited_on, event_id"""
_CHOSEN = {
    True: "SELECT DISTINCT ON (place) * FROM counted ORDER BY place, visited_on DESC, event_id DESC",
    False: "SELECT * FROM counted",
}


@dataclass(frozen=True)
class Row:
    """One visit that counts; its columns are those of the file."""

    values: tuple[Any, ...]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[COLUMNS.index(name)]
        except ValueError:
            raise AttributeError(name) from None


@dataclass(frozen=True)
class Page:
    """Rows of some sites, and the code behind which the next page begins; empty on the last."""

    rows: list[Row]
    following: str


def rows_behind(question: Question, after: str = "", most: int = PER_PAGE) -> Page:
    """Return the visits of the next sites: of each site the latest, or all if any of them may say yes.

    Two questions, besides that for the spelling of projects.
    """
    asked = spelled(question)
    visits, values = visits_sql(asked)
    following = {**values, "after": after, "most": most + 1}
    found = [place for (place,) in asked_of_database(_NEXT.format(conditions=conditions(asked)), following)]
    places = found[:most]
    sql = _ROWS.format(visits=visits, chosen=_CHOSEN[asked.visit == LATEST])
    rows = [Row(_read(each)) for each in asked_of_database(sql, {**values, "places": places})]
    return Page(rows, places[-1] if len(found) > most else "")


def _read(values: tuple[Any, ...]) -> tuple[Any, ...]:
    ores = values[6]
    held = json.loads(ores) if isinstance(ores, str) else ores or []
    return (*values[:6], ", ".join(held), *values[7:])


def names_of(rows: list[Row]) -> dict[str, str]:
    """Return the names of the sites of rows."""
    return dict(Place.objects.filter(code__in={row.site for row in rows}).values_list("code", "name"))
