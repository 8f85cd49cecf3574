"""Descriptions and baselines: what is newest counts, the class follows, and worries are findings."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from ledger.parties import roles
from ledger.risk.engine import look_at_places
from ledger.risk.models import Flag
from ledger.risk.rules import explain
from sites.describing.models import Baseline, Description
from sites.describing.suppressing import told
from sites.models import MineSite
from tests import make

DESCRIBED, SET = "site.described.v1", "site.capacity_set.v1"
pytestmark = pytest.mark.usefixtures("replays")


def describe(world, on: str = "2026-10-01", place: str | None = None, **said):
    facts = {"place": place or world.site, "as_of": on, "by_whom": "Team", **said}
    return make.enter(world.programme, make.envelope(DESCRIBED, **facts))[0]


def baseline(world, on: str = "2026-10-01", **said):
    facts = {"place": world.site, "mineral": "cassiterite", "grams_per_month": 4_500_000, "set_on": on,
             "set_by": "Mines service", "method": "survey", **said}  # fmt: skip
    return make.enter(world.programme, make.envelope(SET, **facts))[0]


def line(world) -> MineSite:
    return MineSite.objects.get(code=world.site)


def leaf(kind: str) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event WHERE kind = %s ORDER BY id DESC LIMIT 1", [kind])
        return json.loads(bytes(cursor.fetchone()[0]))


@pytest.mark.rule("CAT-01")
def test_the_event_keeps_the_class_with_its_inputs_and_the_version_of_the_rule(world):
    describe(world, size_m2=8_000, month_t=300, mechanisation=1)

    assert leaf(DESCRIBED)["resolved"]["class"] == {
        "name": "artisanal",
        "rule": "CAT-01 v1",
        "inputs": {"area_m2": 8_000, "month_t": 300, "mechanisation": 1},
    }
    assert (line(world).asm_class, line(world).class_rule) == ("artisanal", "CAT-01 v1")


@pytest.mark.rule("CAT-01")
def test_a_visit_that_counts_workers_works_the_class_out_anew(world):
    describe(world, size_m2=8_000, mechanisation=0)
    assert line(world).asm_class == "subsistence"

    facts = {"place": world.site, "visited_on": "2026-10-19", "on_site": "yes", "presence": "no", "interference": "no",
             "children": "no", "by_whom": "Team", "workers": 300, "mechanisation": 2}  # fmt: skip
    make.entered(world.programme, make.envelope("site.visited.v2", **facts))

    assert line(world).asm_class == "small"
    assert leaf("site.visited.v2")["resolved"]["class"]["inputs"]["workers"] == 300


def test_an_older_description_is_kept_and_changes_no_line(world):
    describe(world, "2026-10-01", size_m2=8_000, pits=4, activity="active")
    describe(world, "2025-10-01", size_m2=900_000, pits=90, activity="abandoned", mechanisation=3)

    assert (line(world).size_m2, line(world).pits, line(world).activity) == (8_000, 4, "active")
    assert line(world).mechanisation == 3, "nobody said anything newer"
    assert Description.objects.count() == 2


def test_what_a_newer_description_leaves_out_stays(world):
    describe(world, "2026-10-01", pits=4, owner=world.cooperative, operators=[world.cooperative])
    describe(world, "2026-10-20", depth_cm=900)

    assert (line(world).pits, line(world).depth_cm) == (4, 900)
    assert (line(world).owner, line(world).operators) == (world.cooperative, [world.cooperative])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"owner": make.code("Q")}, "unknown_party"),
        ({"operators": [make.code("Q")]}, "unknown_party"),
        ({"on": "2026-11-20"}, "day_in_future"),
        ({"place": make.code("S")}, "unknown_place"),
    ],
)
def test_what_nobody_registered_is_refused(world, said, code):
    assert describe(world, **said).code == code
    assert not Description.objects.exists()


@pytest.mark.rule("CAT-02")
def test_a_licence_below_the_class_is_a_finding_and_refuses_nothing(world):
    describe(world, size_m2=400_000, month_t=4_000, declared_class="artisanal")

    look_at_places([world.site], date(2026, 11, 3))

    flag = Flag.objects.get(rule="CAT-02")
    assert (flag.severity, flag.evidence["found"], flag.evidence["declared"]) == ("warn", "small", "artisanal")
    assert "licence" in explain("CAT-02", "warn", flag.evidence, date(2026, 11, 3))
    world.status()
    assert world.lot()


@pytest.mark.rule("CAT-02")
@pytest.mark.parametrize("declared", ["small", "medium", None])
def test_a_licence_that_fits_or_is_not_stated_is_no_finding(world, declared):
    describe(world, size_m2=400_000, month_t=4_000, declared_class=declared)

    look_at_places([world.site], date(2026, 11, 3))

    assert not Flag.objects.filter(rule="CAT-02").exists()


def test_the_line_sums_the_newest_baseline_of_each_ore(world):
    baseline(world, "2026-10-01")
    baseline(world, "2026-09-01", grams_per_month=9_000_000)
    baseline(world, "2026-08-01", mineral="coltan", grams_per_month=500_000)

    assert (line(world).capacity_g_month, line(world).capacity_set_on) == (5_000_000, date(2026, 8, 1))
    assert Baseline.objects.count() == 3


@pytest.mark.rule("PLAU-05")
@pytest.mark.parametrize(
    ("on", "said", "why"),
    [
        ("2025-11-03", {"evidence": "Study, table 4"}, "old"),
        ("2025-11-04", {"evidence": "Study, table 4"}, None),
        ("2026-10-01", {}, "unnamed"),
        ("2026-10-01", {"document": "ab" * 32}, None),
    ],
)
def test_a_baseline_grows_old_in_a_year_and_names_what_it_rests_on(world, on, said, why):
    baseline(world, on, **said)

    look_at_places([world.site], date(2026, 11, 3))

    found = Flag.objects.filter(rule="PLAU-05").first()
    assert (found.evidence["why"] if found else None) == why
    if found:
        assert "site can yield" in explain("PLAU-05", "warn", found.evidence, date(2026, 11, 3))


@pytest.mark.rule("PLAU-05")
def test_the_clock_looks_at_baselines_where_nothing_was_dug(world):
    from ledger.risk.watching import look_at_clock

    baseline(world, "2025-10-01", evidence="Study")

    look_at_clock(date(2026, 11, 3))

    assert Flag.objects.filter(rule="PLAU-05", subject=world.site).count() == 1


def test_a_site_without_a_baseline_is_not_worried_about(world):
    look_at_places([world.site], date(2026, 11, 3))

    assert not Flag.objects.filter(rule="PLAU-05").exists()


@pytest.mark.rule("CAT-04")
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([("a", 4), ("b", 9), ("c", 30)], [("a", None), ("b", None), ("c", 30)]),
        ([("a", 4), ("b", 3), ("c", 30)], [("a", None), ("b", None), ("c", 30)]),
        ([("a", 5), ("b", 0), ("c", 30)], [("a", 5), ("b", 0), ("c", 30)]),
    ],
)
def test_a_number_of_fewer_than_five_people_is_not_told(counts, expected):
    assert told(counts, 5) == expected


@pytest.mark.rule("CAT-04")
def test_why_people_dig_is_told_without_small_numbers(world):
    miners = [{"type": "permanent", "miners": 61}, {"type": "rush", "miners": 3}, {"type": "seasonal", "miners": 43}]
    describe(world, typology=miners)
    client = Client()
    client.force_login(make.user("auditor", roles.AUDITOR, world.programme_party))

    page = client.get(f"/sites/{world.site}/").content.decode()

    assert "few: not told" in page and ">61<" in page and ">43<" not in page and ">3<" not in page
    assert '"rush"' not in json.dumps(leaf(DESCRIBED))


@pytest.mark.parametrize("path", ["describe", "capacity", "locate"])
def test_the_forms_enter_what_is_typed(world, path):
    client = Client()
    client.force_login(make.user("manager", roles.PROGRAMME_MANAGER, world.programme_party))
    address = f"/sites/{world.site}/{path}/"
    shown = client.get(address).context["form"]
    today = (date.today() - timedelta(days=1)).isoformat()
    typed = {
        "describe": {"as_of": today, "by_whom": "Team", "size_m2": "8000", "depth_m": "9.5",
                     "mechanisation": "0", "miners_permanent": "40"},
        "capacity": {"mineral": "cassiterite", "grams_per_month": "4500", "set_on": today, "set_by": "S",
                     "method": "survey", "evidence": "Study"},
        "locate": {"located_on": today, "by_whom": "Team", "method": "gps", "latitude": "-1.944",
                   "longitude": "28.885"},
    }[path]  # fmt: skip
    first = {name: value() if callable(value := shown[name].value()) else value for name in ("key", "at")}

    page = client.post(address, {**first, **typed}, follow=True)

    assert page.status_code == 200
    site = line(world)
    assert {
        "describe": (site.size_m2, site.depth_cm, site.asm_class) == (8_000, 950, "subsistence"),
        "capacity": site.capacity_g_month == 4_500_000,
        "locate": (site.cell, site.precision) == ("-1.9,28.9", "to_250_m"),
    }[path]
