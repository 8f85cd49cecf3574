"""Bad input names its field and what was expected; nothing is written and the key stays free."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.deeds.facts import MOST_LINES
from ledger.models import EventKey, InboxEntry, Lot, Opening
from tests.make import enter


def counts():
    return EventKey.objects.count(), InboxEntry.objects.count(), Lot.objects.count(), Opening.objects.count()


def changed(entry, **said):
    return {**entry, **said}


def with_facts(entry, **facts):
    merged = {**entry["facts"], **facts}
    return {**entry, "facts": {name: value for name, value in merged.items() if value is not ...}}


CASES = {
    "unknown kind": (lambda e: changed(e, kind="lot.stolen.v1"), "unknown_kind", "kind"),
    "kind of the system": (lambda e: changed(e, kind="flag.raised.v1"), "unknown_kind", "kind"),
    "kind is no text": (lambda e: changed(e, kind=["lot.tagged.v1"]), "unknown_kind", "kind"),
    "missing fact": (lambda e: with_facts(e, mass_g=...), "fact_missing", "facts.mass_g"),
    "extra fact": (lambda e: with_facts(e, colour="red"), "fact_extra", "facts.colour"),
    "no mass": (lambda e: with_facts(e, mass_g=0), "fact_not_whole", "facts.mass_g"),
    "negative mass": (lambda e: with_facts(e, mass_g=-5), "fact_not_whole", "facts.mass_g"),
    "half a gram": (lambda e: with_facts(e, mass_g=45.5), "fact_not_whole", "facts.mass_g"),
    "mass as text": (lambda e: with_facts(e, mass_g="45800"), "fact_not_whole", "facts.mass_g"),
    "mass is true": (lambda e: with_facts(e, mass_g=True), "fact_not_whole", "facts.mass_g"),
    "mass beyond all": (lambda e: with_facts(e, mass_g=10**30), "fact_not_whole", "facts.mass_g"),
    "code with a slip": (lambda e: with_facts(e, lot="P0000000X"), "fact_not_code", "facts.lot"),
    "day that is none": (lambda e: with_facts(e, dug_on="2026-02-30"), "fact_not_day", "facts.dug_on"),
    "unknown ore": (lambda e: with_facts(e, mineral="unobtainium"), "fact_not_choice", "facts.mineral"),
    "ore as a list": (lambda e: with_facts(e, mineral=["coltan"]), "fact_not_choice", "facts.mineral"),
    "NUL in a note": (lambda e: with_facts(e, note="a\x00b"), "fact_not_text", "facts.note"),
    "lone surrogate": (lambda e: with_facts(e, note="a\ud800b"), "fact_not_text", "facts.note"),
    "naive time": (lambda e: changed(e, happened_at="2026-11-03T10:42:00"), "time_not_aware", "happened_at"),
    "no time": (lambda e: changed(e, happened_at=None), "time_not_aware", "happened_at"),
    "impossible time": (lambda e: changed(e, happened_at="2026-13-03T10:42:00Z"), "time_not_aware", "happened_at"),
    "no key": (lambda e: changed(e, key=None), "key_not_uuid", "key"),
    "key is no uuid": (lambda e: changed(e, key="1"), "key_not_uuid", "key"),
    "no facts": (lambda e: changed(e, facts=None), "facts_missing", "facts"),
    "head is no uuid": (lambda e: changed(e, heads={"P00000019": "x"}), "key_not_uuid", "heads.P00000019"),
    "head of no lot": (lambda e: changed(e, heads={"lot": e["key"]}), "head_of_no_lot", "heads.lot"),
    "extra field": (lambda e: changed(e, colour="red"), "field_extra", "colour"),
    "unknown place": (lambda e: with_facts(e, place="S0000001Z"), "unknown_place", "facts.place"),
    "unknown party": (lambda e: with_facts(e, holder="Q0000001H"), "unknown_party", "facts.holder"),
}


@pytest.mark.parametrize(("bad", "code", "field"), CASES.values(), ids=CASES.keys())
def test_a_bad_entry_is_refused_in_words_and_leaves_nothing(world, bad, code, field):
    good = world.tagging()
    before = counts()

    (answer,) = enter(world.tagger, bad(good))

    assert (answer.status, answer.code, answer.field) == ("refused", code, field)
    assert answer.facts["expected"]
    assert counts() == before
    (later,) = enter(world.tagger, good)
    assert later.status == "recorded"


def test_a_time_far_in_the_future_is_refused_and_a_phone_an_hour_ahead_is_not(world):
    now = datetime.now(UTC)
    far, near = (
        world.tagging(at=(now + timedelta(hours=hours)).isoformat(timespec="seconds"), dug_on="2026-11-02")
        for hours in (25, 1)
    )

    refused, recorded = enter(world.tagger, far, near)

    assert (refused.code, refused.field) == ("time_in_future", "happened_at")
    assert recorded.status == "recorded"


def test_a_bad_entry_leaves_the_others_of_its_batch_whole(world):
    first, bad, last = world.tagging(), world.tagging(mass_g=0), world.tagging()

    answers = enter(world.tagger, first, bad, last)

    assert [answer.status for answer in answers] == ["recorded", "refused", "recorded"]


def test_more_than_400_lines_in_an_event_are_refused(world):
    from tests.make import code, envelope

    tags = [code("T") for _ in range(MOST_LINES + 1)]

    (answer,) = enter(world.programme, envelope("tag.issued.v1", place=world.site, tags=tags))

    assert (answer.code, answer.field) == ("fact_not_lines", "facts.tags")


def test_who_has_no_role_for_a_deed_is_refused_without_a_trace(world):
    before = counts()

    (answer,) = enter(world.ours.clerk, world.tagging())

    assert (answer.status, answer.code) == ("refused", "not_allowed")
    assert counts()[2:] == before[2:]
