"""A country's quota is counted in contained metal, month by month; nothing without a grade is taken for nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.models import Flag
from ledger.reference.parameters import parameter
from ledger.risk.export_quota import about_quotas, quota_is_exceeded
from ledger.risk.rules import LotSeen
from tests.exports.conftest import exporting
from tests.make import entered

QUOTA = {"metal": "Co", "quota_kg": 7_250_000, "ungraded": 0, "own_g": 1}


def seen(**said):
    return LotSeen("P00000019", [], {}, findings={"quota": {**QUOTA, **said}})


@given(st.integers(0, 10**11))
def test_what_goes_beyond_the_quota_is_told_to_the_gram(grams):
    worry = quota_is_exceeded(seen(grams=grams))

    assert (worry is not None) == (grams > 7_250_000_000)
    assert worry is None or worry.severity == "hold"


def test_a_lot_without_a_grade_is_unknown_and_never_nothing():
    assert quota_is_exceeded(seen(grams=0, own_g=None)).severity == "unknown"


@pytest.mark.parametrize(
    ("day", "country", "quota_kg"),
    [
        (date(2025, 10, 15), "CD", 0),
        (date(2025, 10, 16), "CD", 3_625_000),
        (date(2025, 11, 1), "CD", 7_250_000),
        (date(2026, 6, 1), "CD", 7_250_000),
        (date(2026, 6, 1), "ZM", 0),
    ],
)
def test_the_quotas_are_dated_and_the_countrys_own(day, country, quota_kg):
    assert parameter("export_quota_co_kg", day, country) == quota_kg


def test_a_month_is_summed_in_metal_up_to_each_lot(world, manager, seal):
    lots = [world.bought(mineral="cobalt_ore", mass_g=100_000) for _ in range(3)]
    tin = world.bought()
    seal()
    grade = {"grade_of": "Co", "grade_ppm": 50_000, "origins": "CD"}
    entered(manager, exporting(lots[0], **grade), exporting(lots[1], **grade), exporting(lots[2], origins="CD"))

    found = about_quotas([*lots, tin], date(2026, 11, 23))

    sums = [(found[lot]["quota"]["grams"], found[lot]["quota"]["own_g"]) for lot in lots]
    assert sums == [(5_000, 5_000), (10_000, 5_000), (10_000, None)]
    assert tin not in found


@pytest.mark.rule("EXP-03")
def test_cobalt_that_left_without_a_grade_is_asked_about(world, manager, seal):
    lot = world.bought(mineral="cobalt_ore")
    seal()
    entered(manager, exporting(lot, origins="CD"))

    seal()

    flag = Flag.objects.get(subject=lot, rule="EXP-03", cleared_on=None)
    assert (flag.severity, flag.evidence) == ("unknown", {"metal": "Co"})
