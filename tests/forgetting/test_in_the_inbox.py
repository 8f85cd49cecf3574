"""What the inbox keeps of somebody who is forgotten: entries that were refused, and entries that wait."""

from ledger import codes
from ledger.inbox.consequences import make_up
from ledger.inbox.models import InboxEntry
from ledger.inbox.receiving import retry_waiting
from ledger.log.models import EventKey, Opening
from tests import make
from tests.forgetting.looking import left_of
from tests.forgetting.saying import witnessed
from tests.make import enter, entered, envelope
from tests.parties.people import NAME, forget, registered


def test_a_refused_entry_about_them_is_kept_without_its_words(world):
    code = registered(world)
    young = make.code(codes.PARTY)
    child = envelope(
        "person.registered.v1", party=young, kind="miner", country="CD", name="Petit Mapendo", born_on="2013-01-02"
    )
    refused = envelope("party.people_stated.v1", party=code, complete="yes", people=[{"name": NAME, "role": "owner"}])
    enter(world.programme, child)
    tagging = world.tagging(holder=code, miner=NAME, tag=make.code(codes.TAG))
    (answer,) = enter(world.tagger, tagging)
    assert (answer.code, answer.kept) == ("tag_unknown", True)
    entered(world.programme, refused)

    forget(world, code)

    kept = InboxEntry.objects.get(key=tagging["key"])
    assert (kept.status, kept.code) == ("refused", "tag_unknown")
    assert bytes(kept.words_hash) == b""
    assert left_of(NAME) == []
    assert InboxEntry.objects.filter(code="under_age").exists()


def test_what_waits_and_is_erased_is_refused_and_kept_as_erased(world):
    code = registered(world)
    lot, tag, new = make.code(codes.LOT), make.code(codes.TAG), world.issue(2)[1]
    said = witnessed(world, lot, tag, new)
    (answer,) = enter(world.tagger, said)
    assert answer.status == "waiting"

    forget(world, code)

    kept = InboxEntry.objects.get(key=said["key"])
    assert (kept.status, kept.code, kept.awaits) == ("refused", "erased", [])
    assert EventKey.objects.get(key=said["key"]).outcome == "refused"
    (again,) = enter(world.tagger, said)
    assert (again.status, again.code) == ("refused", "erased")
    assert retry_waiting() == 0
    assert left_of(NAME) == []


def test_what_it_waited_for_comes_and_it_stays_refused(world):
    code = registered(world)
    tagging = world.tagging()
    lot, old = tagging["facts"]["lot"], tagging["facts"]["tag"]
    said = witnessed(world, lot, old, world.tags.pop(0))
    assert [answer.status for answer in enter(world.tagger, said)] == ["waiting"]
    forget(world, code)

    entered(world.tagger, tagging)
    retry_waiting()

    assert InboxEntry.objects.get(key=said["key"]).code == "erased"
    assert left_of(NAME) == []


def test_a_waiting_entry_without_its_words_is_never_recorded_without_them(world):
    tagging = world.tagging()
    lot, old = tagging["facts"]["lot"], tagging["facts"]["tag"]
    said = witnessed(world, lot, old, world.tags.pop(0))
    enter(world.tagger, said)
    Opening.objects.filter(key=said["key"]).update(value=b"", hmac_key=b"")

    entered(world.tagger, tagging)
    make_up()

    assert InboxEntry.objects.get(key=said["key"]).code == "erased"
