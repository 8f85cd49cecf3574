"""A report is a claim under one code; the worst abuses open at Level 1 and hold the site and what left it."""

import pytest

from ledger import codes
from ledger.custody.models import Hold, Lot
from ledger.risk.incidents.models import IncidentOre
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.rule("INC-01")
def test_an_incident_is_a_claim_until_somebody_finds(cases):
    code = cases.reported(category="A2-5", level=2)
    cases.do("found", code, finding="partly", reason="Two drivers confirm it.")

    row = cases.row(code)
    assert (row.category, row.level, row.finding) == ("A2-5", 2, "partly")


@pytest.mark.rule("INC-01")
def test_a_headline_code_is_read_through_the_map_and_never_as_a_paragraph(cases):
    paragraph = cases.reported(category="A2-5")
    headline = cases.reported(category=None, headline="A2-5")

    assert cases.row(paragraph).category == "A2-5"
    assert cases.row(headline).category == "A2-12"


@pytest.mark.rule("INC-01")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"category": None}, "category_or_headline"),
        ({"category": "A2-5", "headline": "A2-5"}, "category_or_headline"),
        ({"category": None, "headline": "A2-2"}, "headline_is_several"),
    ],
)
def test_one_code_and_one_only_is_said(cases, facts, code):
    said = {"category": "TAG-LOSS", "source": "ngo", "claim": "x", "place": cases.world.site, **facts}

    assert cases.refused("reported", make.code(codes.INCIDENT), **said).code == code


def test_an_incident_is_somewhere_or_about_somebody(cases):
    answer = cases.refused("reported", make.code(codes.INCIDENT), category="TAG-LOSS", source="ngo", claim="x")

    assert answer.code == "incident_nowhere"


@pytest.mark.rule("INC-02")
@pytest.mark.parametrize(
    ("category", "proposed", "level"),
    [("A2-1.iii", 3, 1), ("A2-3.ii", None, 1), ("A2-5", 2, 2), ("A2-5", None, 3), ("ACCIDENT-OHS", 1, 1)],
)
def test_what_annex_ii_stops_at_once_opens_at_level_one_whatever_was_proposed(cases, category, proposed, level):
    assert cases.row(cases.reported(category=category, level=proposed)).level == level


@pytest.mark.rule("INC-02")
def test_level_one_holds_what_lies_at_the_site_and_what_is_on_its_way(cases):
    world = cases.world
    there, sold, sent = world.lot(), world.bought(), world.bought()
    world.dispatched(sent)

    code = cases.reported(category="A2-3.ii", at=make.NOW)

    held = set(Lot.objects.filter(on_hold=True).values_list("code", flat=True))
    assert held == {there, sent}
    assert sold not in held
    assert set(Hold.objects.values_list("rule", "cause")) == {("INC-02", cases.row(code).key)}


@pytest.mark.rule("INC-02")
def test_a_bag_tagged_at_a_held_site_is_recorded_and_held(cases):
    cases.reported(category="A2-3.ii", at=make.NOW)

    lot = cases.world.lot()

    assert Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("INC-02")
def test_a_graver_level_alone_holds_no_site(cases):
    lot = cases.world.lot()

    code = cases.reported(category="ACCIDENT-OHS", level=1, at=make.NOW)

    assert not cases.row(code).site_held
    assert not Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("INC-02")
def test_the_site_is_free_again_once_the_case_is_closed_and_its_held_lots_wait_for_a_decision(cases):
    lot = cases.world.lot()
    code = cases.reported(category="A2-3.ii", at=make.NOW)
    cases.closed(code, at=make.NOW, outcome="not_substantiated", finding="not_substantiated")

    later = cases.world.lot()

    assert not Lot.objects.get(code=later).on_hold
    assert Lot.objects.get(code=lot).on_hold


@pytest.mark.rule("INC-02")
def test_two_cases_hold_a_site_until_both_are_closed(cases):
    first, second = (cases.reported(category="A2-3.ii", at=make.NOW) for _ in range(2))
    cases.closed(first, at=make.NOW)

    assert Lot.objects.get(code=cases.world.lot()).on_hold
    cases.closed(second, at=make.NOW)
    assert not Lot.objects.get(code=cases.world.lot()).on_hold


@pytest.mark.rule("INC-04")
def test_lots_and_tags_are_listed_with_their_kilograms_each_lot_once(cases):
    first, second = cases.world.lot(mass_g=30_000), cases.world.lot(mass_g=20_000)
    tag = Lot.objects.get(code=first).tag
    code = cases.reported(lots=[first], tags=[tag, "ITSCI:0123456"], since="2026-09-01", until="2026-09-12")
    cases.do("lots_named", code, lots=[second])

    row = cases.row(code)
    named = set(IncidentOre.objects.filter(incident=code).values_list("what", "code", "grams"))
    assert row.grams == 50_000
    assert named == {
        ("lot", first, 30_000),
        ("lot", second, 20_000),
        ("tag", tag, 30_000),
        ("tag", "ITSCI:0123456", 0),
    }


def test_a_lot_is_not_named_twice(cases):
    lot = cases.world.lot()
    code = cases.reported(lots=[lot])

    assert cases.refused("lots_named", code, lots=[lot]).code == "named_before"


def test_a_lot_that_nobody_knows_yet_makes_the_report_wait(cases):
    answer = cases.enter(
        cases.officer,
        "incident.reported.v1",
        incident=make.code(codes.INCIDENT),
        category="TAG-LOSS",
        source="ngo",
        claim="x",
        lots=[make.code(codes.LOT)],
    )

    assert (answer.status, answer.code) == ("waiting", "unknown_lot")
