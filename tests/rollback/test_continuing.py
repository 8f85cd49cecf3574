"""A log that cannot be recovered ends, and goes on under a new origin that begins with its last checkpoint."""

from datetime import UTC, datetime

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from ledger.deeds.replay import compare
from ledger.errors import LogFrozen
from ledger.log import halting, keyring
from ledger.log.anchor import Anchor, Frozen
from ledger.log.ended_models import EndedCheckpoint, EndedLeaf, EndedLog
from ledger.log.follow import follow, position_of
from ledger.log.knowing import held_on
from ledger.log.models import Checkpoint, Leaf, LogState, Pending
from ledger.log.reading import events_from
from ledger.log.verify_ended import FalseEndedLog, verify_ended
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.policy import Policy
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import pack_for_lot
from tests.conftest import use_login
from tests.rollback.conftest import sealed, started
from tests.rollback.restoring import Snapshot
from tests.superuser import superuser

OLD, NEW = "example.org/rollback", "example.org/rollback-2"


def newest():
    return Checkpoint.objects.order_by("-size").first()


@pytest.fixture
def as_owner(transactional_db):
    use_login(configured.WIRING.owner)
    yield
    use_login(configured.WIRING.app)


@pytest.fixture
def forked(world, home, as_owner):
    """A log whose database gave positions to other events than the world was shown."""
    (home / "origin").write_text(f"{OLD}\n")
    sealed()
    follow("test", lambda events: None)
    backup = Snapshot()
    for _ in range(3):
        world.lot()
    sealed()
    anchored = (home / "anchor").read_text()
    backup.restore()
    (home / "anchor").write_text(newest().note)
    world.tags.clear()
    world.lot()
    started().finish()
    (home / "anchor").write_text(anchored)
    world.lot()
    with pytest.raises(Frozen):
        started()
    return anchored


def continued():
    call_command("continue_log", origin=NEW)


def test_the_first_entry_of_the_next_log_holds_the_last_checkpoint_of_the_old(forked):
    continued()

    (first,) = events_from(0, 1)
    shown = open_checkpoint(forked, [key for key in keyring.verifiers() if key.name == OLD])
    assert first.kind == "log.continued.v1"
    assert first.facts["checkpoint"] == forked
    assert (first.facts["origin"], first.facts["size"]) == (OLD, shown.size)
    assert first.envelope["log"] == NEW


def test_every_event_keeps_its_bytes_and_moves_by_one_position(forked):
    before = list(Leaf.objects.order_by("position").values_list("position", "event_id", "hash"))
    waiting = list(Pending.objects.values_list("event_id", flat=True))

    continued()

    after = list(Leaf.objects.order_by("position").values_list("position", "event_id", "hash"))
    assert waiting
    assert [(at - 1, event, bytes(leaf)) for at, event, leaf in after[1 : len(before) + 1]] == [
        (at, event, bytes(leaf)) for at, event, leaf in before
    ]
    assert [event for _, event, _ in after[len(before) + 1 :]] == waiting
    assert [at for at, _, _ in after] == list(range(LogState.objects.get().size))


def test_the_log_that_goes_on_is_signed_published_and_verified(forked, home, world):
    continued()
    assert halting.frozen() is None
    assert (home / "origin").read_text().strip() == configured.LOG_ORIGIN == NEW

    world.lot()
    sealed()

    call_command("verify_log")
    assert open_checkpoint(newest().note, keyring.verifiers(), NEW).size == LogState.objects.get().size
    assert (home / "public" / "checkpoint").read_text().startswith(f"{NEW}\n")
    assert compare()[1] == {}


def test_followers_see_no_event_twice_and_miss_none(forked):
    passed = position_of("test")
    unread = [event.key for event in events_from(passed, 1_000)]

    continued()

    seen = []
    follow("test", lambda events: seen.extend(event.key for event in events))
    assert position_of("test") == LogState.objects.get().size
    assert seen[: len(unread)] == unread
    assert len(seen) == LogState.objects.get().size - passed - 1


