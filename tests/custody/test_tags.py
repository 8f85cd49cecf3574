"""A tag is issued to a site, and opens one lot once ever."""

import pytest

from ledger import codes
from ledger.models import InboxEntry, Lot, Tag
from tests import make
from tests.make import enter, envelope


@pytest.mark.rule("TAG-01")
def test_a_number_is_issued_once(world):
    (tag,) = world.issue(1)

    (answer,) = enter(world.programme, envelope("tag.issued.v1", place=world.site, tags=[tag]))

    assert (answer.status, answer.code, answer.rule) == ("refused", "tag_taken", "TAG-01")
    assert Tag.objects.filter(code=tag).count() == 1


@pytest.mark.rule("TAG-01")
def test_a_tag_that_nobody_issued_opens_no_lot(world):
    (answer,) = enter(world.tagger, world.tagging(tag=make.code(codes.TAG)))

    assert (answer.status, answer.code, answer.rule) == ("refused", "tag_unknown", "TAG-01")
    assert not Lot.objects.exists()


@pytest.mark.rule("TAG-01")
def test_a_tag_issued_to_another_site_opens_no_lot(world):
    (foreign,) = world.issue(1, place=world.new_site())

    (answer,) = enter(world.tagger, world.tagging(tag=foreign))

    assert (answer.code, answer.rule) == ("tag_of_other_place", "TAG-01")
    assert not Lot.objects.exists()


@pytest.mark.rule("TAG-02")
def test_the_second_bag_with_a_tag_is_refused_and_kept_and_the_first_goes_on_hold(world):
    (tag,) = world.issue(1)
    first = world.lot(tag=tag)
    second = world.tagging(tag=tag, miner="A. Example", note="second bag")

    (answer,) = enter(world.tagger, second)

    assert (answer.status, answer.code, answer.rule) == ("refused", "tag_already_used", "TAG-02")
    assert answer.facts["lot"] == first
    kept = InboxEntry.objects.get(key=second["key"])
    assert (kept.status, kept.rule) == ("refused", "TAG-02")
    assert "A. Example" not in str(kept.facts), "values of groups lie in openings, not in the inbox"
    assert Lot.objects.get(code=first).on_hold
    assert not Lot.objects.filter(code=second["facts"]["lot"]).exists()


def test_the_same_bag_entered_twice_under_two_keys_is_refused_without_a_hold(world):
    (tag,) = world.issue(1)
    lot = world.lot(tag=tag)

    (answer,) = enter(world.tagger, world.tagging(tag=tag, lot=lot))

    assert answer.code == "tag_already_used"
    assert not Lot.objects.get(code=lot).on_hold


def test_foreign_numbers_are_kept_as_they_are(world):
    enter(world.programme, envelope("tag.issued.v1", place=world.site, tags=["ITSCI:0123456"]))

    lot = world.lot(tag="ITSCI:0123456")

    assert Lot.objects.get(code=lot).tag == "ITSCI:0123456"


@pytest.mark.rule("MINE-01")
def test_no_lot_starts_at_a_site_that_was_red_on_the_day(world):
    world.status("red", since="2026-10-01")

    refused, allowed = enter(world.tagger, world.tagging(dug_on="2026-11-02"), world.tagging(dug_on="2026-09-30"))

    assert (refused.code, refused.rule) == ("site_may_not_produce", "MINE-01")
    assert allowed.status == "recorded", "ore dug before the order is not touched by it"


@pytest.mark.rule("MINE-01")
def test_a_red_past_its_last_day_stays_red_until_somebody_decides(world):
    world.status("red", since="2026-08-01", valid_to="2026-10-31")
    world.status("green", since="2026-11-02")

    overdue, decided = enter(world.tagger, world.tagging(dug_on="2026-11-01"), world.tagging(dug_on="2026-11-02"))

    assert (overdue.status, decided.status) == ("refused", "recorded")


def test_ore_is_not_dug_after_it_was_tagged(world):
    (answer,) = enter(world.tagger, world.tagging(dug_on="2026-11-04"))

    assert answer.code == "dug_later"


def test_the_day_of_tagging_is_the_day_at_the_site(world):
    """23:30 UTC on the 2nd is 01:30 on the 3rd in Lubumbashi: ore may be dug on the 3rd."""
    lot = world.lot(at="2026-11-02T23:30:00Z", dug_on="2026-11-03")

    assert Lot.objects.get(code=lot).opened_on.isoformat() == "2026-11-03"
