"""The real file: every one of its rows is accounted for, and a second run adds nothing."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from ledger.standing.models import Standing
from sites.importing.importing import import_file
from sites.models import MineSite, Visit
from tests.importing.conftest import kinds
from tests.shared import shared


@pytest.mark.slow
def test_every_row_of_the_real_file_is_accounted_for(db):
    path = shared("data", "ipis_drc", "cod_mines_curated_2022.csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    projects = Counter(row["project"] for row in rows)
    unclassified = sum(row["qualification"] in {"Not class", "No class"} for row in rows)

    first = import_file(path)
    before = kinds()
    second = import_file(path)

    assert first.rows == len(rows) == first.statuses.total()
    assert first.statuses == {"imported": len(rows)}
    assert MineSite.objects.count() == len({row["pcode"] for row in rows})
    decided = projects["Qualification status"] - unclassified + projects["iTSCi status"]
    assert before["site.status_decided.v1"] == decided
    assert Standing.objects.filter(topic="status.scheme").count() == projects["iTSCi status"]
    field = [row for row in rows if row["project"].startswith("IPIS")]
    assert Visit.objects.filter(on_site="yes").count() == sum(row["visit_onsite"] == "1" for row in field)
    for answer, written in (("yes", "1"), ("no", "0")):
        ours = Visit.objects.filter(
            interference=answer, source__in=[f"IPIS open data, visit {row['vid']}" for row in field]
        )
        assert ours.count() == sum(row["interference"] == written for row in field)
    assert second.statuses == {"repeated": len(rows)}
    assert kinds() == before