def test_the_ended_log_stays_verifiable_and_its_tampering_is_found(forked, home):
    continued()

    ended = EndedLog.objects.get()
    assert (ended.origin, ended.continued_as, ended.published) == (OLD, NEW, forked)
    assert verify_ended(keyring.verifiers()) == ended.size == EndedLeaf.objects.count()
    assert EndedCheckpoint.objects.exists()
    assert list(home.glob("anchor.ended-*"))
    with superuser() as connection:
        connection.execute("ALTER TABLE ledger_endedleaf DISABLE TRIGGER never_changed")
        connection.execute("UPDATE ledger_endedleaf SET hash = set_byte(hash, 3, 7) WHERE position = 2")
        connection.execute("ALTER TABLE ledger_endedleaf ENABLE ALWAYS TRIGGER never_changed")
    with pytest.raises(FalseEndedLog, match="entry 2"):
        verify_ended(keyring.verifiers())
    with pytest.raises(SystemExit):
        call_command("verify_log")


def test_old_packs_stay_good_and_new_ones_verify_under_the_new_name(world, home, as_owner):
    lot = world.bought()
    sealed()
    trust = Policy(logs=[keyring.signer().verifier])
    before = pack_for_lot(lot, world.programme)
    halting.freeze("other_root", newest().note, newest().note)

    continued()
    after = pack_for_lot(lot, world.programme)

    assert verify_pack(before, trust).findings == []
    assert verify_pack(after, Policy(logs=[keyring.signer().verifier])).findings == []
    assert verify_pack(after, trust).findings != []


def test_a_log_may_be_continued_more_than_once(world, home, as_owner):
    lot = world.bought()
    for name in (NEW, f"{NEW}-again"):
        sealed()
        halting.freeze("other_root", newest().note, newest().note)
        call_command("continue_log", origin=name)

    call_command("verify_log")
    pack = pack_for_lot(lot, world.programme)
    assert [event.kind for event in events_from(0, 2)] == ["log.continued.v1"] * 2
    assert verify_pack(pack, Policy(logs=[keyring.signer().verifier])).findings == []


def test_what_was_known_on_a_day_is_told_across_the_end_of_a_log(world, home, as_owner):
    sealed()
    held = held_on(datetime.now(UTC).date())
    halting.freeze("other_root", newest().note, newest().note)

    continued()

    with superuser() as connection:
        connection.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER never_changed")
        connection.execute("UPDATE ledger_checkpoint SET signed_at = signed_at + interval '3 days'")
        connection.execute("ALTER TABLE ledger_checkpoint ENABLE ALWAYS TRIGGER never_changed")
    assert held_on(held.day).size == held.size + 1


def test_a_program_that_still_has_the_old_name_enters_nothing(forked, world):
    continued()
    configured.LOG_ORIGIN = OLD
    before = LogState.objects.get().size

    with pytest.raises(LogFrozen):
        world.lot()
    configured.LOG_ORIGIN = NEW
    world.lot()
    started().finish()

    assert LogState.objects.get().size > before
    call_command("verify_log")


def test_a_log_that_is_well_is_not_ended(world, home, as_owner):
    sealed()

    with pytest.raises(CommandError, match="not frozen"):
        continued()


def test_a_name_that_was_used_is_refused(forked):
    with pytest.raises(CommandError, match="is a log already"):
        call_command("continue_log", origin=OLD)


def test_the_serving_login_cannot_end_a_log(forked):
    use_login(configured.WIRING.app)

    with pytest.raises(CommandError, match="LODEBOOK_LOGIN=owner"):
        continued()

    assert halting.frozen() is not None
    assert not EndedLog.objects.exists()


def test_a_command_that_was_stopped_halfway_is_given_again(forked, home, monkeypatch):
    monkeypatch.setattr(Anchor, "begin_anew", lambda *_: (_ for _ in ()).throw(OSError("no space left")))
    with pytest.raises(OSError, match="no space"):
        continued()
    monkeypatch.undo()

    continued()

    assert (home / "origin").read_text().strip() == NEW
    started().finish()
    call_command("verify_log")
