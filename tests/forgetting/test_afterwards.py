"""After somebody was forgotten: nothing of them comes back, and log, packs and replay stay whole."""

import io
import json
import zipfile

import pytest

from ledger import codes
from ledger.deeds.batches import enter as enter_entries
from ledger.deeds.entries import Entry
from ledger.deeds.replay import compare
from ledger.errors import BadEntry, NotAllowed
from ledger.inbox.consequences import make_up
from ledger.inbox.envelopes import read_envelope
from ledger.inbox.forgetting import erasing
from ledger.inbox.forgetting.models import Forgotten
from ledger.inbox.receiving import receive
from ledger.log.keyring import signer
from ledger.log.models import EventKey, Leaf
from ledger.log.reading import events_from
from ledger.proofs.policy import parse_policy
from ledger.proofs.tree import leaf_hash
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import pack_for_lot
from sites.parties.forgetting import forget_person, forgotten_since
from sites.parties.models import Person
from tests import make
from tests.forgetting.looking import every_byte, left_of
from tests.forgetting.saying import erasures, groups
from tests.make import entered, envelope
from tests.parties.people import NAME, forget, registered
from tests.served import sequence_all


def test_what_is_entered_about_them_afterwards_does_not_stay(world, tmp_path):
    code = registered(world)
    forget(world, code)
    tagging = world.tagging(holder=code, miner="Somebody Else")
    entered(world.tagger, tagging)
    sequence_all(tmp_path)

    make_up()
    sequence_all(tmp_path)
    make_up()

    assert groups(tagging["key"])["people"] is False
    assert [event["facts"]["reason"] for event in erasures()] == ["left", "named_again"]


def test_an_answer_that_comes_later_to_a_case_about_them_does_not_stay(world, tmp_path):
    code, case = registered(world), make.code(codes.INCIDENT)
    what = {"place": world.site, "category": "A2-1.iii", "since": "2026-10-01", "claim": "Said."}
    named = {"parties": [code], **what}
    entered(world.regulator, envelope("incident.reported.v1", incident=case, source="ngo", **named))
    other = make.code(codes.INCIDENT)
    entered(world.regulator, envelope("incident.reported.v1", incident=other, source="ngo", **what))
    forget(world, code)
    late = envelope("incident.acknowledged.v1", incident=case, note="Spoke with her brother.")
    not_theirs = envelope("incident.acknowledged.v1", incident=other, note="Spoke with nobody.")
    entered(world.programme, late, not_theirs)
    sequence_all(tmp_path)

    make_up()

    assert left_of("her brother", "with nobody") == ["with nobody"]


def test_a_person_forgotten_as_it_was_done_before_is_replayed_and_erased(world):
    code = registered(world, gender="female")
    sent = envelope("person.forgotten.v1", party=code, reason="left")
    before: Entry = read_envelope(sent, world.programme, by_hand=False)
    enter_entries([before])
    assert left_of(NAME) == [NAME]

    make_up()
    make_up()

    assert left_of(NAME) == []
    assert forgotten_since(code) == Person.objects.get(code=code).forgotten_on
    assert len(erasures()) == 1
    assert compare()[1] == {}


def test_nobody_enters_the_old_kind_or_claims_an_erasure_by_hand(world):
    code = registered(world)
    sent = [
        envelope("person.forgotten.v1", party=code, reason="left"),
        envelope(erasing.KIND, reason="left", people=1, notes=0, entries=1, papers=0),
    ]

    assert [answer.code for answer in receive(sent, world.programme)] == ["unknown_kind", "unknown_kind"]


def test_only_who_keeps_the_register_forgets_and_only_persons(world):
    code = registered(world)

    for actor in (world.auditor, world.ours.manager):
        with pytest.raises(NotAllowed):
            forget_person(code, "left", actor)
    with pytest.raises(BadEntry, match="not_a_person"):
        forget_person(world.ours.party, "left", world.programme)
    assert not Forgotten.objects.exists()


def test_pack_and_log_stay_whole(world, tmp_path):
    code = registered(world)
    lot = world.bought(holder=code, miner=NAME, note="By the river.")
    sequence_all(tmp_path)
    trust = parse_policy(f"log {signer().vkey}\nquorum none\n")
    before = pack_for_lot(lot, world.programme)

    forget(world, code)
    sequence_all(tmp_path)
    after = pack_for_lot(lot, world.programme)

    assert verify_pack(before, trust).findings == []
    assert verify_pack(after, trust).findings == []
    statement = json.loads(zipfile.ZipFile(io.BytesIO(after)).read("statement.json"))
    kinds = {json.loads(entry)["kind"] for entry in _lines(after, "entries.jsonl")}
    assert "lot.tagged.v1" in kinds
    assert [group for _, group in statement["erased"]] == ["notes", "people"]
    assert NAME not in every_byte()
    assert len(events_from(0, 1000)) == EventKey.objects.filter(outcome="recorded").count()
    for event in events_from(0, 1000):
        assert bytes(Leaf.objects.get(position=event.position).hash) == leaf_hash(event.entry)


def _lines(pack: bytes, name: str) -> list[bytes]:
    return zipfile.ZipFile(io.BytesIO(pack)).read(name).splitlines()
