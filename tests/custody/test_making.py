"""What comes out of lots owes every gram to what went in: exact for any number of lots, lines and origins."""

from datetime import date
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from ledger.custody.making import change_lines, contributions, output_origins, weaker
from ledger.custody.tables import IDENTITY, MASS_BALANCE, SEGREGATED, UNKNOWN_PLACE

DAY = date(2026, 11, 23)
grams = st.integers(1, 5_000_000)
CAUSES = ("drying", "handling", "scale", "unexplained", "wetting")


@st.composite
def makings(draw):
    """Inputs, outputs and signed lines that add up, as a check lets them through."""
    inputs = [(f"I{number}", mass) for number, mass in enumerate(draw(st.lists(grams, min_size=1, max_size=6)))]
    outputs = [(f"O{number}", mass) for number, mass in enumerate(draw(st.lists(grams, min_size=1, max_size=6)))]
    left = sum(mass for _, mass in outputs) - sum(mass for _, mass in inputs)
    lines = []
    for cause in CAUSES[:-1]:
        part = draw(st.integers(-10_000, 10_000))
        lines.append((cause, part))
        left -= part
    return inputs, outputs, [*lines, (CAUSES[-1], left)]


@given(makings())
def test_lines_and_contributions_make_every_output_and_use_every_input_up(making):
    inputs, outputs, changes = making

    lines = change_lines(changes, outputs)
    given_g = [(code, mass - sum(lines[code].values())) for code, mass in outputs]
    parts = contributions(inputs, given_g)

    assert all(mass >= 0 for _, mass in given_g)
    for (code, mass), part in zip(outputs, parts, strict=True):
        assert sum(grams for _, grams in part) + sum(lines[code].values()) == mass
    for code, mass in inputs:
        assert sum(dict(part).get(code, 0) for part in parts) == mass
    for cause, total in changes:
        assert sum(said.get(cause, 0) for said in lines.values()) == total


@given(st.lists(st.tuples(st.sampled_from(["S1", "S2", UNKNOWN_PLACE]), grams), min_size=1, max_size=5), makings())
def test_origins_are_whole_and_the_unknown_is_one_of_them(carried, making):
    _, outputs, _ = making
    origins = [SimpleNamespace(place=place, dug_on=DAY, custody_model=IDENTITY, grams=mass) for place, mass in carried]
    unknown = min(mass for _, mass in outputs) // 2

    shared = output_origins(origins, outputs, unknown, DAY, SEGREGATED)

    for (_, mass), part in zip(outputs, shared, strict=True):
        assert sum(grams for _, grams in part) == mass
        assert {model for (_, _, model), _ in part} == {SEGREGATED}
    told = sum(grams for part in shared for (place, _, _), grams in part if place == UNKNOWN_PLACE)
    assert told >= unknown


def test_a_claim_never_grows_stronger():
    assert weaker(IDENTITY, SEGREGATED) == SEGREGATED
    assert weaker(MASS_BALANCE, SEGREGATED) == MASS_BALANCE
