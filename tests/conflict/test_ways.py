"""CONF-02 and ROAD-01: what lay along the way of a consignment, on each side of every limit."""

from datetime import date, timedelta

import pytest

from ledger import codes
from ledger.models import Lot
from ledger.risk.conflict.events import Event, Near
from ledger.risk.conflict.models import Roadblock
from ledger.risk.conflict.near_ways import Barrier, Way
from ledger.risk.engine import look_at_lots
from ledger.tasks import watch_for_risk
from tests import make
from tests.conflict.asking import TODAY, about_lot, severity
from tests.conflict.conftest import event, flag, open_flags

C = "C0000001W"


def events(number, days=0):
    on = TODAY - timedelta(days=days)
    return [Near(Event(f"ucdp:{each}", on, on, 1, (0, 0), 1, "CF"), 3.0) for each in range(number)]


def way(near=(), barriers=()):
    return {"ways": [Way(C, TODAY - timedelta(days=2), TODAY, "CF", False, near, barriers)]}


def barrier(keeper="local_group", km=3.0, seen=TODAY):
    return Barrier("k", keeper, seen, km)


@pytest.mark.rule("CONF-02")
@pytest.mark.parametrize(
    ("number", "days", "found"), [(0, 0, None), (1, 0, "warn"), (1, 1, None), (19, 0, "warn"), (20, 0, "hold")]
)
def test_events_along_a_way_warn_and_hold_by_their_score(number, days, found):
    assert severity(about_lot("CONF-02", way(events(number, days)))) == found


@pytest.mark.rule("CONF-02")
def test_of_several_ways_the_worst_is_told():
    two = {"ways": [*way(events(1))["ways"], *way(events(20))["ways"]]}

    assert about_lot("CONF-02", two).evidence["events"] == 20


@pytest.mark.rule("ROAD-01")
@pytest.mark.parametrize(
    ("keeper", "km", "found", "category"),
    [
        ("local_group", 10.0, "hold", "A2-3.ii"),
        ("foreign_group", 10.1, "warn", "A2-3.ii"),
        ("army", 1.0, "warn", "A2-5"),
        ("mines_police", 1.0, "warn", "A2-5"),
        ("unknown", 1.0, "warn", "A2-3.ii"),
        ("chiefdom", 1.0, "warn", "operational"),
    ],
)
def test_a_roadblock_weighs_by_who_keeps_it(keeper, km, found, category):
    worry = about_lot("ROAD-01", way(barriers=[barrier(keeper, km)]))

    assert (worry.severity, worry.category) == (found, category)


@pytest.mark.rule("ROAD-01")
@pytest.mark.parametrize(("seen", "found"), [(date(2025, 11, 24), "hold"), (date(2025, 11, 23), "unknown")])
def test_a_roadblock_seen_a_year_ago_is_unknown_and_not_gone(seen, found):
    assert severity(about_lot("ROAD-01", way(barriers=[barrier(seen=seen)]))) == found


@pytest.mark.rule("ROAD-01")
def test_without_roadblocks_nothing_is_said():
    assert about_lot("ROAD-01", way()) is None


def depots_in(world, start="5.0,20.0", end="5.0,22.0"):
    """Give both organisations a depot in a cell and return them."""
    made = [make.code(codes.PLACE), make.code(codes.PLACE)]
    for place, party, cell in ((made[0], world.ours.party, start), (made[1], world.rivals.party, end)):
        facts = {"place": place, "name": f"Depot {place}", "kind": "depot", "country": "CF", "zone": "Africa/Bangui"}
        make.entered(world.programme, make.envelope("place.registered.v1", party=party, cell=cell, **facts))
    world.ours.depot, world.rivals.depot = made
    return made


def sent(world, route=None):
    """Send a bag from depot to depot, and return it with its consignment."""
    bag, consignment = world.bought(), make.code(codes.CONSIGNMENT)
    facts = {"lots": [bag], "to": world.rivals.party, "destination": world.rivals.depot, "route": route}
    make.entered(world.ours.clerk, make.envelope("consignment.dispatched.v1", consignment=consignment, **facts))
    return bag, consignment


