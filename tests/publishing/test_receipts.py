"""Receipts: the log's word the moment it takes an entry, and the proof as soon as there is one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.log import keyring
from ledger.log.models import EventKey
from ledger.parties import roles
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.notes import open_note
from ledger.proofs.submission import parse_submission
from ledger.proofs.tlog_proof import parse_tlog_proof
from ledger.proofs.tree import leaf_hash, verify_inclusion
from tests import make
from tests.make import envelope
from tests.served import PROBLEM, Caller, caller


@pytest.fixture
def tagger(world):
    return caller(roles.TAGGING_AGENT, world.agency)


def entry_of(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry, recorded_at FROM ledger_event WHERE key = %s", [key])
        entry, recorded_at = cursor.fetchone()
    return bytes(entry), recorded_at


def opened(receipt):
    return parse_submission(open_note(receipt, [keyring.signer().verifier]).text)


def test_an_answer_carries_the_signed_word_of_the_log(world, house, tagger, settings):
    bag = world.tagging()

    (answer,) = tagger.enter(bag).json()["answers"]

    promise = opened(answer["receipt"])
    entry, recorded_at = entry_of(bag["key"])
    assert (promise.origin, promise.key) == (settings.LOG_ORIGIN, bag["key"])
    assert promise.leaf_hash == leaf_hash(entry)
    assert f'"recorded_at":"{promise.recorded_at}"'.encode() in entry
    assert promise.promised_by == pytest.approx(recorded_at.timestamp() + settings.LOG_PROMISE_S)
    assert answer["receipt_url"] == f"/api/v1/entries/{bag['key']}/receipt/"


def test_the_same_entry_sent_again_gets_the_same_receipt(world, house, tagger):
    bag = world.tagging()

    (first,) = tagger.enter(bag).json()["answers"]
    house.seal()
    (again,) = tagger.enter(bag).json()["answers"]

    assert (first["status"], again["status"]) == ("recorded", "repeated")
    assert again["receipt"] == first["receipt"]


def test_what_was_not_taken_has_no_receipt(world, house, tagger):
    bag = world.tagging()
    used = world.tagging(tag=bag["facts"]["tag"])
    waits = envelope("lot.weighed.v1", lot=make.code("P"), gross_g=46_200, tare_g=400)

    taken, refused, waiting = tagger.enter(bag, used, waits).json()["answers"]

    assert (refused["status"], waiting["status"]) == ("refused", "waiting")
    assert "receipt" in taken
    assert not {"receipt", "receipt_url"} & (refused.keys() | waiting.keys())


def test_a_batch_reads_what_it_stored_in_one_question(world, house, tagger):
    asked = []
    for number in (1, 20):
        bags = [world.tagging() for _ in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answers = tagger.enter(*bags).json()["answers"]
        assert len({answer["receipt"] for answer in answers}) == number
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_without_its_key_the_log_takes_entries_and_gives_no_receipt(world, house, tagger, settings):
    house.sign()
    settings.LOG_KEY_FILE = house.folder / "away.pem"

    (answer,) = tagger.enter(world.tagging()).json()["answers"]

    assert answer["status"] == "recorded"
    assert "receipt" not in answer


def test_the_proof_comes_once_the_entry_is_published(world, house, tagger):
    house.seal()
    bag = world.tagging()
    (answer,) = tagger.enter(bag).json()["answers"]

    waiting = tagger.get(answer["receipt_url"])
    house.sign()
    signed = tagger.get(answer["receipt_url"])
    house.publish()
    there = tagger.get(answer["receipt_url"])

    for early in (waiting, signed):
        assert (early.status_code, early.json()) == (202, {"status": "pending"})
        assert int(early["Retry-After"]) >= 1
    assert there.status_code == 200
    assert there["Content-Type"].startswith("text/plain")
    proof = parse_tlog_proof(there.content.decode())
    checkpoint = open_checkpoint(proof.checkpoint, [keyring.signer().verifier, keyring.clock_verifier()])
    promise = opened(answer["receipt"])
    verify_inclusion(promise.leaf_hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root)


def test_a_receipt_is_for_who_entered_it_their_party_and_overseers(world, house):
    lot = world.lot()
    buying = envelope("lot.bought.v1", lot=lot, place=world.ours.depot)
    make.entered(world.ours.clerk, buying)
    house.seal()
    path = f"/api/v1/entries/{buying['key']}/receipt/"

    def status(role, party):
        return caller(role, party).get(path).status_code

    assert status(roles.DEPOT_MANAGER, world.ours.party) == 200
    assert [status(role, world.programme_party) for role in sorted(roles.OVERSEERS)] == [200, 200, 200]
    assert status(roles.DEPOT_MANAGER, world.rivals.party) == 404
    assert status(roles.MIRROR, world.rivals.party) == 404
    assert Caller().get(path).status_code == 401


def test_what_nobody_entered_and_what_was_refused_is_not_there(world, house, tagger):
    bag = world.tagging()
    refused = world.tagging(tag=bag["facts"]["tag"])
    tagger.enter(bag, refused)
    house.seal()

    for key in (refused["key"], uuid4()):
        answer = tagger.get(f"/api/v1/entries/{key}/receipt/")
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert EventKey.objects.filter(key=refused["key"], outcome="refused").exists()
