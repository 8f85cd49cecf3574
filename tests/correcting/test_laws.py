"""Whatever is corrected, in any order: origins add up, every making conserves, and a replay gives the same."""

from datetime import date
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.custody.correcting.reflowing import residual, unknown_now
from ledger.deeds.replay import compare
from ledger.models import Lot
from tests.correcting.acts import books_agree, corrected_by_two
from tests.custody.test_laws import blends, masses, trade, undone

LAWS = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
grams = st.integers(1, 5_000_000)
changes = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 199_999)), min_size=1, max_size=4)


@LAWS
@given(masses, blends, changes)
def test_after_any_correction_every_book_agrees_and_a_replay_gives_the_same(world, masses, blends, changes):
    def example():
        lots = trade(world, masses, blends)
        for number, mass_g in changes:
            code = lots[number % len(lots)]
            if Lot.objects.get(code=code).mass_g != mass_g:
                corrected_by_two(world, code, mass_g=mass_g)
            books_agree()
        assert compare()[1] == {}

    undone(world, example)


@given(
    st.lists(st.tuples(st.sampled_from(["drying", "scale", "unexplained"]), st.integers(-9_999, 9_999))), grams, grams
)
def test_the_unexplained_line_closes_the_gap_and_nothing_else_moves(lines, inputs_g, outputs_g):
    told = dict(lines)

    closed = dict(residual(list(told.items()), inputs_g, outputs_g))

    assert inputs_g + sum(closed.values()) == outputs_g
    assert {cause: each for cause, each in closed.items() if cause != "unexplained"} == {
        cause: each for cause, each in told.items() if cause != "unexplained"
    }


@given(grams, grams, st.integers(0, 50_000))
def test_what_did_not_change_keeps_its_unknown_grams(inputs_g, outputs_g, unknown_g):
    gap = [["unexplained", outputs_g - inputs_g]]
    making = SimpleNamespace(changes=gap, unknown_g=min(unknown_g, outputs_g), on_day=date(2026, 11, 3))

    assert unknown_now(making, inputs_g, outputs_g, 5_000) == making.unknown_g
