"""Zimbabwe's lithium: five changes of the law in 38 months, and a question has its answer on each day."""

import pytest

from ledger.standing.question import Side
from tests.licensing.rows import ask, rows_of, told

DAYS = ("2022-11-01", "2023-06-01", "2026-03-01")


@pytest.mark.rule("EXP-ZW-01")
def test_raw_lithium_could_leave_until_the_order_and_never_since():
    before, after, now = (ask("ZW", "export", "lithium_ore", day, "company") for day in DAYS)

    assert (before.answer, rows_of(before), before.needed) == ("yes", {"ZW-BLOCK"}, ("ZW-BLOCK",))
    assert (after.answer, told(after, "no")) == ("no", {("EXP-ZW-01", "act_barred")})
    assert {"ZW-SI5-BASE-ORE", "ZW-EXPORT-SI5"} <= rows_of(after)
    assert (now.answer, told(now, "no")) == ("no", {("EXP-ZW-01", "act_barred")})
    assert {"ZW-2026-LI-CONCENTRATE", "ZW-EXPORT-2026", "ZW-EXPORT-SI5"} <= rows_of(now)


@pytest.mark.rule("EXP-ZW-01")
def test_concentrate_of_an_approved_plant_could_leave_until_the_suspension():
    before, after, now = (ask("ZW", "export", "lithium_ore", day, "company", state="concentrate") for day in DAYS)

    assert (before.answer, before.needed) == ("yes", ("ZW-BLOCK",))
    assert (after.answer, "ZW-APP" in after.needed, "ZW-APP" in rows_of(after)) == ("yes", True, True)
    assert (now.answer, told(now, "no")) == ("no", {("EXP-ZW-01", "act_barred")})
    assert "ZW-2026-LI-CONCENTRATE" in rows_of(now)


@pytest.mark.rule("EXP-ZW-01")
def test_a_permit_of_the_minister_freed_from_the_first_order():
    asked = {"country": "ZW", "act": "export", "ore": "lithium_ore", "day": "2022-12-28", "party": "company"}

    assert ask(**asked).answer == "no"
    assert ask(**asked, papers=frozenset({"permit"})).answer == "yes"


def test_nothing_was_known_of_buyers_before_the_policy_of_april_2023():
    assert ask("ZW", "purchase", "lithium_ore", "2022-11-01", "company").answer == "unknown"


@pytest.mark.rule("LIC-ZW-01")
def test_a_buyer_of_lithium_ore_needs_a_purchase_licence_or_an_approved_plant():
    digger = Side("company", supposed=frozenset({"ZW-BLOCK"}))
    trader = Side("trader", supposed=frozenset())
    buyer = Side("trader", supposed=frozenset({"ZW-LOPL"}))

    refused = ask("ZW", "purchase", "lithium_ore", "2023-06-01", trader, digger)
    assert ("LIC-ZW-01", "needs_licence_of") in told(refused, "no")
    assert refused.needed == ("ZW-APP", "ZW-LOPL")
    assert ask("ZW", "purchase", "lithium_ore", "2023-06-01", buyer, digger).answer == "yes"


@pytest.mark.rule("LIC-ZW-02")
def test_lithium_ore_moves_under_a_permit_and_only_to_an_approved_plant():
    mover = Side("company", supposed=frozenset({"ZW-BLOCK", "ZW-OMP"}))
    without = Side("company", supposed=frozenset({"ZW-BLOCK"}))
    plant, depot = Side("processor", supposed=frozenset({"ZW-APP"})), Side("trader", supposed=frozenset())

    assert ask("ZW", "transport", "lithium_ore", "2023-06-01", mover, plant).answer == "yes"
    to_a_depot = ask("ZW", "transport", "lithium_ore", "2023-06-01", mover, depot)
    assert told(to_a_depot, "no") == {("LIC-ZW-02", "counterparty_needs_licence_of")}
    bare = ask("ZW", "transport", "lithium_ore", "2023-06-01", without, plant)
    assert told(bare, "no") == {("LIC-ZW-02", "needs_licence_of")}


@pytest.mark.rule("LIC-ZW-03")
def test_lithium_ore_is_stored_at_its_mine_or_an_approved_plant_alone():
    third = Side("trader", supposed=frozenset({"ZW-LOPL"}))
    plant = Side("processor", supposed=frozenset({"ZW-APP"}))

    assert told(ask("ZW", "store", "lithium_ore", "2023-06-01", third), "no") == {("LIC-ZW-03", "needs_licence_of")}
    assert ask("ZW", "store", "lithium_ore", "2023-06-01", plant).answer == "yes"
    assert ask("ZW", "store", "lithium_ore", "2022-11-01", third).answer == "unknown"
