"""DUP-01: who registers a site that looks like another says why it is another; every door asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import codes
from ledger.log.models import Opening
from ledger.log.reading import events_by_id
from ledger.models import InboxEntry
from sites.models import MineSite
from sites.positions.cells import around, cell_of, normal_cell
from tests import make
from tests.registering.sites import KALEHE, answer, number, registered, site

dup = pytest.mark.rule("DUP-01")
NORTH, EAST = KALEHE
NEXT_DOOR = (NORTH + 3_000, EAST + 3_000)
ONE_CELL_ON = (NORTH + 100_000, EAST)
FAR = (NORTH + 900_000, EAST)


@dup
@pytest.mark.parametrize("version", [1, 2])
def test_the_same_name_next_door_is_refused_with_the_site_that_it_looks_like(world, version):
    there = registered(world, "Kalimbi")

    refused = answer(world, "Carrière de KALIMBI", NEXT_DOOR, version=version)

    assert (refused.status, refused.code, refused.rule) == ("refused", "looks_like", "DUP-01")
    assert refused.facts["sites"] == [there]
    (candidate,) = refused.facts["candidates"]
    assert candidate == {"place": there, "name": "Kalimbi", "near": "same_cell", "score": 100}
    assert InboxEntry.objects.get(key=refused.key).rule == "DUP-01"
    assert MineSite.objects.filter(name__icontains="kalimbi").count() == 1


@dup
@pytest.mark.parametrize("at", [ONE_CELL_ON, None])
def test_a_neighbouring_cell_counts_and_so_does_a_site_without_position(world, at):
    registered(world, "Kalimbi", at)

    assert answer(world, "Kalimbi").code == "looks_like"


@dup
def test_another_name_of_a_site_counts_as_its_own(world):
    there = registered(world, "Lueshe", aliases=["Kalimbi", "Camp Bravo"])

    assert answer(world, "Site de Kalimbi").facts["sites"] == [there]
    assert answer(world, "Nyabibwe", aliases=["Lueshe"]).facts["sites"] == [there]


@dup
def test_two_in_one_batch_see_each_other(world):

    answers = make.enter(world.programme, site("Kalimbi"), site("Kalimbi", NEXT_DOOR))

    assert [each.code for each in answers] == [None, "looks_like"]


@pytest.mark.parametrize(
    ("name", "at", "more"),
    [
        ("Kalimbi 2", KALEHE, {}),
        ("Kalimbi Est", KALEHE, {}),
        ("Nyabibwe", KALEHE, {}),
        ("Kalimbi", FAR, {}),
        ("Kalimbi", None, {"territory": "Walikale"}),
        ("Kalimbi", None, {"province": "Tanganyika"}),
        ("Kalimbi", KALEHE, {"numbers": [number("IPIS", "codmine00002")]}),
    ],
)
def test_what_tells_a_site_apart_lets_it_in(world, name, at, more):
    where = {"province": "Sud-Kivu", "territory": "Kalehe", "numbers": [number("IPIS", "codmine00001")]}
    registered(world, "Kalimbi", **where)

    assert answer(world, name, at, **more).status == "recorded"


@dup
def test_numbers_of_different_registers_tell_nothing_apart(world):
    registered(world, "Kalimbi", numbers=[number("IPIS", "codmine00001")])

    assert answer(world, "Kalimbi", numbers=[number("NATIONAL", "SK-17")]).code == "looks_like"


def test_the_first_version_with_two_numbers_of_ipis_is_two_sites(world):
    registered(world, "Kalimbi", version=1, pcode="codmine00001")

    assert answer(world, "Kalimbi", version=1, pcode="codmine00002").status == "recorded"


@dup
def test_it_is_another_because(world):
    one = registered(world, "Kalimbi")
    two = registered(world, "Kalimbi", distinct_from=[one], distinct_because="They lie on two banks.")

    left_out = answer(world, "Kalimbi", distinct_from=[one], distinct_because="A third.")
    third = answer(world, "Kalimbi", distinct_from=[one, two], distinct_because="A third.")

    assert (left_out.code, left_out.facts["sites"]) == ("looks_like", [two])
    assert third.status == "recorded"
    (event,) = events_by_id([third.event_id])
    assert event.facts["distinct_from"] == [one, two]
    assert "distinct_because" not in event.facts
    assert b"A third." in bytes(Opening.objects.get(key=third.key, group="notes").value)


@pytest.mark.parametrize("said", [{}, {"distinct_because": " "}])
def test_an_override_needs_its_reason(world, said):
    one = registered(world, "Kalimbi")

    bad = answer(world, "Kalimbi", distinct_from=[one], **said)

    assert (bad.code, bad.field) == ("reason_missing", "facts.distinct_because")


def test_a_site_is_compared_with_sites_that_there_are(world):
    bad = answer(world, distinct_from=[make.code(codes.PLACE)], distinct_because="No.")

    assert (bad.code, bad.field) == ("unknown_place", "facts.distinct_from[0]")


@given(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))
def test_the_cells_around_a_point_hold_what_lies_within_almost_a_tenth_of_a_degree(north, east):
    there = around(cell_of(north, east))

    assert len(there) == len(set(there)) == (9 if abs(north) < 89_950_000 else 6)
    for up, aside in ((99_999, 0), (-99_999, 0), (0, 99_999), (0, -99_999)):
        if abs(north + up) <= 90_000_000 and abs(east + aside) < 180_000_000:
            assert cell_of(north + up, east + aside) in there
    assert all(normal_cell(cell) == cell for cell in there)


@dup
def test_a_site_that_was_measured_elsewhere_is_compared_there(world):
    place = registered(world, "Kalimbi")
    said = {"located_on": "2026-10-19", "by_whom": "Field team", "method": "gps"}
    where = {"latitude_e6": FAR[0], "longitude_e6": FAR[1]}
    make.entered(world.programme, make.envelope("site.located.v1", place=place, **said, **where))

    assert answer(world, "Kalimbi", FAR).facts["sites"] == [place]
    assert answer(world, "Kalimbi", KALEHE).status == "recorded"


def test_a_registration_that_was_withdrawn_is_compared_with_nobody_and_lets_its_number_go(world):
    numbers = [number("NATIONAL", "SK-17")]
    place = registered(world, "Kalimbi", numbers=numbers)
    entries = [{"subject": place, "event": MineSite.objects.get(code=place).event_id}]
    make.entered(world.programme, make.envelope("entries.withdrawn.v1", entries=entries, reason="A wrong file."))

    again = registered(world, "Kalimbi", numbers=numbers)

    assert again != place
    assert answer(world, "Nyabibwe", numbers=numbers).code == "number_taken"
