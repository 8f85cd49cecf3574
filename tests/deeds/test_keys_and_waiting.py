"""A repeated message changes nothing; a late one never corrupts (law 8)."""

from uuid import uuid4

from ledger import codes
from ledger.inbox.receiving import retry_waiting
from ledger.models import EventKey, InboxEntry, Lot, Opening
from tests import make
from tests.make import enter, envelope


def test_the_same_key_and_words_get_the_same_answer(world):
    entry = world.tagging()
    (first,) = enter(world.tagger, entry)

    (again,) = enter(world.tagger, entry)

    assert (first.status, again.status) == ("recorded", "repeated")
    assert again.event_id == first.event_id


def test_the_same_key_with_other_words_is_refused(world):
    entry = world.tagging()
    enter(world.tagger, entry)

    (answer,) = enter(world.tagger, {**entry, "facts": {**entry["facts"], "mass_g": 1}})

    assert (answer.status, answer.code, answer.facts) == ("refused", "key_reused", {"key": entry["key"]})
    assert Lot.objects.get(code=entry["facts"]["lot"]).mass_g == 45_800


def test_the_key_of_another_actor_gets_a_bare_answer(world):
    entry = world.tagging()
    enter(world.tagger, entry)
    stranger = make.Actor("stranger", world.agency, world.tagger.roles)

    (answer,) = enter(stranger, entry)

    assert (answer.code, answer.facts) == ("key_reused", {})


def test_a_refusal_is_final_for_its_key(world):
    entry = world.tagging(tag=make.code(codes.TAG))
    (first,) = enter(world.tagger, entry)
    enter(world.programme, envelope("tag.issued.v1", place=world.site, tags=[entry["facts"]["tag"]]))

    (again,) = enter(world.tagger, entry)

    assert (first.code, again.status, again.code, again.rule) == ("tag_unknown", "refused", "tag_unknown", "TAG-01")


def test_one_key_twice_in_a_batch_is_one_event(world):
    entry = world.tagging()

    answers = enter(world.tagger, entry, entry)

    assert [answer.status for answer in answers] == ["recorded", "repeated"]
    assert EventKey.objects.filter(key=entry["key"]).count() == 1


def test_a_purchase_that_arrives_before_its_tagging_waits_and_is_then_entered(world):
    tagging = world.tagging()
    lot = tagging["facts"]["lot"]
    buying = envelope("lot.bought.v1", lot=lot, place=world.ours.depot, price_minor=100, currency="USD")

    (early,) = enter(world.ours.clerk, buying)
    assert (early.status, early.code, early.awaits) == ("waiting", "unknown_lot", (lot,))
    enter(world.tagger, tagging)

    assert Lot.objects.get(code=lot).holder == world.ours.party
    assert InboxEntry.objects.get(key=buying["key"]).status == "recorded"
    (again,) = enter(world.ours.clerk, buying)
    assert again.status == "repeated"


def test_a_waiting_entry_sent_again_keeps_one_place_and_proves_its_values(world):
    from ledger.log.reading import events_by_id
    from ledger.proofs.commitments import check_opening

    tagging = world.tagging()
    buying = envelope("lot.bought.v1", lot=tagging["facts"]["lot"], place=world.ours.depot, price_minor=100)
    enter(world.ours.clerk, buying)
    enter(world.ours.clerk, buying)
    assert InboxEntry.objects.filter(key=buying["key"]).count() == 1
    enter(world.tagger, tagging)

    (event,) = events_by_id([EventKey.objects.get(key=buying["key"]).event_id])
    opening = Opening.objects.get(key=buying["key"], group="trade")
    check_opening(
        "trade", bytes(opening.value), bytes(opening.hmac_key), bytes.fromhex(event.envelope["commitments"]["trade"])
    )


def test_an_entry_on_a_head_not_yet_known_waits_for_it(world):
    lot = world.lot()
    buying = envelope("lot.bought.v1", lot=lot, place=world.ours.depot)
    sending = envelope(
        "consignment.dispatched.v1",
        heads={lot: buying["key"]},
        consignment=make.code(codes.CONSIGNMENT),
        lots=[lot],
        to=world.rivals.party,
        destination=world.rivals.depot,
    )

    (early,) = enter(world.ours.clerk, sending)
    assert (early.status, early.code) == ("waiting", "unknown_head")
    enter(world.ours.clerk, buying)

    assert Lot.objects.get(code=lot).state == "in_transit"


def test_what_hangs_on_a_refused_entry_waits(world):
    lot = world.lot()
    refused = envelope("lot.bought.v1", lot=lot, place=world.rivals.depot)
    sending = envelope(
        "consignment.dispatched.v1",
        heads={lot: refused["key"]},
        consignment=make.code(codes.CONSIGNMENT),
        lots=[lot],
        to=world.rivals.party,
        destination=world.rivals.depot,
    )

    first, second = enter(world.ours.clerk, refused, sending)

    assert (first.status, first.code) == ("refused", "not_your_place")
    assert second.status == "waiting"


def test_waiting_entries_are_tried_again_by_the_clock(world):
    buying = envelope("lot.bought.v1", lot=make.code(codes.LOT), place=world.ours.depot)
    enter(world.ours.clerk, buying)

    assert retry_waiting() == 0
    assert InboxEntry.objects.get(key=buying["key"]).status == "waiting"


def test_a_head_named_for_a_lot_that_nobody_knows_is_harmless(world):
    lot = world.lot()

    (answer,) = enter(
        world.ours.clerk, envelope("lot.bought.v1", heads={lot: str(uuid4())}, lot=lot, place=world.ours.depot)
    )

    assert (answer.status, answer.code) == ("waiting", "unknown_head")
    assert Lot.objects.get(code=lot).holder == world.cooperative
