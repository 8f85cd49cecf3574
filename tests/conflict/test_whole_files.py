"""The real files: every row is accounted for, and what flags count is counted once more from the rows themselves."""

from __future__ import annotations

import csv
import math
from collections import Counter
from datetime import date, timedelta

import pytest

from ledger.risk.conflict.models import ConflictEvent
from ledger.risk.engine import look_at_places
from ledger.risk.models import Flag
from ledger.risk.rules import RISK_RULES, PlaceSeen
from ledger.rulebook.spellings import spellings
from sites.conflict.importing import import_events
from sites.conflict.visits_seen import seen
from sites.importing.ipis_file import rows_of as rows_of_ipis
from sites.importing.named_columns import UnreadableFile
from sites.importing.reading import VISITED, read_row
from sites.models import Visit
from sites.visits.visiting import KEPT
from tests.conflict.conftest import site_at
from tests.shared import shared

RULES = ("ARM-01", "ARM-02", "ARM-03", "PEO-01", "PEO-02")
CAR, MYANMAR = "ged_car_v23_1.csv", "ged_myanmar_1989_2023.csv"
PLACES = {
    CAR: (
        "CF",
        ["5.4,26.5", "4.4,18.6", "5.8,20.7", "7.0,19.2", "6.5,21.0", "8.4,20.7", "5.7,25.2", "10.3,22.8", "3.9,18.0"],
    ),
    MYANMAR: (
        "MM",
        ["21.9,96.1", "16.9,97.6", "19.7,97.2", "22.1,95.1", "20.1,92.9", "25.4,97.4", "14.1,98.2", "28.3,97.5"],
    ),
}
LAST = {CAR: date(2022, 12, 31), MYANMAR: date(2023, 12, 31)}


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def kilometres(row, cell):
    """The law of cosines, where the product uses the haversine."""
    north, east = (math.radians(float(each)) for each in cell.split(","))
    up, aside = math.radians(round(float(row["latitude"]), 4)), math.radians(round(float(row["longitude"]), 4))
    angle = math.sin(north) * math.sin(up) + math.cos(north) * math.cos(up) * math.cos(aside - east)
    return 6371.0088 * math.acos(min(1.0, angle))


def expected(rows, cell, day):
    """What the flag should say, worked out from the cells of the file."""
    since = date(day.year - 1, day.month, 1)
    near = [
        (date.fromisoformat(row["date_end"][:10]), row)
        for row in rows
        if float(row["where_prec"]) < 4
        and date.fromisoformat(row["date_end"][:10]) >= since
        and date.fromisoformat(row["date_start"][:10]) <= day
        and kilometres(row, cell) <= 50
    ]
    weight = {1: 1.0, 2: 0.8, 3: 0.4}
    score = sum(weight[int(float(row["where_prec"]))] * 0.5 ** (max(0, (day - on).days) / 180) for on, row in near)
    found = "hold" if round(score, 3) >= 10 else "warn" if round(score, 3) >= 0.5 else None
    return (
        found,
        len(near),
        sum(int(float(row["best"])) for _on, row in near),
        max((on for on, _row in near), default=None),
    )


@pytest.mark.parametrize("name", [CAR, MYANMAR])
def test_flags_of_a_whole_file_are_traced_back_to_its_rows(world, replays, name):
    path = shared("data", "ucdp_ged", name)
    rows, (country, cells) = rows_of(path), PLACES[name]

    first = import_events(path, "23.1")
    second = import_events(path, "23.1")

    assert first.rows == len(rows) == first.statuses["new"], first.reasons
    assert first.areas == sum(float(row["where_prec"]) >= 4 for row in rows)
    assert (second.rows, second.statuses["repeated"], second.batches) == (len(rows), len(rows), 0)
    assert ConflictEvent.objects.filter(country=country, gone_by=None).count() == len(rows)
    assert not first.not_mapped

    sites = {site_at(world, cell, "Nowhere", country): cell for cell in cells}
    look_at_places(sites, LAST[name])
    found: Counter[str] = Counter()
    for site, cell in sites.items():
        severity, events, deaths, latest = expected(rows, cell, LAST[name])
        flag = Flag.objects.filter(subject=site, rule="CONF-01", cleared_on=None).first()
        assert (flag and flag.severity) == severity, cell
        found[severity or "none"] += 1
        if flag:
            said = flag.evidence
            assert (said["events"], said["deaths"], said["latest"]) == (events, deaths, latest.isoformat())
            codes = said["rows"].split(", ")
            assert len(codes) == min(20, events)
            ids = {f"ucdp:{int(float(row['id']))}" for row in rows if kilometres(row, cell) <= 50}
            assert set(codes) <= ids
    assert found["none"] and found["warn"] + found["hold"] > 1, found

    look_at_places(sites, LAST[name] + timedelta(days=366))
    unknown = Flag.objects.filter(rule="CONF-01", cleared_on=None, subject__in=sites)
    assert {flag.severity for flag in unknown} == {"unknown"}
    assert unknown.count() == len(sites), "data that end a year ago say nothing of today"


