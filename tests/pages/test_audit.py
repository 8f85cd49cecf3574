"""The auditor's page: a balance that adds up to the gram, and exceptions first."""

from __future__ import annotations

from buyers.audit import balance, exceptions
from ledger import codes
from ledger.parties import roles
from tests import make
from tests.make import envelope
from tests.pages.test_lot_page import text_of


def grams(name):
    return next(line.grams for line in balance().lines if line.name == name)


def test_what_was_tagged_and_changed_is_what_is_in_stock(world):
    world.dispatched(world.bought())
    world.blended(world.bought(), world.bought(), mass_g=90_400, changes=[{"cause": "drying", "grams": -1_200}])

    assert grams("tagged") == 3 * 45_800
    assert grams("drying") == -1_200
    assert grams("in_stock") == -90_400
    assert grams("on_the_way") == -45_800
    assert balance().not_explained.grams == 0


def test_what_nobody_explains_has_its_own_line(world, as_role):
    world.blended(world.bought(), world.bought(), mass_g=91_000, changes=[{"cause": "unexplained", "grams": -600}])

    assert balance().not_explained.grams == 600
    assert "Not explained 1 0.6" in text_of(as_role(roles.AUDITOR).get("/audit/"))


def test_exceptions_come_with_kilograms_and_open_to_their_lots(world, as_role):
    bag = world.tagging()
    make.entered(world.tagger, bag)
    make.enter(world.tagger, world.tagging(tag=bag["facts"]["tag"], mass_g=43_000))
    auditor = as_role(roles.AUDITOR)

    found = {each.name: (each.count, each.grams) for each in exceptions()}
    opened = auditor.get("/audit/?show=second_use")

    assert found["second_use"] == (1, 43_000)
    assert found["hold"] == (1, 45_800)
    assert "is already on lot" in text_of(opened)
    assert bag["facts"]["lot"] in auditor.get("/audit/?show=hold").content.decode()


def test_late_entries_count_each_kilogram_once(world):
    (tag, other) = world.issue(2)
    bags = [world.tagging(tag=tag), world.tagging(tag=other)]
    lots = [each["facts"]["lot"] for each in bags]
    blend = envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=lots, mass_g=91_600)
    make.entered_today(world.tagger, *bags)
    make.entered_today(world.ours.clerk, *[envelope("lot.bought.v1", lot=lot, place=world.ours.depot) for lot in lots])
    make.entered_today(world.ours.manager, blend)

    late = next(each for each in exceptions() if each.name == "late")

    assert late.grams == 91_600
    assert late.count == 5
    assert late.oldest.isoformat() == make.NOW[:10]


def test_a_code_leads_the_auditor_to_its_lot(world, as_role):
    lot = world.bought()

    assert as_role(roles.AUDITOR).get("/audit/", {"lot": lot.lower()}).headers["Location"] == f"/lots/{lot}/"