def noted(world, cell, keeper="local_group", seen_on="2026-11-01"):
    facts = {"country": "CF", "cell": cell, "keeper": keeper, "seen_on": seen_on, "taxes": ["minerals"]}
    noting = make.envelope("roadblock.noted.v1", source="Field team", **facts)
    make.entered(world.programme, noting)
    return noting["key"]


def test_a_roadblock_beside_the_way_holds_the_bag_on_it(world, seal, replays):
    depots_in(world)
    bag, consignment = sent(world)
    noted(world, "5.1,21.0", "army")
    noted(world, "5.3,21.0")
    seal()
    watch_for_risk()
    assert open_flags(bag)["ROAD-01"] == "warn", "the army's; the group's is thirty kilometres off"

    key = noted(world, "5.0,21.5")
    seal()
    watch_for_risk()

    assert flag(bag, "ROAD-01").severity == "hold"
    assert (flag(bag, "ROAD-01").evidence["consignment"], flag(bag, "ROAD-01").evidence["roadblocks"]) == (
        consignment,
        2,
    )
    assert Lot.objects.get(code=bag).on_hold

    ending = make.envelope("roadblock.ended.v1", roadblock=key, ended_on="2026-11-02", source="Field team")
    make.entered(world.programme, ending)
    seal()
    watch_for_risk()
    assert Roadblock.objects.get(key=key).ended_on == date(2026, 11, 2)
    assert open_flags(bag)["ROAD-01"] == "warn"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"seen_on": "2026-11-04"}, "facts.seen_on"),
        ({"cell": "95.0,10.0"}, "facts.cell"),
        ({"asked_minor": 5}, "facts.currency"),
    ],
)
def test_a_roadblock_that_cannot_be_is_refused(world, changed, field):
    facts = {"country": "CF", "cell": "5.0,21.0", "keeper": "army", "seen_on": "2026-11-01", "source": "Field team"}

    (answer,) = make.enter(world.programme, make.envelope("roadblock.noted.v1", **{**facts, **changed}))

    assert (answer.status, answer.field) == ("refused", field)


def test_a_roadblock_ends_once_and_not_before_it_was_seen(world, replays):
    key = noted(world, "5.0,21.0")

    def end(on):
        ending = make.envelope("roadblock.ended.v1", roadblock=key, ended_on=on, source="Field team")
        (answer,) = make.enter(world.programme, ending)
        return answer.status, answer.code

    assert end("2026-10-31") == ("refused", "ends_before_it_begins")
    assert end("2026-11-02") == ("recorded", None)
    assert end("2026-11-03") == ("refused", "roadblock_ended")


def test_events_along_the_way_flag_the_bag_and_those_elsewhere_do_not(world, brought, seal, replays):
    depots_in(world)
    bag, _consignment = sent(world)
    rows = [
        event(id=str(number), latitude="5.05", longitude="21.0", date_start="2026-11-01", date_end="2026-11-02")
        for number in range(1, 5)
    ]

    brought(*rows, event(id="90", latitude="6.0", longitude="21.0"), event(id="91", where_prec="4", latitude="5.0"))
    seal()
    watch_for_risk()

    assert flag(bag, "CONF-02").evidence["events"] == 4


def test_a_way_that_is_told_goes_through_the_places_that_the_register_can_place(world, brought):
    depots_in(world)
    village = make.code(codes.PLACE)
    facts = {"place": village, "name": "Bakala", "kind": "store", "country": "CF", "zone": "Africa/Bangui"}
    make.entered(world.programme, make.envelope("place.registered.v1", party=world.agency, cell="6.0,21.0", **facts))
    straight, _ = sent(world)
    around, _ = sent(world, ["Bakala", "Nowhere known"])
    brought(
        *(
            event(id=str(number), latitude="6.05", longitude="21.0", date_start="2026-11-01", date_end="2026-11-02")
            for number in range(1, 5)
        )
    )
    look_at_lots([straight, around])

    assert "CONF-02" not in open_flags(straight)
    assert flag(around, "CONF-02").evidence["events"] == 4
    assert "Bakala" not in str(flag(around, "CONF-02").evidence), "which way it took stays hidden"
