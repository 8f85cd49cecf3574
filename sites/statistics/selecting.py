"""Which visits count for a question, and what each site says by them: SQL over the table of visits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import connection

from sites.models import Visit
from sites.statistics.asking import ANY, Question

THREE_T = ("cassiterite", "coltan", "wolframite")
"""Ores of tin, tantalum and tungsten."""
ORES = ("3T", "gold", "other", "unknown")
"""Groups of ore; a site is in the first that fits."""
# codes are ASCII: compared byte by byte they sort in half the time
_VISITS = """
    SELECT coalesce(site.merged_into, visit.place) COLLATE "C" AS place, visit.event_id, visit.visited_on,
        visit.on_site, visit.presence, visit.interference, visit.workers, visit.project, visit.by_whom, visit.source,
        CASE
            WHEN visit.minerals IS NOT NULL THEN jsonb_path_query_array(visit.minerals, '$[*].mineral')
            ELSE site.minerals
        END AS ores,
        (visit.scheme_recorded = 'active' OR visit.schemes IS NOT NULL AND visit.scheme_recorded IS DISTINCT FROM
            'suspended') IS TRUE AS covered
    FROM mine_sites_visit visit
    JOIN mine_sites_minesite site ON site.code = visit.place
    WHERE site.withdrawn_by IS NULL
        AND NOT EXISTS (
            SELECT FROM mine_sites_withdrawn struck
            WHERE struck.event_id = visit.event_id AND struck.subject = visit.place)"""
_GROUP = """CASE WHEN ores ?| %(three_t)s THEN 1 WHEN ores ? 'gold' THEN 2
    WHEN jsonb_array_length(ores) > 0 THEN 3 ELSE 4 END"""
_COUNTED = """
    WITH counted AS MATERIALIZED (
        SELECT place, event_id, visited_on, presence, interference, workers, covered, {group} AS ore
        FROM ({visits}) visit
    ), site AS ({by_site})"""
_LATEST = """
    SELECT DISTINCT ON (place) place, presence, interference, workers, ore, covered
    FROM counted ORDER BY place, visited_on DESC, event_id DESC"""
_ANY = """
    SELECT place, {presence} AS presence, {interference} AS interference,
        (array_agg(workers ORDER BY visited_on DESC, event_id DESC) FILTER (WHERE workers IS NOT NULL))[1] AS workers,
        min(ore) AS ore, bool_or(covered) AS covered
    FROM counted GROUP BY place"""
_ANSWER = """CASE WHEN bool_or({0} = 'yes') THEN 'yes' WHEN bool_or({0} = 'no') THEN 'no' ELSE 'unknown' END"""


def known_projects() -> list[str]:
    """Return the projects under which visits were made, in the order of the alphabet."""
    named = Visit.objects.exclude(project=None).order_by("project").values_list("project", flat=True)
    return list(named.distinct())


def spelled(question: Question) -> Question:
    """Return the question with its projects as visits spell them; capitals and outer blanks do not matter."""
    by_form = {project.casefold().strip(): project for project in known_projects()} if question.projects else {}
    named = (by_form.get(each.casefold().strip(), each) for each in question.projects)
    return replace(question, projects=tuple(dict.fromkeys(named)))


def conditions(question: Question) -> str:
    """Return what the question asks of a visit, as SQL that begins with AND or is empty."""
    sql = " AND visit.project = ANY(%(projects)s)" if question.projects else ""
    sql += " AND visit.visited_on < %(before)s" if question.before else ""
    return sql + (" AND visit.on_site = 'yes'" if question.onsite else "")


def visits_sql(question: Question) -> tuple[str, dict[str, Any]]:
    """Return the statement that selects the visits that count, and its parameters."""
    values = {"projects": list(question.projects), "before": question.before, "three_t": list(THREE_T)}
    return _VISITS + conditions(question), values


def sites_sql(question: Question) -> tuple[str, dict[str, Any]]:
    """Return the statement that gives one line for each site: its answers, workers, ore group and scheme coverage."""
    visits, values = visits_sql(question)
    answers = {each: _ANSWER.format(each) for each in ("presence", "interference")}
    by_site = _ANY.format(**answers) if question.visit == ANY else _LATEST
    return _COUNTED.format(group=_GROUP, visits=visits, by_site=by_site), values


def asked_of_database(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
