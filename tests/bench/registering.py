"""A register of 100,000 sites, made of rows alone, and how long its pages take, each filter for itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ledger.parties import roles
from tests import make
from tests.bench.figures import milliseconds
from tests.emptying import owner

PROGRAMMES = "Q0000001Z"
# sites in some 500 cells around forty towns, a fifth of them without a place; colours, visits and licences as uneven
# as registers are: most sites were never decided about, one in fifty is red, one in ten had an armed visit
_SITES = """
INSERT INTO mine_sites_minesite (code, name, country, minerals, province, territory, pcode, cell, state, state_since,
    state_until, state_then, scheme, seen_on, presence, presence_on, interference, interference_on, workers, workers_on,
    licence_until, asm_class, merged_into, withdrawn_by, event_id, known_as)
SELECT 'S' || lpad(n::text, 8, '0'), initcap(md5(n::text)::varchar(9)) || ' ' || n %% 97,
    (ARRAY['CD','CD','CD','CD','RW','UG','ZW','BO','PE','GH'])[1 + n %% 10],
    (ARRAY['["cassiterite"]','["gold"]','["gold"]','["coltan","cassiterite"]','["wolframite"]'])[1 + n %% 5]::jsonb,
    'Province ' || (n %% 10) || '.' || (n / 10 %% 6), 'Territory ' || n %% 400, 'codmine' || n,
    CASE WHEN n %% 5 > 0 THEN round((-10 + (n %% 1000 * 7919 %% 40) * 0.5 + (n %% 11) * 0.1)::numeric, 1) || ','
        || round((14 + (n %% 1000 * 7919 %% 37) * 0.7 + (n %% 13) * 0.1)::numeric, 1) END,
    colour, today - age, CASE WHEN colour IN ('green', 'blue') THEN today - age + 365 WHEN colour IS NOT NULL
        THEN today - age + 182 END, CASE colour WHEN 'green' THEN 'blue' WHEN 'blue' THEN 'red' ELSE colour END,
    CASE n %% 7 WHEN 0 THEN 'active' WHEN 1 THEN 'active' WHEN 2 THEN 'suspended' END,
    CASE WHEN n %% 3 > 0 THEN today - n * 31 %% 1200 END,
    CASE n %% 10 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' WHEN 2 THEN 'no' WHEN 3 THEN 'no' END, today - n * 31 %% 1200,
    CASE n %% 20 WHEN 0 THEN 'yes' WHEN 1 THEN 'no' WHEN 2 THEN 'no' END, today - n * 31 %% 1200,
    CASE WHEN n %% 3 > 0 THEN n * 17 %% 260 END, today - n * 31 %% 1200,
    CASE WHEN n %% 8 = 0 THEN today - 200 + n * 13 %% 1500 END,
    (ARRAY['subsistence','artisanal','artisanal','small',NULL])[1 + n %% 5],
    CASE WHEN n %% 500 = 0 THEN 'S00000001' END, CASE WHEN n %% 700 = 0 THEN n END, n,
    md5(n::text)::varchar(9) || ' ' || n %% 97 || ' province ' || (n %% 10) || ' territory ' || n %% 400
        || ' codmine ' || n
FROM (SELECT n, current_date AS today, n * 37 %% 340 AS age,
             CASE WHEN n %% 50 = 0 THEN 'red' WHEN n %% 50 < 4 THEN 'yellow' WHEN n %% 50 < 14 THEN 'green'
                  WHEN n %% 50 < 18 THEN 'blue' END AS colour
      FROM generate_series(1, %(sites)s) n) made"""
_PLACES = """
INSERT INTO ledger_place (code, name, kind, country, area, cell, zone, event_id)
SELECT code, name, 'mine_site', country, province, cell, 'Africa/Lubumbashi', event_id FROM mine_sites_minesite"""
_DECISIONS = """
INSERT INTO ledger_standing (subject, topic, value, valid_from, valid_to, source, event_id)
SELECT code, 'status.state', state, state_since, NULL, 'act', event_id FROM mine_sites_minesite
WHERE state IS NOT NULL"""
_VISITS = """
INSERT INTO ledger_standing (subject, topic, value, valid_from, source, event_id)
SELECT code, topic, answer, presence_on - 100 * nth, 'team', event_id * 10 + nth
FROM mine_sites_minesite, generate_series(0, 2) nth, LATERAL (VALUES ('visit.on_site', 'yes'),
    ('visit.armed_presence', coalesce(presence, 'unknown')), ('visit.interference', coalesce(interference, 'unknown'))
) said (topic, answer) WHERE seen_on IS NOT NULL"""
_FLAGS = """
INSERT INTO ledger_flag (key, rule, version, subject, severity, category, evidence, raised_on, event_id)
SELECT gen_random_uuid(), 'PLAU-06', 1, code, severity, 'operational', '{}', current_date, event_id
FROM (SELECT *, CASE WHEN event_id %% 400 = 0 THEN 'stop' WHEN event_id %% 9 = 0 THEN 'warn'
                     WHEN event_id %% 3 = 1 THEN 'unknown' END AS severity FROM mine_sites_minesite) site
