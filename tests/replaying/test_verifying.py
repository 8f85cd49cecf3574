"""The check of the log: in ranges, shared among processes, taken up again, a slice a night. It never says too much."""

import io
import json

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from ledger import tasks
from ledger.errors import LogFrozen
from ledger.log import halting, verify, verify_jobs, verify_leaves, verify_nightly, verify_state
from ledger.log.anchor import Anchor
from ledger.log.keyring import RetiredKey, signer
from ledger.log.models import LogState
from ledger.log.sequence import Sequencer
from ledger.log.verify import Checked, FalseLog, LogKeys, snapshot, verify_log
from ledger.proofs.signing import Signer
from tests.make import enter
from tests.superuser import superuser

RANGE = 512
BAGS = 1_300


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "LOG_FOLDER", tmp_path)
    monkeypatch.setattr(settings, "LOG_KEY_FILE", tmp_path / "key.pem")
    monkeypatch.setattr(verify, "RANGE", RANGE)
    monkeypatch.setattr(verify_state, "RANGE", RANGE)
    return tmp_path


@pytest.fixture
def sealed(world, folder):
    """A log of three ranges and some checkpoints."""
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(folder / "anchor"))
    sequencer.load()
    for start in range(0, BAGS, 325):
        enter(world.tagger, *(world.tagging() for _ in range(start, min(BAGS, start + 325))))
        sequencer.finish()
    return LogState.objects.get().size


def keys():
    return LogKeys(signer().verifier)


def said(*words: str) -> str:
    out = io.StringIO()
    with transaction.atomic():
        call_command("verify_log", *words, stdout=out)
    return out.getvalue()


def run(*words: str) -> str:
    """Run the command outside a transaction, as from a shell."""
    out = io.StringIO()
    try:
        call_command("verify_log", *words, stdout=out)
    except SystemExit as ended:
        assert ended.code == 1
    return out.getvalue()


def spoil(sql: str, *tables: str) -> None:
    """Change the past as only the superuser can."""
    with superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            assert connection.execute(sql).rowcount > 0
        finally:
            for table in tables:
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                for (name,) in connection.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
                ).fetchall():
                    connection.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def spoil_event(position: int) -> None:
    """Change a digit of an event's bytes, and its hashes with them, as a careful forger would."""
    spoil(
        "UPDATE ledger_event SET entry = changed, hash = sha256('\\x00'::bytea || changed) FROM (SELECT id AS number,"
        " set_byte(entry, 30, get_byte(entry, 30) # 1) AS changed FROM ledger_event JOIN ledger_leaf"
        f" ON event_id = id WHERE position = {position}) new WHERE id = number",
        "ledger_event_p00000",
    )


def spoil_tile(level: int, index: int) -> None:
    spoil(
        f"UPDATE ledger_tile SET hashes = set_byte(hashes, 3, 7) WHERE (level, idx) = ({level}, {index})", "ledger_tile"
    )


def test_ranges_cover_every_position_once_and_begin_at_a_tile():
    assert list(verify.ranges(0, 0)) == []
    assert list(verify.ranges(0, 70_000)) == [(0, 65_536), (65_536, 70_000)]
    assert list(verify.ranges(300, 70_000)) == [(256, 65_536), (65_536, 70_000)]
    assert list(verify.ranges(70_000, 70_001)) == [(69_888, 70_001)]


def test_ranges_together_check_what_one_pass_checks(sealed, monkeypatch):
    many = verify_log(signer().verifier)
    monkeypatch.setattr(verify, "RANGE", 65_536)

    one = verify_log(signer().verifier)

    assert many.leaves == one.leaves == sealed
    assert many.checkpoints == one.checkpoints == 4
    assert many.tiles > one.tiles


def test_processes_share_the_ranges_of_one_snapshot(sealed):
    with transaction.atomic():
        snapshot()
        alone = [done for done, _ in verify_jobs.in_order(0, sealed, keys())]
        shared = list(verify_jobs.in_order(0, sealed, keys(), jobs=2))

    whole = Checked()
    for _, part in shared:
        whole.add(part)
    assert [done for done, _ in shared] == alone == [512, 1_024, sealed]
    assert whole.leaves == sealed
    assert whole.checkpoints == 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_first_false_event_is_named_whoever_finds_it(sealed, jobs):
    spoil_event(1_100)
    spoil_event(700)

    assert "at position 700 is not what was sealed" in run("--jobs", str(jobs))


def test_a_tile_that_a_later_range_starts_from_is_checked_by_the_earlier_one(sealed):
    spoil_tile(1, 0)

    assert "FALSE" in run("--jobs", "2")
    with pytest.raises(FalseLog):
        verify.check_range(0, RANGE, keys())


