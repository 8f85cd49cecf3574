"""What a visit tells: the open part, the hidden part, and what is newest in the line of the register."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from ledger.deeds.kinds import KINDS
from ledger.standing.models import Standing
from sites.models import MineSite, Visit
from sites.visits.upcasting import in_second_form
from tests import make

pytestmark = pytest.mark.usefixtures("replays")
KIND = "site.visited.v2"
SEEN = {"on_site": "yes", "presence": "unknown", "interference": "unknown", "children": "unknown", "by_whom": "Team"}
TWO_ACTORS = [
    {"number": 1, "kind": "local_group", "conduct": ["taxation", "digging"], "frequency": 4},
    {"number": 2, "kind": "local_group", "conduct": ["taxation", "digging"], "frequency": 4},
]
EVERYTHING = {
    **SEEN,
    "presence": "yes",
    "interference": "yes",
    "armed": TWO_ACTORS,
    "groups": [{"number": 1, "name": "Group of the hill"}, {"number": 2, "written": "Gr. du ruisseau"}],
    "roadblocks": [{"keeper": "army", "count": 2}, {"keeper": "local_group", "count": 1}],
    "roadblock_places": [{"keeper": "army", "at": "At the bridge of Luvembe", "latitude_e6": -1_900_001}],
    "workers": 120,
    "children": "yes",
    "children_present": "yes",
    "children_tasks": "washing",
    "young": "yes",
    "women_present": "yes",
    "women": "no",
    "women_tasks": "selling food",
    "pregnant": "no",
    "forced_labour": "no",
    "minerals": [{"mineral": "coltan", "destination": "Bukavu"}, {"mineral": "other", "written": "Monazite"}],
    "selling_points": [{"mineral": "coltan", "at": "Numbi"}],
    "seen_at": {"latitude_e6": -1_900_123, "longitude_e6": 28_900_123, "groupement": "Luzirandaka"},
    "mercury": "no",
    "pits": 7,
    "depth_cm": 1_250,
    "mechanisation": 1,
    "access_dry": "under_2h",
    "access_wet": "over_2h",
    "phone": "yes",
    "services": ["saemape", "divmines"],
    "schemes": ["itsci"],
    "status_recorded": "green",
    "scheme_recorded": "active",
    "inspection": {"id": "PS-2026-11-02", "agency": "Division des mines", "result": "green", "report": "ab" * 32},
    "inspector": {"name": "Pascal Sumaili", "position": "Chief of service"},
    "papers": [{"sha256": "cd" * 32, "title": "The pit"}],
    "project": "Round 3",
    "note": "Rain.",
}


def visit(world, on: str = "2026-10-19", **seen):
    facts = {"place": world.site, "visited_on": on, **SEEN, **seen}
    return make.enter(world.programme, make.envelope(KIND, at=f"{on}T12:00:00+02:00", **facts))[0]


def leaves() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event")
        return "".join(bytes(entry).decode() for (entry,) in cursor.fetchall())


def test_a_visit_keeps_everything_that_it_is_asked(world):
    assert visit(world, **EVERYTHING).status == "recorded"

    kept = Visit.objects.get()
    assert (kept.presence, kept.interference, kept.children, kept.young, kept.pregnant) == (
        "yes",
        "yes",
        "yes",
        "yes",
        "no",
    )
    assert (kept.workers, kept.pits, kept.depth_cm, kept.mechanisation, kept.roadblocks) == (120, 7, 1_250, 1, 3)
    assert kept.armed == TWO_ACTORS
    assert (kept.project, kept.schemes, kept.services) == ("Round 3", ["itsci"], ["saemape", "divmines"])
    assert kept.inspection["agency"] == "Division des mines"


def test_names_places_people_and_papers_stay_out_of_the_leaf(world):
    visit(world, **EVERYTHING)

    told = leaves()
    for hidden in ("Group of the hill", "ruisseau", "bridge", "Numbi", "Luzirandaka", "1900123", "Sumaili", "cdcd"):
        assert hidden not in told
    assert "local_group" in told and "Bukavu" in told


@pytest.mark.parametrize("name", ["armed", "groups", "inspection", "inspector", "papers", "minerals", "roadblocks"])
def test_every_part_may_be_left_out(world, name):
    facts = {
        key: value for key, value in EVERYTHING.items() if key != name and not (name == "armed" and key == "groups")
    }

    assert visit(world, **facts).status == "recorded"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"groups": [{"number": 3, "name": "Nobody's"}]}, "number_of_nobody"),
        ({"groups": [{"number": 1, "name": "One"}, {"number": 1, "name": "Two"}]}, "number_of_nobody"),
        ({"armed": [{"number": 1, "kind": "army"}, {"number": 1, "kind": "police"}], "groups": None}, "number_twice"),
        ({"armed": [{"number": 1, "kind": "pirates"}], "groups": None}, "fact_not_choice"),
        ({"armed": [{"number": 1, "kind": "army", "frequency": 6}], "groups": None}, "fact_not_whole"),
        ({"mechanisation": 4}, "fact_not_whole"),
        ({"visited_on": "2026-11-20"}, "visit_in_future"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, changed, code):
    answer = visit(world, **{**EVERYTHING, **changed})

    assert (answer.status, answer.code) == ("refused", code)
    assert not Visit.objects.exists()


def test_a_place_that_is_no_site_is_not_visited(world):
    answer = visit(world, place=world.ours.depot)

    assert (answer.code, answer.field) == ("unknown_place", "facts.place")


def test_the_line_of_the_register_takes_the_newest_that_answered(world):
    visit(world, "2026-10-01", presence="yes", interference="no", workers=50)
    visit(world, "2026-10-19", presence="no")
    visit(world, "2026-09-01", presence="yes", interference="yes", workers=999)
    visit(world, "2026-10-25", on_site="no")

    site = MineSite.objects.get(code=world.site)
    assert (site.presence, site.presence_on.isoformat()) == ("no", "2026-10-19")
    assert (site.interference, site.interference_on.isoformat()) == ("no", "2026-10-01")
    assert (site.workers, site.workers_on.isoformat()) == (50, "2026-10-01")
    assert site.seen_on.isoformat() == "2026-10-19"


def test_of_two_visits_of_a_day_the_later_recorded_counts(world):
    visit(world, presence="yes")
    visit(world, presence="no")

    assert MineSite.objects.get(code=world.site).presence == "no"


def test_the_first_form_is_still_accepted_and_gives_the_same_rows(world):
    old = {**SEEN, "presence": "yes", "workers": 12, "women": "yes", "mercury": "no", "project": "Old"}
    facts = {"place": world.site, "visited_on": "2026-10-19", **old, "actors": ["army", "local_group"]}
    make.entered(world.programme, make.envelope("site.visited.v1", at="2026-10-19T12:00:00+02:00", **facts))
    visit(world, **old, armed=[{"number": 1, "kind": "army"}, {"number": 2, "kind": "local_group"}])

    first, second = Visit.objects.order_by("event_id").values()
    assert {**first, "event_id": 0} == {**second, "event_id": 0}
    assert Standing.objects.filter(subject=world.site, topic="visit.armed_presence").count() == 2


def test_the_first_form_says_nothing_that_it_did_not_ask():
    assert in_second_form({"place": "S0000001Z", "actors": ["army"]}) == {
        "place": "S0000001Z",
        "armed": [{"number": 1, "kind": "army"}],
    }


def test_the_example_of_the_kind_can_be_entered(world):
    facts = {**KINDS[KIND].example, "place": world.site, "visited_on": make.DUG}

    assert make.enter(world.programme, make.envelope(KIND, **facts))[0].status == "recorded"
    assert json.loads(json.dumps(facts)) == facts
