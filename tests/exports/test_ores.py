"""What an ore asks for by itself before it leaves: uranium and thorium were read, and its customs code is its own."""

import pytest

from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from ledger.models import Lot
from ledger.reference.hs_codes import is_usual, spelled, usual_codes
from tests import make
from tests.exports.conftest import exporting
from tests.make import enter, entered, envelope


def read(world, lot, **found_ppm):
    """Enter what an instrument found in a lot: U=300, ThO2=80."""
    seen = {"method": "xrf", "stage": "final"}
    readings = [
        envelope("lot.assayed.v1", lot=lot, grade_of=of, grade_ppm=ppm, **seen) for of, ppm in found_ppm.items()
    ]
    entered(world.ours.manager, *readings)


def left(said):
    """Return what was resolved when a lot left."""
    (event,) = events_by_id([EventKey.objects.get(key=said["key"]).event_id])
    return event.envelope["resolved"]


@pytest.mark.rule("MIN-05")
def test_coltan_leaves_once_uranium_and_thorium_were_read(world, certified, manager):
    held = certified(mineral="coltan")

    (unread,) = enter(manager, exporting(held.lot, held.number))
    assert (unread.code, unread.rule, unread.facts["missing"]) == ("radiation_not_read", "MIN-05", ["U", "Th"])
    read(world, held.lot, U3O8=420)
    (half,) = enter(manager, exporting(held.lot, held.number))
    assert half.facts["missing"] == ["Th"]

    read(world, held.lot, Th=0)
    entered(manager, exporting(held.lot, held.number))


@pytest.mark.rule("MIN-05")
def test_slag_of_any_ore_is_read_and_a_reading_of_what_it_was_made_of_is_none(world, seal, manager):
    lot, slag = world.bought(mineral="copper_ore", mass_g=100_000), make.code("P")
    read(world, lot, U=10, Th=10)
    output = {"lot": slag, "mass_g": 100_000, "what": "main", "product": "slag"}
    entered(manager, envelope("lot.processed.v1", process="smelting", inputs=[lot], outputs=[output]))
    seal()

    (answer,) = enter(manager, exporting(slag))

    assert (answer.code, answer.rule) == ("radiation_not_read", "MIN-05")


def test_tin_ore_needs_no_reading(certified, manager):
    held = certified()

    entered(manager, exporting(held.lot, held.number))


@pytest.mark.rule("MIN-05")
def test_what_is_read_is_not_what_a_lot_is_known_by(world):
    lot = world.bought(mineral="coltan")
    read(world, lot, U3O8=900)
    assert Lot.objects.get(code=lot).grade_of is None

    read(world, lot, Ta2O5=280_000, ThO2=200)

    assert (Lot.objects.get(code=lot).grade_of, Lot.objects.get(code=lot).grade_ppm) == ("Ta2O5", 280_000)


@pytest.mark.rule("MIN-07")
def test_ore_leaves_under_its_usual_customs_code_where_none_is_said(world, certified, manager):
    held = certified()

    entered(manager, said := exporting(held.lot, held.number))

    assert left(said)["hs_code"] == "2609.00"


@pytest.mark.rule("MIN-07")
def test_another_customs_code_has_a_reason(world, certified, manager):
    held = certified()

    (bare,) = enter(manager, exporting(held.lot, held.number, hs_code="26151000"))
    assert (bare.code, bare.rule) == ("hs_code_without_reason", "MIN-07")
    assert (bare.facts["hs_code"], bare.facts["usual"]) == ("2615.10.00", ["2609.00"])

    reason = "The customs office asked for it."
    entered(manager, said := exporting(held.lot, held.number, hs_code="26151000", hs_reason=reason))
    assert left(said)["hs_code"] == "2615.10.00"


def test_a_countrys_own_digits_need_no_reason(world, certified, manager):
    held = certified()

    entered(manager, said := exporting(held.lot, held.number, hs_code="2609.0010"))

    assert left(said)["hs_code"] == "2609.00.10"


@pytest.mark.parametrize("typed", ["2609", "26 09 00", "2609.00.1", "tin"])
def test_what_is_no_customs_code_is_refused(certified, manager, typed):
    held = certified()

    (answer,) = enter(manager, exporting(held.lot, held.number, hs_code=typed))

    assert answer.field == "facts.hs_code"


@pytest.mark.parametrize(
    ("ore", "product", "usual"),
    [
        ("cassiterite", None, ("2609.00",)),
        ("coltan", "concentrate", ("2615.90",)),
        ("copper_cobalt_ore", "ore", ("2605.00", "2603.00")),
        ("gold", None, ("2616.90", "7108.12")),
        ("diamond", None, ("7102.10",)),
        ("cassiterite", "slag", ("2620.99",)),
        ("cobalt_ore", "intermediate", ("2822.00",)),
        ("gold", "refined", ()),
        ("other", None, ()),
    ],
)
def test_usual_codes_come_from_the_tables(ore, product, usual):
    assert usual_codes(ore, product) == usual


def test_a_code_is_spelled_one_way():
    assert {spelled(each) for each in ("260900", "2609.00")} == {"2609.00"}
    assert is_usual("2609001000", ("2609.00",))
    assert not is_usual("261590", ("2609.00",))