def test_a_missing_tile_to_the_left_is_false_and_no_fault_of_the_program(sealed):
    spoil("DELETE FROM ledger_tile WHERE level = 1", "ledger_tile")

    with pytest.raises(FalseLog, match="left of position 512"):
        verify.check_range(512, 1_024, keys())


def test_a_check_that_was_interrupted_goes_on_where_it_ended(sealed, folder, monkeypatch):
    def stop(done: int, size: int) -> None:
        if done == 1_024:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        verify_state.check(folder / "verified.json", keys(), resume=False, tell=stop)

    answer = run("--resume")

    assert f"True: {sealed - 1_024} events" in answer
    assert "from position 1024 on; the earlier ones were not looked at" in answer
    assert f"True: {sealed} events" in run("--resume")


def test_a_finished_check_is_begun_anew_by_the_next(sealed, folder):
    run()

    state = json.loads((folder / "verified.json").read_text())

    assert (state["size"], state["whole_size"]) == (0, sealed)
    assert f"True: {sealed} events" in run("--resume")


@pytest.mark.parametrize(
    "changed",
    [
        {"root": "00" * 32},
        {"size": 1_000},
        {"size": 10**9},
        {"size": -1},
        {"size": "many"},
        {"origin": "log.example/another"},
        {"nobody": "knows this"},
    ],
    ids=str,
)
def test_a_changed_file_makes_the_check_begin_at_the_first_event(sealed, folder, changed):
    path = folder / "verified.json"
    with transaction.atomic():
        verify_state.check(path, keys(), resume=True, most=RANGE)
    kept = json.loads(path.read_text())
    assert kept["size"] == RANGE
    path.write_text(json.dumps({**kept, **changed}))
    spoil_event(40)

    assert "at position 40 is not what was sealed" in run("--resume")


def test_a_file_that_is_no_json_is_as_none(sealed, folder):
    (folder / "verified.json").write_text("{")

    assert f"True: {sealed} events" in run("--resume")


def test_without_resume_no_file_is_believed(sealed, folder):
    with transaction.atomic():
        verify_state.check(folder / "verified.json", keys(), resume=True, most=RANGE)
    spoil_event(40)

    assert "at position 40 is not what was sealed" in run()


def test_a_tile_that_changed_after_it_was_checked_is_found(sealed, folder):
    with transaction.atomic():
        verify_state.check(folder / "verified.json", keys(), resume=True, most=RANGE)
    spoil_tile(1, 0)

    assert "FALSE: tile 1/0" in run("--resume")


def test_a_check_since_a_position_says_from_where_it_looked(sealed, folder):
    spoil_event(40)

    answer = run("--since", "600")

    assert f"True: {sealed - 512} events" in answer
    assert "from position 600 on" in answer
    assert not (folder / "verified.json").exists()


def test_ids_that_lie_far_apart_are_found_one_by_one(sealed, monkeypatch):
    monkeypatch.setattr(verify_leaves, "SCATTERED", 0)

    assert verify_log(signer().verifier).leaves == sealed


def test_what_is_read_in_bulk_is_what_is_read_row_by_row(sealed):
    assert verify_leaves._in_bulk(0, sealed) == list(verify_leaves._row_by_row(0, sealed))


def test_a_checkpoint_counts_if_a_key_signed_it_that_counted_then(sealed):
    old, new = signer().verifier, Signer.generate(settings.LOG_ORIGIN).verifier

    assert verify_log(new, [RetiredKey(old, sealed)]).checkpoints == 4
    with pytest.raises(FalseLog, match=f"checkpoint {sealed} is not signed by this log's key"):
        verify_log(new, [RetiredKey(old, sealed - 1)])


def test_every_night_a_slice_and_after_some_nights_the_whole(sealed, folder, monkeypatch):
    monkeypatch.setattr(settings, "LOG_VERIFY_NIGHTS", 3)

    nights = [verify_nightly.verify_slice() for _ in range(4)]

    assert [night.since for night in nights] == [0, 512, 1_024, 0]
    assert [night.whole for night in nights] == [False, False, True, False]
    assert sum(night.checked.leaves for night in nights[:3]) == sealed


def test_a_false_log_is_frozen_by_the_night_that_finds_it(sealed, world, folder, monkeypatch):
    monkeypatch.setattr(settings, "LOG_VERIFY_NIGHTS", 1)
    assert tasks.verify_nightly()
    assert halting.frozen() is None
    spoil_event(40)

    assert not tasks.verify_nightly()

    reason = halting.frozen()
    assert "at position 40 is not what was sealed" in reason["reason"]
    assert reason["held"]
    with pytest.raises(LogFrozen):
        enter(world.tagger, world.tagging())
