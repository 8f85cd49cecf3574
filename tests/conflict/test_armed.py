"""ARM-01 to ARM-04: who interferes and who is there, by kind; an old yes stays, an old no clears nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Lot
from ledger.risk.rules import RISK_RULES, PlaceSeen, explain, rules_for
from ledger.risk.seen_at_visits import ArmedActor, VisitSeen
from ledger.standing.reading import STATE
from ledger.tasks import watch_for_risk
from sites.models import MineSite, Visit
from tests import make
from tests.conflict.asking import PLACE, TODAY, about_place, severity
from tests.conflict.conftest import flag, open_flags

ON = date(2026, 10, 19)
YEAR_OLD = date(2025, 11, 23)


@dataclass
class Said:
    topic: str
    value: str
    valid_from: date
    valid_to: date | None = None
    event_id: int = 1


def visit(on=ON, number=1, **seen):
    return VisitSeen(number, on, **seen)


def of(*visits):
    return {"seen_at_visits": visits}


def actor(kind, interference=None, *conduct):
    return ArmedActor(kind, interference, conduct)


def interfering(*armed, on=ON, **more):
    return visit(on, presence="yes", interference="yes", armed=armed, **more)


def found(rule_id, *visits, **more):
    return severity(about_place(rule_id, of(*visits), **more))


@pytest.mark.rule("ARM-01")
@pytest.mark.parametrize(
    ("armed", "severity", "category"),
    [
        ([actor("local_group")], "hold", "A2-3.i"),
        ([actor("foreign_group", "yes", "taxation")], "hold", "A2-3.ii"),
        ([actor("army")], None, None),
        ([actor("police"), actor("mines_police")], None, None),
        ([actor("army", "no"), actor("local_group")], "hold", "A2-3.i"),
        ([actor("army", "yes"), actor("local_group", "no")], None, None),
        ([actor("army", "yes"), actor("local_group")], None, None),
        ([], "hold", "A2-3.i"),
        ([actor("unknown")], "hold", "A2-3.i"),
    ],
)
def test_interference_of_non_state_groups_holds(armed, severity, category):
    worry = about_place("ARM-01", of(interfering(*armed)))

    assert (worry and worry.severity, worry and worry.category) == (severity, category)
    assert worry is None or worry.holds_since == ON


@pytest.mark.rule("ARM-01")
def test_who_is_not_known_is_said_as_unknown():
    worry = about_place("ARM-01", of(interfering()))

    assert "who it was is unknown" in explain("ARM-01", "hold", worry.evidence, TODAY)
    assert worry.evidence["kinds"] == "unknown"


@pytest.mark.rule("ARM-02")
@pytest.mark.parametrize(
    ("armed", "severity"),
    [
        ([actor("army")], "warn"),
        ([actor("police", "yes")], "warn"),
        ([actor("mines_police", None, "taxation")], "warn"),
        ([actor("local_group")], None),
        ([actor("army", "no"), actor("local_group")], None),
        ([], None),
    ],
)
def test_interference_of_the_states_forces_asks_for_a_plan_and_holds_nothing(armed, severity):
    worry = about_place("ARM-02", of(interfering(*armed)))

    assert (worry and worry.severity) == severity
    if worry:
        assert (worry.category, worry.evidence["plan_by"]) == ("A2-5", (ON + timedelta(days=30)).isoformat())


@pytest.mark.rule("ARM-01")
@pytest.mark.rule("ARM-02")
def test_both_at_once_are_two_worries():
    both = of(interfering(actor("army", "yes"), actor("local_group", "yes", "taxation")))

    assert severity(about_place("ARM-01", both)) == "hold"
    assert severity(about_place("ARM-02", both)) == "warn"


@pytest.mark.rule("ARM-03")
@pytest.mark.parametrize(
    ("armed", "category", "why"),
    [
        ([actor("army")], "A2-6/7", "forces"),
        ([actor("local_group")], "A2-3.i", "group"),
        ([actor("army"), actor("foreign_group")], "A2-3.i", "group"),
        ([], "operational", None),
        ([actor("unknown"), actor("army")], "operational", None),
    ],
)
def test_presence_alone_warns_by_who_it_was(armed, category, why):
    worry = about_place("ARM-03", of(visit(presence="yes", interference="no", armed=armed)))

    assert (worry.severity, worry.category, worry.evidence.get("why")) == ("warn", category, why)


@pytest.mark.rule("ARM-03")
@pytest.mark.parametrize(("presence", "interference"), [("no", "no"), ("unknown", "unknown"), ("yes", "yes")])
def test_without_presence_or_with_interference_it_says_nothing(presence, interference):
    assert found("ARM-03", visit(presence=presence, interference=interference)) is None


@pytest.mark.rule("ARM-01")
@pytest.mark.parametrize(
    ("no_on", "on_site", "severity"),
    [
        (YEAR_OLD + timedelta(days=1), "yes", None),
        (YEAR_OLD, "yes", "unknown"),
        (YEAR_OLD + timedelta(days=1), "no", "hold"),
    ],
)
def test_a_no_clears_for_a_year_and_only_from_somebody_who_was_there(no_on, on_site, severity):
    yes = interfering(actor("local_group"), on=date(2020, 1, 1))

    assert found("ARM-01", yes, visit(no_on, 2, interference="no", on_site=on_site)) == severity


@pytest.mark.rule("ARM-01")
def test_an_old_yes_never_vanishes():
    worry = about_place("ARM-01", of(interfering(actor("local_group"), on=date(2014, 6, 1)), visit(ON, 2)))

    assert (worry.severity, worry.evidence["seen_on"]) == ("hold", "2014-06-01")
    assert "4558 days" in explain("ARM-01", "hold", worry.evidence, TODAY)


@pytest.mark.rule("ARM-01")
def test_a_visit_to_come_says_nothing_yet():
    assert found("ARM-01", interfering(actor("local_group"), on=TODAY + timedelta(days=1))) is None


@pytest.mark.rule("ARM-01")
def test_from_standing_alone_the_kind_is_unknown():
    said = [Said("visit.interference", "yes", ON), Said("visit.armed_presence", "yes", ON)]

    assert severity(about_place("ARM-01", statements=said)) == "hold"


GREEN = [Said(STATE, "green", date(2026, 1, 1), date(2026, 12, 31))]


@pytest.mark.rule("ARM-04")
@pytest.mark.parametrize(
    ("statements", "on", "severity"),
    [
        (GREEN, date(2026, 1, 1), "hold"),
        (GREEN, date(2025, 12, 31), None),
        ([Said(STATE, "yellow", date(2026, 1, 1))], ON, None),
        ([], ON, None),
        ([Said(STATE, "green", date(2025, 1, 1), date(2026, 12, 31))], YEAR_OLD, None),
        ([Said(STATE, "green", date(2025, 1, 1), date(2026, 12, 31))], YEAR_OLD + timedelta(days=1), "hold"),
    ],
)
def test_a_green_site_with_fresh_interference_is_held_for_review(statements, on, severity):
    armed = interfering(actor("army", "yes"), on=on)

    assert found("ARM-04", armed, statements=statements) == severity


ANSWER = st.sampled_from(["yes", "no", "unknown"])
ACTORS = st.lists(
    st.builds(
        ArmedActor,
        st.sampled_from(["army", "police", "mines_police", "local_group", "foreign_group", "unknown"]),
        st.sampled_from([None, "yes", "no"]),
        st.lists(st.sampled_from(["taxation", "forced_labour"]), max_size=2),
    ),
    max_size=3,
)
VISITS = st.lists(
    st.builds(
        VisitSeen,
        st.integers(1, 99),
        st.dates(date(2014, 1, 1), TODAY),
        on_site=ANSWER,
        presence=ANSWER,
        interference=ANSWER,
        armed=ACTORS,
        children=ANSWER,
        young=ANSWER,
        forced_labour=ANSWER,
    ),
    max_size=5,
    unique_by=lambda each: each.event_id,
)
SCHEME = [
    Said("status.scheme", "active", date(2020, 1, 1), None, 500),
    Said("member", "Q0000001H", date(2020, 1, 1), None, 501),
    Said("certificate", "active", date(2020, 1, 1), None, 502),
]
RANK = {"stop": 0, "hold": 1, "warn": 2, "unknown": 3, None: 4}


@given(VISITS, st.booleans())
def test_a_scheme_never_lowers_a_risk(visits, green):
    """Whatever visits say, every rule about a place worries no less where a scheme works there."""
    statements = GREEN if green else []
    without = PlaceSeen(PLACE, statements, TODAY, "CD", of(*visits))
    with_scheme = replace(without, statements=[*statements, *SCHEME])

    for rule in rules_for("place"):
        before, after = rule.function(without), rule.function(with_scheme)
        assert RANK[after and after.severity] <= RANK[before and before.severity], rule.id


@given(VISITS, st.integers(0, 4_000))
def test_time_alone_never_clears_what_was_seen(visits, days):
    """As days go by without a visit a worry of armed actors or of people may become unknown, never nothing."""
    later = TODAY + timedelta(days=days)
    for rule_id in ("ARM-01", "ARM-02", "PEO-01", "PEO-02"):
        rule = RISK_RULES[rule_id]
        before = rule.function(PlaceSeen(PLACE, (), TODAY, "CD", of(*visits)))
        after = rule.function(PlaceSeen(PLACE, (), later, "CD", of(*visits)))
        assert before is None or after is not None, rule_id


def enter_visit(world, on, **facts):
    said = {"on_site": "yes", "presence": "yes", "interference": "no", "children": "no", "by_whom": "Field team"}
    envelope = make.envelope(
        "site.visited.v2", at=f"{on}T12:00:00+02:00", place=world.site, visited_on=on, **{**said, **facts}
    )
    make.entered(world.programme, envelope)


def test_a_visit_tells_the_rules_actor_by_actor(world, seal, replays):
    enter_visit(
        world,
        make.days_ago(3),
        interference="yes",
        armed=[
            {"number": 1, "kind": "army", "interference": "no"},
            {"number": 2, "kind": "local_group", "interference": "yes", "conduct": ["entrance_taxation"]},
        ],
        groups=[{"number": 2, "name": "Raia Mutomboki"}],
    )
    seal()
    watch_for_risk()

    assert {rule: open_flags(world.site).get(rule) for rule in ("ARM-01", "ARM-02", "ARM-03", "ARM-04")} == {
        "ARM-01": "hold",
        "ARM-02": None,
        "ARM-03": None,
        "ARM-04": "hold",
    }
    said = flag(world.site, "ARM-01")
    assert (said.category, said.evidence["conduct"]) == ("A2-3.ii", "entrance_taxation")
    assert "Raia" not in str(said.evidence), "names stay behind their commitment"


def test_what_was_dug_since_is_held_and_the_colour_stays(world, seal, replays):
    bag = world.lot(dug_on=make.days_ago(2), at=f"{make.days_ago(1)}T10:00:00+02:00")
    enter_visit(world, make.days_ago(3), interference="yes", armed=[{"number": 1, "kind": "local_group"}])
    seal()
    watch_for_risk()

    assert Lot.objects.get(code=bag).on_hold
    assert MineSite.objects.get(code=world.site).state == "green"


def test_a_visit_that_is_taken_back_tells_nothing(world, seal, replays):
    enter_visit(world, make.days_ago(3), interference="yes", armed=[{"number": 1, "kind": "army"}])
    seal()
    watch_for_risk()
    assert open_flags(world.site)["ARM-02"] == "warn"
    number = Visit.objects.get(place=world.site).event_id
    taking_back = {"entries": [{"subject": world.site, "event": number}], "reason": "Another site."}
    make.entered_today(world.programme, make.envelope("entries.withdrawn.v1", **taking_back))
    seal()
    watch_for_risk()

    assert "ARM-02" not in open_flags(world.site)
