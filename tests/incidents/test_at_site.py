"""A site that a case holds is never read as clear, and its ore does not leave while the case is open at Level 1."""

from datetime import date

import pytest

from ledger.risk.engine import look_at_places
from ledger.risk.incidents.at_site import open_level_one
from ledger.risk.models import Flag
from tests import make
from tests.incidents.conftest import days_on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 5)


def flags(world):
    look_at_places([world.site], TODAY)
    return list(Flag.objects.filter(rule="INC-02", cleared_on=None))


@pytest.mark.rule("INC-02")
def test_a_site_held_by_the_worst_is_flagged_until_the_case_is_closed(cases):
    code = cases.reported(category="A2-3.ii", at=make.NOW)

    (flag,) = flags(cases.world)
    assert (flag.subject, flag.severity, flag.evidence) == (
        cases.world.site,
        "hold",
        {"incidents": 1, "since": "2026-11-03"},
    )
    cases.closed(code, at=make.NOW)
    assert flags(cases.world) == []


@pytest.mark.rule("INC-02")
def test_a_lesser_case_flags_no_site(cases):
    cases.reported(category="A2-5", level=2, at=make.NOW)

    assert flags(cases.world) == []


@pytest.mark.parametrize(("since", "stopped"), [("2026-11-02", True), ("2026-11-03", False), (None, True)])
def test_ore_dug_since_the_first_day_of_an_open_level_one_does_not_leave(cases, since, stopped):
    lot = cases.world.bought()  # dug on 2 November
    code = cases.reported(category="A2-1.iii", since=since, at=make.NOW)

    assert bool(open_level_one(lot, [cases.world.site])) is stopped
    cases.closed(code, at=make.NOW)
    assert not open_level_one(lot, [cases.world.site])


def test_a_lot_that_the_case_names_does_not_leave_wherever_it_was_dug(cases):
    lot, other = cases.world.bought(), cases.world.bought()
    cases.reported(category="ACCIDENT-OHS", level=1, place=cases.world.new_site(), lots=[lot], at=days_on(0))

    assert open_level_one(lot, [cases.world.site]) == {"INC-02"}
    assert open_level_one(other, [cases.world.site]) == set()