WHERE severity IS NOT NULL"""
TABLES = ("mine_sites_minesite", "ledger_place", "ledger_standing", "ledger_flag")


def grow(sites: int) -> None:
    """Put so many sites into the register, with their places, decisions, visits and open flags."""
    with owner() as owning:
        owning.autocommit = True
        for statement in (_SITES, _PLACES, _DECISIONS, _VISITS, _FLAGS):
            owning.execute(statement, {"sites": sites})
        for table in TABLES:
            owning.execute(f"VACUUM ANALYZE {table}")  # as autovacuum would in its time


def browser() -> Client:
    """Return a browser of somebody who oversees the programme."""
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("collectstatic", "--no-input", verbosity=0)
    client = Client()
    client.force_login(make.user("bench", roles.PROGRAMME_MANAGER, PROGRAMMES))
    return client


PAGES = (
    "",
    "status=green",
    "status=red",
    "status=blue",
    "status=none",
    "ends=30",
    "ends=90",
    "ends=lapsed",
    "presence=yes",
    "presence=no",
    "presence=unknown",
    "interference=yes",
    "scheme=active",
    "scheme=suspended",
    "scheme=none",
    "visit=fresh",
    "visit=stale",
    "visit=old",
    "visit=never",
    "mineral=wolframite",
    "mineral=lithium_ore",
    "workers=200",
    "workers=none",
    "licence=30",
    "licence=expired",
    "licence=none",
    "size=small",
    "size=large",
    "reading=stop",
    "reading=warn",
    "reading=unknown",
    "reading=clear",
    "area=GH",
    "area=PE%3AProvince+8.3",
    "lines=merged",
    "lines=withdrawn",
    "lines=all",
    "q=S00077777",
    "q=fe99",
    "q=nothing+like+it",
    "status=red&presence=yes&visit=fresh&licence=30",
    "status=red&presence=yes&mineral=lithium_ore",
)


def timed(rounds: int = 40) -> Iterator[tuple[str, list[float]]]:
    """Yield every filter, deep pages and the map's answers with how long each round took, rendered and all."""
    client = browser()
    for query in PAGES:
        yield f"list ?{query}", milliseconds(lambda query=query: _read(client, f"/sites/?{query}"), rounds)
    for key in ("80000000:8", "00000000:Fff", "00000000:Zzz"):
        yield f"list from {key}", milliseconds(lambda key=key: _read(client, f"/sites/?after=S{key}"), rounds)
    yield "list back from the end", milliseconds(lambda: _read(client, "/sites/?before=S00000000:Fff"), rounds)
    yield "map page", milliseconds(lambda: _read(client, "/sites/map/"), rounds)
    views = {
        "the world": "zoom=3",
        "a continent": "zoom=4&bbox=10,-15,42,10",
        "a province": "zoom=8&bbox=26,-6,30,-2",
        "a cell": "zoom=12&bbox=28.0,-5.3,28.4,-4.9",
        "the world, red": "zoom=3&status=red",
    }
    for view, query in views.items():
        yield f"map of {view}", milliseconds(lambda query=query: _read(client, f"/sites/map.json?{query}"), rounds)


def _read(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, path


def explained(query: str) -> str:
    """Return how the database finds the first page of a filter."""
    from datetime import UTC, datetime

    from django.http import QueryDict

    from sites.listing.asking import found, read

    rows = found(read(QueryDict(query)), datetime.now(UTC).date())
    asked = rows.values_list("name", "code").order_by("name", "code")[:41]
    sql, parameters = asked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, SUMMARY ON) {sql}", parameters)
        return "\n".join(line for (line,) in cursor.fetchall())
