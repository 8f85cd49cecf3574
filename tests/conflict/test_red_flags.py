"""RF-L1, RF-L3, RF-S1 and RF-S2: dated determinations of areas, and what follows for ore, places and suppliers."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.conflict.determined import by_area, cahra_on, status_on
from ledger.risk.conflict.models import Cahra
from ledger.risk.engine import look_at_parties
from ledger.risk.red_flags.locations import Located, is_transit_country
from ledger.risk.red_flags.suppliers import Interests, Sourced
from ledger.tasks import watch_for_risk
from tests import make
from tests.conflict.asking import PLACE, TODAY, about_lot, about_party, about_place
from tests.conflict.conftest import flag, open_flags, site_at

BEGUN = date(2026, 6, 1)


@dataclass
class Row:
    area: str = "CD:nord kivu"
    country: str = "CD"
    province: str | None = "Nord-Kivu"
    zone: str | None = None
    status: str = "cahra"
    valid_from: date = BEGUN
    valid_to: date | None = None
    event_id: int = 1
    key: str = "k"
    taken_back_by: int | None = None


def located(*rows, passed=(), areas=("CD:nord kivu", "CD"), mineral="coltan"):
    return {"locations": Located({PLACE: list(areas)}, by_area(rows), passed, mineral)}


@pytest.mark.parametrize(
    ("day", "found"), [(BEGUN - timedelta(days=1), None), (BEGUN, "cahra"), (date(2026, 8, 31), "cahra")]
)
def test_a_determination_holds_from_its_first_day_on(day, found):
    row = status_on([Row()], day)

    assert (row and row.status) == found


def test_a_determination_ends_with_its_last_day_and_the_next_of_the_area_follows():
    first, lifted = Row(valid_to=date(2026, 6, 30)), Row(status="not_cahra", valid_from=date(2026, 7, 15), event_id=2)

    assert cahra_on(["CD:nord kivu"], by_area([first]), date(2026, 6, 30)) is first
    assert cahra_on(["CD:nord kivu"], by_area([first]), date(2026, 7, 1)) is None
    assert cahra_on(["CD:nord kivu"], by_area([Row(), lifted]), date(2026, 7, 14)) is not None
    assert cahra_on(["CD:nord kivu"], by_area([Row(), lifted]), date(2026, 7, 15)) is None


def test_a_country_that_is_one_holds_its_provinces():
    rows = by_area([Row(area="CD"), Row(status="not_cahra", event_id=2)])

    assert cahra_on(["CD:nord kivu", "CD"], rows, TODAY).area == "CD"


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), TODAY), st.sampled_from(["cahra", "not_cahra"])), max_size=6))
def test_the_last_that_began_counts_whatever_the_order(said):
    rows = [Row(valid_from=day, status=status, event_id=number) for number, (day, status) in enumerate(said)]

    assert status_on(rows, TODAY) is status_on(list(reversed(rows)), TODAY)


@pytest.mark.rule("RF-L1")
@pytest.mark.parametrize(("dug_on", "grams"), [(BEGUN - timedelta(days=1), None), (BEGUN, 45_800)])
def test_ore_dug_in_an_area_since_its_determination_is_flagged(dug_on, grams):
    worry = about_lot("RF-L1", located(Row()), [(PLACE, dug_on, 45_800)])

    assert (worry and worry.evidence["grams"]) == grams


@pytest.mark.rule("RF-L1")
def test_ore_that_passed_through_is_flagged():
    passed = [(PLACE, BEGUN - timedelta(days=1)), (PLACE, BEGUN)]

    worry = about_lot("RF-L1", located(Row(), passed=passed), [("S1", BEGUN, 5)])

    assert (worry.evidence["why"], worry.evidence["there_on"]) == ("through", BEGUN.isoformat())
    assert about_lot("RF-L1", located(Row(), passed=passed[:1]), [("S1", BEGUN, 5)]) is None


@pytest.mark.rule("RF-L1-P")
@pytest.mark.parametrize(("status", "found"), [("cahra", True), ("in_question", False), ("not_cahra", False)])
def test_a_place_is_flagged_while_its_area_is_one(status, found):
    assert (about_place("RF-L1-P", located(Row(status=status))) is not None) == found


@pytest.mark.rule("RF-L3")
@pytest.mark.parametrize(
    ("country", "mineral", "dug_on", "found"),
    [
        ("RW", "coltan", date(2024, 5, 1), True),
        ("RW", "coltan", date(2024, 4, 30), False),
        ("RW", "cassiterite", date(2024, 5, 1), False),
        ("UG", "coltan", date(2024, 5, 1), False),
    ],
)
def test_an_origin_in_a_country_of_transit_is_flagged_by_ore_and_day(country, mineral, dug_on, found):
    worry = about_lot("RF-L3", located(mineral=mineral), [(PLACE, dug_on, 100)], countries={PLACE: country})

    assert (worry is not None) == found
    assert is_transit_country(country, mineral, dug_on) == found


@pytest.mark.rule("RF-S1")
def test_interests_in_such_areas_are_flagged():
    assert about_party("RF-S1", {"interests": Interests()}) is None
    assert about_party("RF-S1", {"interests": Interests([PLACE], [], ["CD"])}).evidence["places"] == 1
    assert about_party("RF-S1", {"interests": Interests([], ["Q1"], ["CD"])}).evidence["why"] == "shared"


@pytest.mark.rule("RF-S2")
def test_sourcing_from_such_areas_is_flagged_by_the_month():
    assert about_party("RF-S2", {"sourced": Sourced([], [], TODAY, 12)}) is None
    one, other = (
        about_party("RF-S2", {"sourced": Sourced([PLACE], ["CD"], TODAY.replace(day=day), 12)}) for day in (2, 20)
    )
    assert one.evidence["places"] == 1
    assert one == other, "a purchase more in the same month raises no other flag"


def determined(world, **changed):
    facts = {
        "country": "CF",
        "province": "Haut-Mbomou",
        "status": "cahra",
        "valid_from": make.days_ago(60),
        "source": "cahraslist.net",
        "source_version": "18",
        "decided_by": "Due diligence committee",
        "rationale": "Armed conflict in the prefecture.",
    }
    determining = make.envelope("cahra.determined.v1", **{**facts, **changed})
    make.entered_today(world.programme, determining)
    return determining["key"]


def bag_of(world, site, dug=5):
    world.status(place=site, **make.FOR_MANY_YEARS)
    (tag,) = world.issue(1, place=site)
    at = f"{make.days_ago(dug - 1)}T10:00:00+01:00"
    return world.lot(place=site, tag=tag, dug_on=make.days_ago(dug), at=at, mineral="gold", mass_g=900)


def test_a_determination_reaches_places_lots_and_suppliers_and_is_taken_back(world, seal, replays):
    site = site_at(world)
    lot = bag_of(world, site)
    at = f"{make.days_ago(2)}T10:00:00+01:00"
    buying = make.envelope("lot.bought.v1", at=at, lot=lot, place=world.ours.depot, price_minor=5, currency="USD")
    make.entered(world.ours.clerk, buying)

    key = determined(world)
    seal()
    watch_for_risk()

    assert open_flags(site)["RF-L1-P"] == "warn"
    assert flag(lot, "RF-L1").evidence | {"determination": key} == flag(lot, "RF-L1").evidence
    assert flag(world.ours.party, "RF-S2").evidence["area"] == "Haut-Mbomou (CF)"
    assert "RF-S2" not in open_flags(world.rivals.party)

    make.entered_today(world.programme, make.envelope("cahra.taken_back.v1", determination=key, reason="Wrong area."))
    seal()
    watch_for_risk()
    assert not {"RF-L1-P", "RF-L1"} & {*open_flags(site), *open_flags(lot)}
    assert "RF-S2" not in open_flags(world.ours.party)
    assert Cahra.objects.get().taken_back_because == "Wrong area."


def test_sourcing_is_forgotten_after_twelve_months(world, seal):
    site = site_at(world)
    lot = bag_of(world, site)
    at = f"{make.days_ago(2)}T10:00:00+01:00"
    buying = make.envelope("lot.bought.v1", at=at, lot=lot, place=world.ours.depot, price_minor=5, currency="USD")
    make.entered(world.ours.clerk, buying)
    determined(world)
    bought_on = date.fromisoformat(make.days_ago(2))

    look_at_parties([world.ours.party], bought_on + timedelta(days=365))
    assert open_flags(world.ours.party).get("RF-S2") == "warn"
    look_at_parties([world.ours.party], bought_on + timedelta(days=367))
    assert "RF-S2" not in open_flags(world.ours.party)


def test_who_works_a_site_there_has_an_interest(world, seal, replays):
    site = site_at(world)
    describing = {"place": site, "as_of": "2026-11-01", "by_whom": "Field team", "operators": [world.cooperative]}
    make.entered_today(world.programme, make.envelope("site.described.v1", **describing))
    determined(world)
    look_at_parties([world.cooperative, world.rivals.party], TODAY)

    assert open_flags(world.cooperative).get("RF-S1") == "warn"
    assert "RF-S1" not in open_flags(world.rivals.party)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_to": make.days_ago(61)}, "facts.valid_to"),
        ({"zone": "Z0000001B"}, "facts.zone"),
        ({"status": "yes"}, "facts.status"),
        ({"rationale": None}, "facts.rationale"),
    ],
)
def test_a_determination_without_reasons_or_of_two_areas_is_refused(world, changed, field):
    facts = {"country": "CF", "province": "Vakaga", "status": "cahra", "source": "Own"}
    said = {"valid_from": make.days_ago(60), "decided_by": "Committee", "rationale": "War.", **facts, **changed}

    (answer,) = make.enter(world.programme, make.envelope("cahra.determined.v1", **said))

    assert (answer.status, answer.field) == ("refused", field)
    assert not Cahra.objects.exists()
