"""A file of one site, to be changed cell by cell."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from sites.importing.importing import import_file

VISIT = {
    "vid": "7",
    "source": "IPIS",
    "project": "IPIS - Ulula 2018",
    "pcode": "codmine00917",
    "name": "Kalimbi",
    "visit_date": "2018-08-09",
    "visit_onsite": "1",
    "visit_onsite_novisitreason": "",
    "geom": "POINT (28.885 -1.944)",
    "longitude": "28.885",
    "latitude": "-1.944",
    "province": "Sud-Kivu",
    "territoire": "Kalehe",
    "village": "Nyabibwe",
    "workers_numb": "120",
    "mineral1": "Cassitérite",
    "mineral2": "",
    "mineral3": "",
    "mercury": "",
    "presence": "",
    "interference": "",
    "armed_group1": "",
    "type_armed_group1": "",
    "armed_group2": "",
    "type_armed_group2": "",
    "itsci": "",
    "qualification": "",
    "childunder15": "",
    "women": "",
}
QUALIFIED = {**VISIT, "vid": "8", "project": "Qualification status", "source": "BGR", "qualification": "Vert"}
ITSCI = {**VISIT, "vid": "9", "project": "iTSCi status", "itsci": "Actif", "visit_onsite": "0"}


@pytest.fixture
def written(tmp_path):
    """Write rows as a file and return its path; the columns are those of the first row."""

    def write(*rows: dict[str, str], prefix: str = "") -> Path:
        path = tmp_path / "mines.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            file.write(prefix)
            lines = csv.DictWriter(file, list(rows[0]))
            lines.writeheader()
            lines.writerows(rows)
        return path

    return write


@pytest.fixture
def imported(db, written):
    """Import rows and return the sums and the refusals."""

    def run(*rows: dict[str, str], path: Path | None = None, **options):
        outcomes = []
        summary = import_file(path or written(*rows), tell=outcomes.append, **options)
        bad = [(each.row.number, each.bad.column, each.bad.value, each.bad.reason) for each in outcomes if each.bad]
        return SimpleNamespace(statuses=dict(summary.statuses), rows=summary.rows, added=dict(summary.added), bad=bad)

    return run


def events(kind: str | None = None) -> list[dict]:
    """Return the leaves in the order in which they were entered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event ORDER BY id")
        leaves = [json.loads(bytes(entry)) for (entry,) in cursor.fetchall()]
    return [leaf for leaf in leaves if kind in (None, leaf["kind"])]


def kinds() -> Counter:
    """Return how many events there are of each kind."""
    return Counter(leaf["kind"] for leaf in events())


def facts(kind: str) -> dict:
    """Return the open facts of the only event of a kind."""
    (leaf,) = events(kind)
    return leaf["facts"]


def opened(group: str) -> list[dict]:
    """Return the values of a disclosure group."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT value FROM ledger_opening WHERE "group" = %s', [group])
        return [json.loads(bytes(value)) for (value,) in cursor.fetchall()]
