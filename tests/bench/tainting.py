"""A Red order on one site of a large world: how long until every lot, load and export that it touches is listed.

Needs a made world in the database (`growing.grow`); uses its busiest site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.db import connection

from ledger.custody.models import Lot
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id
from ledger.parties import roles
from ledger.risk.tainting.following import follow_findings
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.reaching import touched_by
from ledger.risk.tainting.summing import lines_of, sums_of
from tests import make
from tests.bench.figures import milliseconds
from tests.make import entered_today, envelope
from tests.served import Caller

BUSIEST = """
    SELECT place, count(*) FROM ledger_origin WHERE place <> 'UNKNOWN' GROUP BY place ORDER BY count(*) DESC LIMIT 1"""


def timed(rounds: int = 10) -> Iterator[tuple[str, list[float], float]]:
    """Yield how long it takes to list, sum and send what a Red order touches at the site with most lots."""
    with connection.cursor() as cursor:
        cursor.execute(BUSIEST)
        ((place, rows),) = cursor.fetchall()
    since = date(2000, 1, 1)
    asked = SimpleNamespace(subject=place, since=since, until=None)
    lots = len(touched_by(asked))
    what = f"Red order at a site with {lots:,} lots ({rows:,} origins) of {Lot.objects.count():,}"
    yield f"{what}: grams by lot", milliseconds(lambda: touched_by(asked), rounds), 2_000
    summed = milliseconds(lambda: sums_of(lines_of(touched_by(asked))), rounds)
    yield "the same with holders, states and sums", summed, 2_000
    settings.ALLOWED_HOSTS.append("testserver")
    taint = _ordered_red(place, since)
    caller = Caller(make.user("bench-taint", roles.AUDITOR, "Q0000001Z"))
    path = f"/api/v1/findings/{taint.key}/"

    def read() -> None:
        answer = caller.get(path)
        assert answer.status_code == 200 and json.loads(answer.content)["left_g"]

    yield "the same over the API, as JSON", milliseconds(read, rounds), 2_000


def _ordered_red(place: str, since: date) -> Taint:
    """Let the State turn the site Red and the follower of risk look at that entry alone."""
    regulator = Actor("regulator", "Q0000001Z", frozenset({roles.REGULATOR}))
    facts = {"place": place, "by": "state", "status": "red", "valid_from": since.isoformat()}
    (answer,) = entered_today(regulator, envelope("site.status_decided.v1", **facts))
    follow_findings(events_by_id([answer.event_id]))
    return Taint.objects.filter(subject=place).latest("event_id")
