"""The check after a drill finds what it is there to find: each fault is made by hand, in a log that was in order."""

import pytest

from ledger.proofs.checkpoints import Checkpoint
from tests.drill import afterwards
from tests.drill.afterwards import find, key_of
from tests.drill.ground import ROOT, sequencer, stop, until
from tests.drill.journal import read
from tests.drill.load import under_load

pytestmark = pytest.mark.slow


def test_every_fault_that_a_drill_looks_for_is_found(drill):
    ground = drill.ground
    running = sequencer(drill.nursery)
    with under_load(ground, drill.nursery, writers=1) as load:
        load.go_on(60)
        until(lambda: {"recorded", "refused"} <= statuses(load), "an entry of each kind")
    stop(running)
    drill.recovered(load)
    (journal,) = load.journals

    answers_that_differ(ground, journal)
    notes_that_differ(ground)
    files_that_differ(ground)
    rows_that_differ(ground)


def statuses(load):
    return {answer["status"] for answer in read(*load.journals).answers.values()}


def faulty(match, check, *given):
    with pytest.raises(AssertionError, match=match):
        check(*given)


def answers_that_differ(ground, journal):
    found = find(ground)

    def told(change):
        known = read(journal)
        change(known)
        return [known]

    def first(known, status):
        return next(key for key, answer in known.answers.items() if answer["status"] == status)

    invented = {"key": "00000000-0000-4000-8000-000000000000", "status": "recorded"}
    lost = told(lambda known: known.answers.update({invented["key"]: invented}))
    faulty("was acknowledged and is not there", afterwards.check_answers, found, lost)
    refused = told(lambda known: known.answers[first(known, "recorded")].update(status="refused"))
    faulty("was refused and is there", afterwards.check_answers, found, refused)
    untold = told(lambda known: known.answers.pop(first(known, "recorded")))
    faulty("nobody was told of", afterwards.check_answers, found, untold)
    other = told(lambda known: known.envelopes[first(known, "recorded")]["facts"].update(lot="another"))
    faulty("says other things", afterwards.check_answers, found, other)
    sealed = told(lambda known: known.sealed.update({first(known, "recorded"): "00"}))
    faulty("is not what it was when", afterwards.check_answers, found, sealed)
    found.events.append(found.events[-1])
    faulty("a key has two events", afterwards.check_answers, found, [])


def notes_that_differ(ground):
    found, signer = find(ground), key_of(ground)
    lie = signer.sign_note(Checkpoint(signer.name, 5, b"\x07" * 32).text())
    faulty("two trees of 5 were signed", afterwards.check_notes, ground, found, {lie})
    beyond = signer.sign_note(Checkpoint(signer.name, len(found.events) + 1, b"\x07" * 32).text())
    faulty("was shown; there are", afterwards.check_notes, ground, found, {beyond})


def files_that_differ(ground):
    found = find(ground)
    for folder in ("public", "bundles"):
        path = next(path for path in sorted((ground.home.log / folder / "tile").rglob("*")) if path.is_file())
        whole = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        faulty("is not what its events make it|is another bundle", afterwards.check_disk, ground, found)
        path.write_bytes(whole)


def rows_that_differ(ground):
    rows = {
        "a gap among positions": "UPDATE ledger_leaf SET position = 1000000 WHERE position = 7",
        "is not what was sealed": "UPDATE ledger_event SET hash = sha256('')",
        "tiles are not what": "UPDATE ledger_tile SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1)",
        "waits for its position": "INSERT INTO ledger_pending (event_id) SELECT max(id) FROM ledger_event",
    }
    for match, sql in rows.items():
        with ground.superuser() as connection, connection.transaction(force_rollback=True):
            for table in ("ledger_leaf", "ledger_event", *partitions(connection), "ledger_tile"):
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.execute(sql)
            asking = As(ground, connection)
            faulty(match, afterwards.check_tree, asking, find(asking))


def partitions(connection):
    sql = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass"
    return [name for (name,) in connection.execute(sql)]


class As:
    """A ground that is asked inside a transaction which is taken back."""

    def __init__(self, ground, connection):
        self.home, self.connection = ground.home, connection

    def ask(self, sql, parameters=()):
        return self.connection.execute(sql, parameters).fetchall()


def test_every_drill_is_in_the_docs():
    page = (ROOT / "docs" / "drill.md").read_text(encoding="utf-8")
    drills = [
        line.removeprefix("def ").split("(")[0]
        for file in sorted((ROOT / "tests" / "drill").glob("test_*.py"))
        for before, line in pairs(file.read_text().splitlines())
        if line.startswith("def test_") and "@pytest.mark.drill" in before
    ]
    assert len(drills) > 8
    assert [name for name in drills if f"`{name}`" not in page] == []


def pairs(lines):
    """Each line with the two before it: a mark, perhaps parameters, then the test."""
    return [("".join(lines[max(0, at - 2) : at]), line) for at, line in enumerate(lines)]
