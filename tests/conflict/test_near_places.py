"""CONF-01 and CONF-04: events near a place, on each side of every limit, and as the follower sees them."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Lot
from ledger.risk.conflict.events import Event, Near, Seen, evidence, score, window, within
from ledger.risk.conflict.geometry import km_between
from ledger.risk.engine import look_at_places
from ledger.risk.rules import explain
from ledger.tasks import watch_for_risk
from sites.conflict.importing import take_back
from tests import make
from tests.conflict.asking import TODAY, about_place, severity
from tests.conflict.conftest import event, flag, open_flags, site_at

HOME = (54_000, 265_000)
UNTIL = date(2026, 11, 20)


def told(code="ucdp:1", days=0, prec=1, best=1, at=HOME):
    on = TODAY - timedelta(days=days)
    return Event(code, on, on, prec, at, best, "CF")


def near(*events, km=5.0):
    return [Near(each, km) for each in events]


def seen(*events, until=UNTIL, in_province=0):
    return {"conflict_near": Seen(near(*events), until, in_province, window(TODAY))}


@pytest.mark.rule("CONF-01")
@pytest.mark.parametrize(("days", "found"), [(0, "warn"), (180, "warn"), (181, None)])
def test_one_event_warns_until_half_of_it_has_faded(days, found):
    assert severity(about_place("CONF-01", seen(told(days=days)))) == found


@pytest.mark.rule("CONF-01")
@pytest.mark.parametrize(("number", "found"), [(9, "warn"), (10, "hold")])
def test_ten_events_of_today_hold_what_was_dug_there(number, found):
    worry = about_place("CONF-01", seen(*(told(f"ucdp:{each}") for each in range(number))))

    assert severity(worry) == found
    assert worry.holds_since == (TODAY if found == "hold" else None)


@pytest.mark.rule("CONF-01")
@pytest.mark.parametrize(("prec", "number", "found"), [(2, 1, "warn"), (3, 1, None), (3, 2, "warn")])
def test_an_event_counts_less_where_its_place_is_known_less_well(prec, number, found):
    events = [told(f"ucdp:{each}", prec=prec) for each in range(number)]

    assert severity(about_place("CONF-01", seen(*events))) == found


@pytest.mark.rule("CONF-01")
@pytest.mark.parametrize(("until", "found"), [(date(2025, 11, 24), None), (date(2025, 11, 23), "unknown")])
def test_data_that_end_a_year_ago_say_nothing_of_today(until, found):
    worry = about_place("CONF-01", {"conflict_near": Seen((), until, 0, window(TODAY))})

    assert severity(worry) == found


@pytest.mark.rule("CONF-01")
def test_old_events_do_not_vanish_with_their_data():
    until = date(2022, 12, 31)
    old = Event("ucdp:1", until, until, 1, HOME, 4, "CF")
    worry = about_place("CONF-01", {"conflict_near": Seen(near(old), until, 0, window(until))})

    sentence = explain("CONF-01", "unknown", worry.evidence, TODAY)
    assert "1 near until then with 4 deaths" in sentence
    assert "What happened since is unknown" in sentence


@pytest.mark.rule("CONF-01")
def test_of_a_place_without_a_cell_or_data_nothing_is_said():
    assert about_place("CONF-01") is None
    assert about_place("CONF-01", {"conflict_near": Seen((), None)}) is None


@pytest.mark.rule("CONF-01")
def test_the_numbers_trace_back_to_rows():
    events = [told(f"ucdp:{each:02}", best=each) for each in range(25)]

    said = about_place("CONF-01", seen(*events)).evidence

    assert (said["events"], said["deaths"], said["nearest_km"]) == (25, sum(range(25)), 5)
    assert len(said["rows"].split(", ")) == 20, "the first twenty, and how many there are"
    assert said["latest"] == TODAY.isoformat()


@pytest.mark.rule("CONF-04")
@pytest.mark.parametrize(("number", "found"), [(9, None), (10, "warn")])
def test_events_of_the_province_alone_warn_by_their_number(number, found):
    assert severity(about_place("CONF-04", seen(in_province=number))) == found


@pytest.mark.rule("CONF-04")
def test_events_of_the_province_say_nothing_where_the_data_end():
    assert about_place("CONF-04", seen(in_province=50, until=date(2022, 12, 31))) is None


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([told(prec=3)], 1),
        ([told(prec=4)], 0),
        ([told(prec=7)], 0),
        ([told(at=(54_000 + 4_490, 265_000))], 1),
        ([told(at=(54_000 + 4_500, 265_000))], 0),
        ([told(days=387)], 1),
        ([told(days=388)], 0),
        ([told(days=-1)], 0),
    ],
)
def test_near_is_within_the_radius_and_the_window_and_never_an_area(events, found):
    assert len(within(events, partial(km_between, HOME), 50, window(TODAY), TODAY)) == found


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from([1, 2, 3])), max_size=30), st.integers(0, 400))
def test_a_score_only_falls_with_time_and_only_grows_with_events(said, later):
    events = [told(f"ucdp:{number}", days, prec) for number, (days, prec) in enumerate(said)]

    today = score(near(*events), TODAY)

    assert score(near(*events), TODAY + timedelta(days=later)) <= today
    assert score(near(*events, told("ucdp:more")), TODAY) >= today


@given(st.lists(st.integers(0, 300), min_size=1, max_size=40))
def test_evidence_stays_the_same_while_the_month_lasts(days):
    """What changes daily would raise the flag anew each day."""
    events = [told(f"ucdp:{number}", each) for number, each in enumerate(days)]
    km = partial(km_between, HOME)
    first, last = date(2026, 11, 23), date(2026, 11, 30)

    assert evidence(within(events, km, 50, window(first), first)) == evidence(
        within(events, km, 50, window(last), last)
    )


def test_new_events_flag_the_sites_near_them_and_no_others(world, brought, seal):
    obo, bangui = site_at(world), site_at(world, "4.4,18.6", "Bangui")

    brought(event(date_start=make.days_ago(3), date_end=make.days_ago(2), best="7"))
    seal()
    watch_for_risk()

    assert open_flags(obo)["CONF-01"] == "warn"
    said = flag(obo, "CONF-01").evidence
    assert (said["events"], said["deaths"], said["rows"], said["nearest_km"]) == (1, 7, "ucdp:36212", 1)
    assert "CONF-01" not in open_flags(bangui)


def test_what_is_taken_back_clears_what_it_raised(world, brought, seal):
    obo = site_at(world)
    summary = brought(event(date_start=make.days_ago(3), date_end=make.days_ago(2)))
    seal()
    watch_for_risk()
    assert open_flags(obo)["CONF-01"] == "warn"

    take_back(summary.file, "Another country's file.")
    seal()
    watch_for_risk()

    assert "CONF-01" not in open_flags(obo)


def test_heavy_fighting_holds_the_bags_dug_since(world, brought, seal):
    obo = site_at(world)
    world.status(place=obo, **make.FOR_MANY_YEARS)
    world.issue(place=obo)
    day = make.days_ago(4)
    tags = world.issue(2, place=obo)
    before = world.lot(place=obo, tag=tags[0], dug_on=make.days_ago(9), at=f"{make.days_ago(8)}T10:00:00+01:00")
    since = world.lot(place=obo, tag=tags[1], dug_on=day, at=f"{day}T16:00:00+01:00")

    brought(*(event(id=str(number), date_start=day, date_end=make.days_ago(1)) for number in range(1, 15)))
    seal()
    watch_for_risk()

    assert open_flags(obo)["CONF-01"] == "hold"

    assert [Lot.objects.get(code=lot).on_hold for lot in (before, since)] == [False, True]


def test_an_area_has_no_radius_and_counts_in_its_province(world, brought):
    obo, other = site_at(world), site_at(world, province="Vakaga")
    rows = [
        event(id=str(number), where_prec="4", date_start=make.days_ago(3), date_end=make.days_ago(3))
        for number in range(1, 11)
    ]

    brought(*rows)
    look_at_places([obo, other], date.fromisoformat(make.days_ago(0)))

    assert (open_flags(obo).get("CONF-01"), open_flags(obo)["CONF-04"]) == (None, "warn")
    assert not {"CONF-01", "CONF-04"} & open_flags(other).keys()


def test_the_clock_lets_events_fade_to_unknown(world, brought, seal):
    obo = site_at(world)
    brought(event(date_start=make.days_ago(3), date_end=make.days_ago(3)))
    today = date.fromisoformat(make.days_ago(0))

    look_at_places([obo], today)
    assert open_flags(obo)["CONF-01"] == "warn"
    look_at_places([obo], today + timedelta(days=200))
    assert "CONF-01" not in open_flags(obo)
    look_at_places([obo], today + timedelta(days=400))
    assert open_flags(obo)["CONF-01"] == "unknown"
