"""The whole files of visits and conflict events: how long they take to come in, and that each flag counts its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.risk.engine import look_at_places
from ledger.risk.models import Flag
from sites.conflict.importing import import_events
from sites.importing.importing import import_file
from sites.models import MineSite
from tests import make
from tests.bench.figures import stopwatch
from tests.conflict.conftest import site_at
from tests.conflict.test_whole_files import CAR, LAST, MYANMAR, PLACES, RULES, expected, flags_of_visits, rows_of
from tests.shared import shared

Measured = tuple[str, str, str, bool | None]
LAST_VISIT = date(2020, 11, 1)


def measured() -> Iterator[Measured]:
    """Yield what was measured: a name, a figure, what is said with it, and whether flags and rows agree."""
    world = make.world()
    for name in (CAR, MYANMAR):
        yield from _events(name, world)
    yield from _visits()


def _events(name: str, world: make.World) -> Iterator[Measured]:
    path = shared("data", "ucdp_ged", name)
    rows, (country, cells) = rows_of(path), PLACES[name]
    with stopwatch() as seconds:
        summary = import_events(path, "23.1")
    accounted = summary.rows == len(rows) == summary.statuses.total()
    yield f"{name} comes in", f"{seconds[0]:,.1f} s", f"{summary.rows:,} rows, {summary.batches} entries", accounted
    sites = {site_at(world, cell, "Nowhere", country): cell for cell in cells}
    with stopwatch() as seconds:
        look_at_places(sites, LAST[name])
    agree = [_agrees(site, expected(rows, cell, LAST[name])) for site, cell in sites.items()]
    yield f"{name}: {len(sites)} places looked at", f"{seconds[0]:,.2f} s", f"{sum(agree)} agree", all(agree)


def _agrees(site: str, found: tuple[str | None, int, int, date | None]) -> bool:
    severity, events, deaths, latest = found
    flag = Flag.objects.filter(subject=site, rule="CONF-01", cleared_on=None).first()
    if flag is None or severity is None:
        return flag is None and severity is None
    said = (flag.severity, flag.evidence["events"], flag.evidence["deaths"], flag.evidence["latest"])
    return said == (severity, events, deaths, latest.isoformat() if latest else None)


def _visits() -> Iterator[Measured]:
    path = shared("data", "ipis_drc", "cod_mines_curated_2022.csv")
    with stopwatch() as seconds:
        summary = import_file(path)
    accounted = summary.rows == summary.statuses.total()
    yield "the IPIS file comes in", f"{seconds[0]:,.1f} s", f"{summary.rows:,} rows", accounted
    sites = dict(MineSite.objects.filter(pcode__isnull=False).values_list("code", "pcode"))
    with stopwatch() as seconds:
        look_at_places(sites, LAST_VISIT)
    yield f"{len(sites):,} sites looked at", f"{seconds[0]:,.1f} s", "", None
    flagged, _kinds = flags_of_visits(path, LAST_VISIT)
    for rule in RULES:
        held = Flag.objects.filter(rule=rule, cleared_on=None, subject__in=sites).values_list("subject", flat=True)
        same = {sites[code] for code in held} == flagged[rule]
        yield f"{rule} at sites of the file", f"{len(flagged[rule]):,}", "the same sites by the file alone", same