def test_the_file_of_months_is_no_file_of_events(db):
    with pytest.raises(UnreadableFile, match="no column id"):
        import_events(shared("data", "ucdp_ged", "country_month_fatalities.csv"), "24.1")


def interfering(row):
    """The kinds that a row of the IPIS file lets interfere, read from its cells alone."""
    kinds = {
        "FARDC": "state",
        "PNC": "state",
        "PMH": "state",
        "Groupe armé local": "group",
        "Groupe armé étranger": "group",
    }
    said = []
    for number in (1, 2):
        name, written = row[f"armed_group{number}"].strip(), row[f"type_armed_group{number}"].strip()
        if not name and written in ("", "0", "Aucun"):
            continue
        said.append((kinds.get(written.split(" - ")[0].strip()), written))
    return said


def flags_of_visits(path, day):
    """Every row of the IPIS file as the importer reads it, site by site before the rules: pcodes by rule, and kinds."""
    known, visits = spellings(), {}
    for number, row in enumerate(rows_of_ipis(path)):
        told = read_row(row, day, known)
        for kind, facts in told.said:
            if kind == VISITED:
                said = {name: facts.get(name) for name in KEPT if name != "place"}
                visit = Visit(event_id=number, visited_on=told.on, **said)
                visits.setdefault(told.pcode, []).append(seen(visit))
    flagged, kinds = {rule: set() for rule in RULES}, {}
    for pcode, of_site in visits.items():
        for rule in RULES:
            place = PlaceSeen("S", (), day, "CD", {"seen_at_visits": of_site})
            worry = RISK_RULES[rule].function(place)
            if worry:
                flagged[rule].add(pcode)
                kinds[rule, pcode] = worry.evidence.get("kinds")
    return flagged, kinds


def test_armed_flags_of_the_whole_ipis_file_are_traced_back_to_its_visits(db):
    path = shared("data", "ipis_drc", "cod_mines_curated_2022.csv")
    rows = rows_of(path)
    flagged, kinds = flags_of_visits(path, date(2020, 11, 1))
    assert all(flagged[rule] for rule in ("ARM-01", "ARM-02", "ARM-03", "PEO-01")), {
        rule: len(codes) for rule, codes in flagged.items()
    }

    field = [row for row in rows if row["project"] not in ("Qualification status", "iTSCi status", "BGR", "PAX")]
    ever_yes = {row["pcode"] for row in rows if row["interference"] == "1"}
    assert flagged["ARM-01"] | flagged["ARM-02"] <= ever_yes, "no flag without a visit that saw it"

    last: dict[str, tuple[str, str, int]] = {}
    for number, row in enumerate(rows):
        if row["interference"] == "1" or (row["interference"] == "0" and row in field and row["visit_onsite"] == "1"):
            last[row["pcode"]] = max(
                last.get(row["pcode"], ("", "", -1)), (row["visit_date"], row["interference"], number)
            )
    # of the sites whose last answer on one day of its own is yes every one is flagged, by one rule or the other
    days = Counter((row["pcode"], row["visit_date"]) for row in rows)
    yes = {pcode for pcode, (on, answer, _n) in last.items() if answer == "1" and days[pcode, on] == 1}
    assert yes and yes <= flagged["ARM-01"] | flagged["ARM-02"]
    # and of those whose last answer is a no from somebody on site within the year none is
    no = {
        pcode
        for pcode, (on, answer, _n) in last.items()
        if answer == "0" and days[pcode, on] == 1 and date.fromisoformat(on) > date(2019, 11, 1)
    }
    assert no and not no & (flagged["ARM-01"] | flagged["ARM-02"])
    groups = {row["pcode"] for row in rows if any(kind == "group" for kind, _written in interfering(row))}
    known = {pcode for pcode in flagged["ARM-01"] if kinds["ARM-01", pcode] != "unknown"}
    assert known <= groups, "a group's interference is told only where a row names a group"

    children = {row["pcode"] for row in rows if row["childunder15"] == "1"}
    assert flagged["PEO-01"] <= children
    only = Counter(row["pcode"] for row in rows if row["childunder15"])
    assert {row["pcode"] for row in rows if row["childunder15"] == "1" and only[row["pcode"]] == 1} <= flagged["PEO-01"]
