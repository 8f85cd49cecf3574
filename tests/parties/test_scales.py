"""A scale is calibrated; from then until its last day what it shows may be believed."""

from datetime import date

import pytest
from django.test import Client

from ledger.custody.models import Calibration
from ledger.custody.scales import calibration_on, latest_of_scales
from ledger.parties import roles
from tests import make
from tests.make import enter, entered, envelope


def calibrated(world, **changed):
    facts = {
        "place": world.ours.depot,
        "scale": "Platform 1",
        "capacity_g": 500_000,
        "division_g": 100,
        "calibrated_on": "2026-06-15",
        "valid_to": "2027-06-14",
        "by_whom": "Bureau of standards",
    }
    return envelope("scale.calibrated.v1", **{**facts, **changed})


def test_the_manager_of_a_depot_states_a_calibration_and_earlier_ones_stay(world):
    entered(world.ours.manager, calibrated(world, calibrated_on="2025-06-15", valid_to="2026-06-14"))
    entered(world.ours.manager, calibrated(world))
    entered(world.regulator, calibrated(world, scale="Bench 2", valid_to="2026-11-02"))

    rows = list(Calibration.objects.filter(place=world.ours.depot))
    assert [(each.scale, each.valid_to) for each in latest_of_scales(rows)] == [
        ("Bench 2", date(2026, 11, 2)),
        ("Platform 1", date(2027, 6, 14)),
    ]
    assert calibration_on(rows, "Platform 1", date(2026, 6, 14)).valid_to == date(2026, 6, 14)
    assert calibration_on(rows, "Platform 1", date(2026, 6, 15)).valid_to == date(2027, 6, 14)
    assert calibration_on(rows, "Bench 2", date(2026, 11, 3)) is None
    assert calibration_on(rows, "Platform 1", date(2025, 6, 14)) is None


def test_a_shorter_calibration_takes_the_place_of_a_longer_one(world):
    """What was said last counts: a scale that fails is good no longer because an older paper says more."""
    entered(world.ours.manager, calibrated(world))
    entered(world.ours.manager, calibrated(world, calibrated_on="2026-08-01", valid_to="2026-08-31"))

    assert calibration_on(list(Calibration.objects.all()), "Platform 1", date(2026, 9, 1)) is None


def test_nobody_speaks_for_another_partys_scale(world):
    (answer,) = enter(world.rivals.manager, calibrated(world))

    assert answer.code == "not_your_place"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"place": "S0000002X"}, "facts.place"),
        ({"calibrated_on": "2026-11-04"}, "facts.calibrated_on"),
        ({"valid_to": "2026-06-14"}, "facts.valid_to"),
        ({"division_g": 500_001}, "facts.division_g"),
        ({"capacity_g": 0}, "facts.capacity_g"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, changed, field):
    (answer,) = enter(world.regulator, calibrated(world, **changed))

    assert (answer.status, answer.field, answer.kept) == ("refused", field, False)
    assert not Calibration.objects.exists()


def test_the_page_of_a_depot_says_days_over_and_who_works_there_to_those_who_may_know(world):
    entered(world.regulator, calibrated(world, calibrated_on="2024-01-10", valid_to=make.days_ago(3)))
    inside = make.user("clerk", roles.DEPOT_CLERK, world.ours.party)
    outside = make.user("clerk", roles.DEPOT_CLERK, world.rivals.party)

    pages = {}
    for user in (inside, outside):
        client = Client()
        client.force_login(user)
        pages[user] = client.get(f"/depots/{world.ours.depot}/").content.decode()

    assert "3 days over" in pages[inside]
    assert "3 days over" in pages[outside]
    # the masthead names whoever is signed in: inside stands on the rival's page nowhere
    assert inside.username in pages[inside]
    assert inside.username not in pages[outside]


def test_a_calibration_is_recorded_by_form_once_however_often_it_is_sent(world):
    client = Client()
    client.force_login(make.user("manager", roles.DEPOT_MANAGER, world.ours.party))
    address = f"/depots/{world.ours.depot}/calibrate/"
    form = client.get(address).context["form"]
    sent = {
        "key": str(form["key"].value()),
        "at": form["at"].value(),
        "scale": "Platform 1",
        "capacity": "500",
        "division": "0,1",
        "calibrated_on": "2026-06-15",
        "valid_to": "2027-06-14",
        "by_whom": "Bureau of standards",
    }

    answers = [client.post(address, sent), client.post(address, sent)]

    assert [answer.status_code for answer in answers] == [302, 302]
    row = Calibration.objects.get()
    assert (row.capacity_g, row.division_g) == (500_000, 100)
    assert "Platform 1" in client.get(f"/depots/{world.ours.depot}/").content.decode()
    assert "1 calibrated" in client.get("/depots/").content.decode()


def test_the_list_of_depots_asks_the_same_number_of_questions_for_few_and_many(world, django_assert_max_num_queries):
    client = Client()
    client.force_login(make.user("manager", roles.PROGRAMME_MANAGER, world.programme_party))
    client.get("/depots/")
    facts = {"name": "Dépôt", "kind": "depot", "country": "CD", "zone": "Africa/Lubumbashi", "party": world.ours.party}
    entered(world.programme, *(envelope("place.registered.v1", place=make.code("S"), **facts) for _ in range(50)))

    with django_assert_max_num_queries(9):
        page = client.get("/depots/")

    assert len(page.context["lines"]) == 40
    following = client.get(f"/depots/?{page.context['page'].after}")
    assert len(following.context["lines"]) == 12
    back = client.get(f"/depots/?{following.context['page'].before}")
    assert [line["place"] for line in back.context["lines"]] == [line["place"] for line in page.context["lines"]]
