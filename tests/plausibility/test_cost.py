"""What looking at a place costs: a fixed number of questions, each through an index, however many lots there are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buyers.growing.cast import cast_for, founding
from buyers.growing.entering import Writer
from buyers.growing.trading import FIRST_DAY, Trade
from ledger.balance.books import rows_of
from ledger.models import Flag
from ledger.risk.engine import look_at_places
from ledger.risk.finders import FINDERS
from ledger.risk.plausibility import (
    finding_anomalies,
    finding_bags,
    finding_buyers,
    finding_catchments,
    finding_ghosts,
    finding_grades,
    finding_neighbours,
    finding_out_of_line,
    finding_output,
    finding_tags,
)
from ledger.risk.plausibility.suspicion import ANOMALIES
from ledger.risk.rules import RISK_RULES, RiskRule, explain
from tests.plausibility.evidence import EVIDENCE

NOVEMBER = date(2026, 11, 23)
MODULES = (
    *(finding_anomalies, finding_bags, finding_buyers, finding_catchments, finding_ghosts),
    *(finding_grades, finding_neighbours, finding_out_of_line, finding_output, finding_tags),
)


def finders(kind):
    names = {module.__name__ for module in MODULES}
    found = [each for each in FINDERS[kind] if each.__module__ in names]
    assert found
    return found


def questions(kind, codes):
    with CaptureQueriesContext(connection) as asked:
        for finder in finders(kind):
            finder(codes, NOVEMBER)
    return len(asked)


def test_more_lots_places_and_parties_ask_no_more_questions(digging, world):
    digging.capacity(10_000)
    second = world.new_site()
    first_lots = digging.bags("2026-10-14", 40_000)
    few = (
        questions("place", [world.site]),
        questions("lot", first_lots),
        questions("party", [world.ours.party]),
    )

    lots = [
        *first_lots,
        *digging.bags("2026-10-15", *range(40_000, 40_020)),
        *digging.bags("2026-09-15", 50_000, site=second),
    ]

    assert questions("place", [world.site, second, world.ours.depot]) == few[0]
    assert questions("lot", lots) == few[1]
    assert questions("party", [world.ours.party, world.rivals.party, world.cooperative]) == few[2]


@pytest.fixture
def traded(db):
    """Two thousand lots as a made world trades them, entered in batches."""
    writer, cast = Writer(seed=7), cast_for(2_000)
    writer.say(founding(cast), FIRST_DAY, "04:00")
    for _ in Trade(cast, writer).play(2_000):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_origin, ledger_lot, ledger_move, ledger_tag, ledger_place")
    return cast


def test_bags_of_some_places_are_found_through_the_index_of_their_origins(traded):
    asked = {"places": [traded.sites[0].place], "first": FIRST_DAY, "last": date(2024, 7, 1)}

    for sql, values in (
        (finding_output._DUG, asked),
        (finding_grades._GRADES, asked),
        (finding_bags._BAGS, {**asked, "dug": FIRST_DAY}),
        (finding_tags._APPLIED, {**asked, "dug": FIRST_DAY}),
    ):
        plan = "\n".join(line for (line,) in rows_of(f"EXPLAIN {sql}", values))
        assert "origin_by_place" in plan, plan
        assert "Seq Scan on ledger_origin" not in plan, plan


def test_purchases_of_a_centre_are_found_through_the_index_of_moves(traded):
    asked = {"places": [traded.depots[0].place], "first": FIRST_DAY, "last": date(2024, 7, 1)}

    plan = "\n".join(line for (line,) in rows_of(f"EXPLAIN {finding_catchments._TAKEN}", asked))

    assert "move_at_place" in plan, plan


OURS: list[RiskRule] = [
    each for each in RISK_RULES.values() if each.function.__module__.startswith("ledger.risk.plausibility")
]


def test_a_made_world_brings_no_flag_but_that_of_its_lists(traded):
    """All bags of a day carry one time there: that is what D3 says of them, and no more."""
    look_at_places([site.place for site in traded.sites] + [depot.place for depot in traded.depots], date(2024, 7, 15))

    found = Flag.objects.filter(rule__in=[each.id for each in OURS])
    assert {(flag.rule, flag.evidence.get("why")) for flag in found} == {("D3", "at_once")}


def test_every_rule_says_its_numbers_what_is_innocent_and_what_clears_it():
    assert len(OURS) == 19
    for each in OURS:
        assert each.innocent and str(each.clears) and each.reads, each.id
        assert each.id in ANOMALIES or each.id.startswith("RF-"), each.id


def test_every_form_of_a_sentence_finds_its_numbers():
    for each in OURS:
        for form in each.sentences:
            severity, _, why = form.partition(".")
            sentence = explain(each.id, severity, EVIDENCE[each.id] | ({"why": why} if why else {}), NOVEMBER)
            assert any(sign.isdigit() for sign in sentence), sentence
