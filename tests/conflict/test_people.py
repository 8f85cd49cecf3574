"""PEO-01 to PEO-03: children at work, forced labour, gross abuses."""

from datetime import date, timedelta

import pytest

from ledger.risk.rules import explain
from ledger.risk.seen_at_visits import ArmedActor, VisitSeen
from ledger.tasks import watch_for_risk
from sites.models import Visit
from tests import make
from tests.conflict.asking import TODAY, about_place, severity
from tests.conflict.conftest import flag, open_flags

ON = date(2026, 10, 19)
YEAR_OLD = date(2025, 11, 23)


def of(*visits):
    return {"seen_at_visits": visits}


@pytest.mark.rule("PEO-01")
@pytest.mark.parametrize(
    ("children", "young", "found"),
    [
        ("yes", "unknown", "hold"),
        ("yes", "yes", "hold"),
        ("no", "yes", "warn"),
        ("no", "no", None),
        ("unknown", "unknown", None),
    ],
)
def test_children_hold_and_young_people_warn(children, young, found):
    worry = about_place("PEO-01", of(VisitSeen(1, ON, children=children, young=young)))

    assert (severity(worry), worry and worry.category) == (found, found and "A2-1.iii")


@pytest.mark.rule("PEO-01")
@pytest.mark.parametrize(("no_on", "found"), [(YEAR_OLD, "unknown"), (YEAR_OLD + timedelta(days=1), None)])
def test_that_no_child_was_seen_is_believed_for_a_year(no_on, found):
    visits = of(VisitSeen(1, date(2024, 1, 1), children="yes"), VisitSeen(2, no_on, children="no"))

    assert severity(about_place("PEO-01", visits)) == found


@pytest.mark.rule("PEO-02")
@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ({"forced_labour": "yes"}, "hold"),
        ({"forced_labour": "no"}, None),
        ({"forced_labour": "unknown"}, None),
        ({"armed": [ArmedActor("army", "yes", ("forced_labour",))]}, "hold"),
        ({"armed": [ArmedActor("army", "yes", ("taxation",))]}, None),
    ],
)
def test_forced_labour_holds_whoever_tells_of_it(seen, found):
    worry = about_place("PEO-02", of(VisitSeen(1, ON, **seen)))

    assert (severity(worry), worry and worry.category) == (found, found and "A2-1.ii")


@pytest.mark.rule("PEO-03")
@pytest.mark.parametrize(
    ("abuses", "category"),
    [
        ((), None),
        (("torture",), "A2-1.i"),
        (("sexual_violence",), "A2-1.iv"),
        (("killing", "war_crimes"), "A2-1.v"),
        (("other_gross_abuse",), "A2-1.iv"),
    ],
)
def test_a_gross_abuse_holds_by_its_worst(abuses, category):
    worry = about_place("PEO-03", of(VisitSeen(1, ON, abuses=abuses)))

    assert (worry and worry.category) == category


@pytest.mark.rule("PEO-03")
def test_a_later_visit_does_not_clear_a_gross_abuse():
    worry = about_place("PEO-03", of(VisitSeen(1, date(2020, 1, 1), abuses=("torture",)), VisitSeen(2, ON)))

    assert worry.severity == "hold"
    assert "1 Jan 2020" in explain("PEO-03", "hold", worry.evidence, TODAY)


def test_a_visit_keeps_what_it_was_told(world, seal, replays):
    on = make.days_ago(3)
    said = {"on_site": "yes", "presence": "no", "interference": "no", "children": "yes", "by_whom": "Field team"}
    facts = {"forced_labour": "yes", "abuses": ["killing"], "place": world.site, "visited_on": on, **said}
    make.entered(world.programme, make.envelope("site.visited.v2", at=f"{on}T12:00:00+02:00", **facts))
    seal()
    watch_for_risk()

    assert Visit.objects.get(place=world.site).abuses == ["killing"]
    found = open_flags(world.site)
    assert {rule: found.get(rule) for rule in ("PEO-01", "PEO-02", "PEO-03")} == dict.fromkeys(
        ("PEO-01", "PEO-02", "PEO-03"), "hold"
    )
    assert flag(world.site, "PEO-03").category == "A2-1.iv"
