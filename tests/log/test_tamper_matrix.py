"""The tamper matrix: every act of who holds machine, database and key, and what finds it (docs/proofs.md, Tampering).

The acts are done as the real superuser. Where nothing inside can find an act, the test shows that too.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from ledger.log import halting, keyring
from ledger.log.anchor import Anchor, Frozen
from ledger.log.comparing import Promise
from ledger.log.models import Checkpoint as Row
from ledger.log.models import Leaf, LogState
from ledger.log.publishing import publisher
from ledger.log.reading import tile_reader
from ledger.log.receipts import submissions
from ledger.log.sequence import Sequencer
from ledger.log.verify import FalseLog, verify_log
from ledger.models import Hold, Origin
from ledger.parties.devices.models import Device
from ledger.proofs.__main__ import FALSE, MISSING, UNDECIDED, VERIFIED, main
from ledger.proofs.bundles import parse_bundle
from ledger.proofs.checkpoints import Checkpoint
from ledger.proofs.notes import parse_note
from ledger.proofs.paths import consistency_proof
from ledger.proofs.policy import parse_policy
from ledger.proofs.signed_checkpoint import open_trusted
from ledger.proofs.signing import Signer
from ledger.proofs.tiles import RightEdge
from ledger.proofs.tree import leaf_hash
from ledger.reports.evidence import pack_for_lot
from tests import make
from tests.devices.conftest import Field
from tests.devices.phone import Phone
from tests.log.tampering import (
    TAGGED,
    Witness,
    are_evidence,
    changed,
    cut_tail,
    entries,
    forge,
    policy_file,
    said_of,
    show,
    unguarded,
    without,
)
from tests.make import entered, entered_today, envelope

ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(settings, tmp_path):
    """A log whose key and files lie in a folder of their own, which a forger may change as he likes."""
    log = tmp_path / "log"
    log.mkdir()
    settings.LOG_ORIGIN = "example.org/tampered"
    settings.LOG_FOLDER, settings.LOG_KEY_FILE = log, log / "key.pem"
    settings.LOG_CLOCK_KEY_FILE = log / "clock.pem"
    settings.LOG_PUBLIC_FOLDER, settings.LOG_BUNDLES_FOLDER = log / "public", log / "bundles"
    yield log
    halting.remember(False)


@pytest.fixture
def world(transactional_db, own):
    return make.world()


@pytest.fixture
def sealed(world, own):
    """A log with a bag in it, and a witness outside who holds its checkpoint."""
    world.lot()
    note = sign()
    witness = Witness(keyring.signer().name, [keyring.signer().verifier])
    assert witness.add(note)[0] == 200
    return SimpleNamespace(note=note, witness=witness, signer=keyring.signer(), size=Row.objects.latest("size").size)


def start(witness=None):
    """Start the sequencer as the command does; it compares the log with its anchor, and with a witness."""
    holds = SimpleNamespace(promises=lambda: [Promise("ngo", witness.held)]) if witness else None
    sequencer = Sequencer(settings.LOG_ORIGIN, keyring.CurrentKey(), Anchor(settings.LOG_FOLDER / "anchor"), holds)
    sequencer.load()
    return sequencer


def sign():
    """Give everything its position, publish it, and return the newest checkpoint."""
    start().finish()
    publisher().publish()
    return Row.objects.latest("size").note


# --- edit entry bytes -------------------------------------------------------------------------------------------------


def test_edited_bytes_of_an_entry_are_named_and_no_pack_of_them_holds(world, own, sealed, tmp_path, capsys):
    lot = json.loads(entries()[-1])["facts"]["lot"]
    policy = policy_file(tmp_path, sealed.signer)
    assert said_of(tmp_path, pack_for_lot(lot, world.auditor), policy, capsys)[0] == VERIFIED

    with unguarded() as connection:
        done = connection.execute(
            "UPDATE ledger_event SET entry = replace(encode(entry, 'escape'), '45800', '45900')::bytea WHERE kind = %s",
            [TAGGED],
        )
        assert done.rowcount == 1

    with pytest.raises(FalseLog, match="is not what was sealed"):
        verify_log(sealed.signer.verifier)
    code, said = said_of(tmp_path, pack_for_lot(lot, world.auditor), policy, capsys)
    assert code == FALSE
    assert "proof" in said


# --- edit entry, leaf and tiles, and sign again -----------------------------------------------------------------------


def test_a_tree_rewritten_with_the_key_is_refused_by_who_kept_a_checkpoint(world, own, sealed):
    forged = forge(sealed.signer, changed(TAGGED, mass_g=90_000))
    assert verify_log(sealed.signer.verifier).leaves == sealed.size, "the database alone agrees with itself"

    assert sealed.witness.add(forged)[0] == 422, "the witness cosigns no second tree of one size"
    with pytest.raises(Frozen, match="holds other events"):
        start()
    assert halting.frozen()["published"] == sealed.note


def test_a_forger_who_also_changes_the_anchor_is_stopped_by_the_witness(world, own, sealed):
    forged = forge(sealed.signer, changed(TAGGED, mass_g=90_000))
    (own / "anchor").write_text(forged)
    world.lot()
    start().finish()
    longer = Row.objects.latest("size")
    proof = consistency_proof(sealed.size, longer.size, tile_reader())

    assert sealed.witness.add(longer.note, proof)[0] == 422, "no proof leads from what it holds to the forged tree"
    with pytest.raises(Frozen, match="the witness ngo"):
        start(sealed.witness)


def test_two_signed_checkpoints_of_one_size_are_evidence_for_anybody(world, own, sealed):
    forged = forge(sealed.signer, changed(TAGGED, mass_g=90_000))

    keys = [sealed.signer.verifier]
    assert are_evidence(sealed.note, forged, keys)
    assert not are_evidence(sealed.note, sealed.note, keys)
    somebody = Signer.generate(sealed.signer.name)
    slander = somebody.sign_note(parse_note(forged).text)
    with pytest.raises(Exception, match="no known key"):
        are_evidence(sealed.note, slander, keys)


# --- delete the tail, restore an old backup ---------------------------------------------------------------------------


def test_a_tail_that_was_deleted_stops_the_log_at_its_start(world, own, sealed):
    shorter = cut_tail(sealed.signer, sealed.size - 1)
    assert verify_log(sealed.signer.verifier).leaves == sealed.size - 1, "the database alone agrees with itself"

    assert sealed.witness.add(shorter) == (409, str(sealed.size))
    with pytest.raises(Frozen, match=f"published with {sealed.size} events"):
        start()

    halting.thaw()
    (own / "anchor").write_text(shorter)
    with pytest.raises(Frozen, match="the witness ngo"):
        start(sealed.witness)


def test_a_log_that_stands_still_shows_its_age(world, own, sealed, tmp_path):
    then = datetime(2026, 11, 1, 6, tzinfo=UTC)
    publisher().publish(then)
    checkpoint = (own / "public" / "checkpoint").read_text()

    policy = parse_policy(Path(policy_file(tmp_path, sealed.signer, clock=True)).read_text())
    assert open_trusted(checkpoint, policy).times == {"clock": int(then.timestamp())}


# --- drop an event before it has a position ---------------------------------------------------------------------------


def test_an_event_dropped_before_it_had_a_position_is_missed_by_its_receipt(world, own, sealed, tmp_path, capsys):
    (answer,) = entered_today(world.tagger, world.tagging())
    receipt = tmp_path / "receipt"
    receipt.write_text(submissions([answer.event_id])[answer.event_id], encoding="utf-8")
    with unguarded() as connection:
        connection.execute("DELETE FROM ledger_pending WHERE event_id = %s", [answer.event_id])
        connection.execute("DELETE FROM ledger_eventkey WHERE key = %s", [answer.key])
        connection.execute("DELETE FROM ledger_event WHERE id = %s", [answer.event_id])
    sign()
    assert verify_log(sealed.signer.verifier), "the database alone agrees with itself"
    policy = policy_file(tmp_path, sealed.signer, clock=True)
    asked = ["receipt", str(receipt), "--log", str(own), "--policy", policy]

    publisher().publish(datetime.now(UTC))
    assert main(asked) == UNDECIDED, "the promised time is not over"
    publisher().publish(datetime.now(UTC) + timedelta(hours=1))

    assert main(asked) == MISSING


def test_an_event_that_was_kept_is_found_by_its_receipt(world, own, sealed, tmp_path):
    (answer,) = entered(world.tagger, world.tagging())
    receipt = tmp_path / "receipt"
    receipt.write_text(submissions([answer.event_id])[answer.event_id], encoding="utf-8")
    sign()
    publisher().publish(datetime.now(UTC) + timedelta(hours=1))

    policy = policy_file(tmp_path, sealed.signer, clock=True)
    assert main(["receipt", str(receipt), "--log", str(own), "--policy", policy]) == VERIFIED


def test_an_event_of_a_phone_that_was_dropped_leaves_a_gap_in_its_count(world, own, sealed):
    field = Field(world, Phone(settings.LOG_ORIGIN))
    field.enrol(label="phone 3")
    first, dropped, last = (field.bag() for _ in range(3))
    entered(world.tagger, first, last)
    assert dropped["seq"] == 2

    device = Device.objects.get(device=field.phone.device)
    assert (device.last_seq, device.missing) == (3, 1)


# --- show the buyer another tree --------------------------------------------------------------------------------------


def test_another_tree_for_the_buyer_lacks_the_cosignatures_that_he_asks_for(world, own, sealed, tmp_path, capsys):
    lot = json.loads(entries()[-1])["facts"]["lot"]
    policy = policy_file(tmp_path, sealed.signer, sealed.witness)
    line = sealed.witness.signer.cosign(parse_note(sealed.note).text, 1_770_000_000)
    show(sealed.note + line)
    assert said_of(tmp_path, pack_for_lot(lot, world.auditor), policy, capsys)[0] == VERIFIED

    forged = forge(sealed.signer, changed(TAGGED, dug_on="2026-10-30"))
    Origin.objects.filter(lot=lot).update(dug_on="2026-10-30")
    show(forged)

    code, said = said_of(tmp_path, pack_for_lot(lot, world.auditor), policy, capsys)
    assert (code, "too few witnesses" in said) == (FALSE, True)
    show(forged + line)
    code, said = said_of(tmp_path, pack_for_lot(lot, world.auditor), policy, capsys)
    assert code == FALSE, "the line that a witness gave for the true tree is not good for another"
    show(forged)
    trusting = policy_file(tmp_path, sealed.signer)
    assert said_of(tmp_path, pack_for_lot(lot, world.auditor), trusting, capsys)[0] == VERIFIED, (
        "who asks for no witness can be shown another tree"
    )


# --- theft of the log's key -------------------------------------------------------------------------------------------


def test_a_thief_of_the_key_can_add_but_not_rewrite_and_the_next_signature_freezes(world, own, sealed):
    edge = RightEdge.load(sealed.size, tile_reader())
    edge.extend([leaf_hash(b"an entry that nobody entered")])
    stolen = sealed.signer.sign_note(Checkpoint(sealed.signer.name, edge.size, edge.root()).text())
    rewritten = sealed.signer.sign_note(Checkpoint(sealed.signer.name, sealed.size, b"\x07" * 32).text())

    assert sealed.witness.add(rewritten)[0] == 422, "what is there cannot be rewritten"
    assert sealed.witness.add(stolen, _proof_for(edge, sealed))[0] == 200, "a thief can add, and is believed"

    world.lot()
    world.lot()
    with pytest.raises(Frozen, match="the witness ngo"):
        start(sealed.witness).tick(sign=True)
    assert Row.objects.count() == 1, "the true log signs nothing beside it"


def test_a_monitor_finds_what_a_thief_added(world, own, sealed):
    publisher().publish()
    edge = RightEdge.load(sealed.size, tile_reader())
    edge.extend([leaf_hash(b"an entry that nobody entered")])
    stolen = sealed.signer.sign_note(Checkpoint(sealed.signer.name, edge.size, edge.root()).text())

    (own / "anchor").write_text(stolen)

    with pytest.raises(Frozen, match=f"published with {edge.size} events"):
        start()
    assert Leaf.objects.count() == LogState.objects.get().size == sealed.size


def _proof_for(edge, sealed):
    """The proof that the thief gives the witness: his tree is the true one and one leaf more."""
    leaves = [leaf_hash(entry) for entry in entries()] + [leaf_hash(b"an entry that nobody entered")]
    rows = {(0, 0): b"".join(leaves)}
    assert len(leaves) == edge.size < 256
    return consistency_proof(sealed.size, edge.size, lambda level, index: rows[level, index])


# --- back-dating ------------------------------------------------------------------------------------------------------


def test_a_back_dated_entry_is_bounded_by_the_witness_on_both_sides(world, own, sealed):
    seen_without = sealed.witness.checkpoint.size
    late = world.tagging(at="2026-10-01T08:00:00+02:00", dug_on="2026-10-01")
    entered(world.tagger, late)
    note = sign()
    proof = consistency_proof(seen_without, Row.objects.latest("size").size, tile_reader())
    code, line = sealed.witness.add(note, proof)
    assert code == 200
    not_later = int.from_bytes(parse_note(note + line).signatures[-1].signature[:8], "big")

    position = Leaf.objects.latest("position").position
    assert json.loads(entries()[-1])["happened_at"].startswith("2026-10-01"), "what a writer says is kept as said"
    assert position >= seen_without, "when the witness looked before, the entry was not there, whatever its date says"
    assert not_later == 1_770_000_000, "and it was there when the witness looked"


# --- hide a later event of a lot --------------------------------------------------------------------------------------


def test_an_event_hidden_in_the_middle_of_a_lots_way_leaves_a_head_that_nobody_shows(world, own, tmp_path, capsys):
    lot = world.bought()
    world.dispatched(lot)
    sign()
    pack, policy = pack_for_lot(lot, world.auditor), policy_file(tmp_path, keyring.signer())
    assert said_of(tmp_path, pack, policy, capsys)[0] == VERIFIED

    code, said = said_of(tmp_path, without(pack, keyring.signer(), "lot.bought.v1"), policy, capsys)

    assert code == FALSE
    assert f"follows one on {lot} that the pack leaves out" in said


def test_a_hidden_tail_is_found_only_by_reading_the_log(world, own, tmp_path, capsys):
    lot = world.bought()
    world.dispatched(lot)
    sign()
    publisher().publish()
    hidden = without(pack_for_lot(lot, world.auditor), keyring.signer(), "consignment.dispatched.v1")

    code, _ = said_of(tmp_path, hidden, policy_file(tmp_path, keyring.signer()), capsys)
    assert code == VERIFIED, "the pack alone tells nothing of what came later"

    (bundle,) = (own / "bundles" / "tile" / "entries").glob("000.p/*")
    whole = parse_bundle(bundle.read_bytes(), int(bundle.name))
    speak = [json.loads(entry)["kind"] for entry in whole if lot.encode() in entry]
    assert speak == [TAGGED, "lot.bought.v1", "consignment.dispatched.v1"], "the log itself tells it"


# --- a false event at entry -------------------------------------------------------------------------------------------


def test_a_false_entry_is_sealed_like_a_true_one_and_only_the_other_side_contradicts_it(world, own, tmp_path, capsys):
    """Nobody dug the second bag. The log holds that it was said; the receiver says that it never came."""
    true, false = world.bought(mass_g=45_800), world.bought(mass_g=60_000)
    consignment = world.dispatched(true, false)
    sign()
    policy = policy_file(tmp_path, keyring.signer())
    assert said_of(tmp_path, pack_for_lot(false, world.auditor), policy, capsys)[0] == VERIFIED
    assert verify_log(keyring.signer().verifier)

    receipt = {"consignment": consignment, "place": world.rivals.depot, "came": [{"lot": true}], "missing": [false]}
    entered(world.rivals.clerk, envelope("consignment.received.v1", **receipt))

    assert [(hold.lot, hold.rule) for hold in Hold.objects.all()] == [(false, "CUST-05")]


# --- the table of the docs --------------------------------------------------------------------------------------------


def named_in_the_docs():
    section = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8").split("## Tampering\n")[1].split("\n## ")[0]
    return re.findall(r"`(test_\w+)`", section)


def defined_in(*files):
    return {name for file in files for name in re.findall(r"^def (test_\w+)", (ROOT / file).read_text(), re.M)}


def test_every_row_of_the_table_has_its_test_and_every_tamper_test_its_row():
    matrix = defined_in("tests/log/test_tamper_matrix.py") - {
        "test_every_row_of_the_table_has_its_test_and_every_tamper_test_its_row"
    }
    elsewhere = defined_in("tests/log/test_tampering.py", "tests/drill/test_old_backup.py")
    named = named_in_the_docs()

    assert set(named) <= matrix | elsewhere
    assert matrix <= set(named)
    assert len(named) == len(set(named))
