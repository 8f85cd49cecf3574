"""New read tables take the places of the live ones: nothing is lost, nobody is shut out, nothing shows that it was."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ledger.deeds import beside, gate, rebuilding
from ledger.deeds.rebuilding import rebuild
from ledger.deeds.replay import compare
from ledger.deeds.tables import TABLES
from ledger.models import EventKey, Lot
from tests.conftest import use_login
from tests.emptying import owner
from tests.make import enter

WRITERS, BAGS = 4, 12


def elsewhere(work: Callable) -> None:
    """Do something on another connection, to its end."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(run).result()


def connected_as_app() -> psycopg.Connection:
    """Connect as a web process does: the serving login, statements prepared at once."""
    name = str(connection.settings_dict["NAME"])
    return psycopg.connect(settings.WIRING.app.url, dbname=name, autocommit=True, prepare_threshold=0)


def held_lots() -> set:
    return set(Lot.objects.values_list("code", "mass_g", "holder", "state"))


FORMS = {
    "columns": """
        SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attgenerated,
               attstorage, attcompression, pg_get_expr(adbin, adrelid)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = ANY(%s::regclass[]) AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid), convalidated
        FROM pg_constraint WHERE conrelid = ANY(%s::regclass[])""",
    "indexes": "SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index WHERE indrelid = ANY(%s::regclass[])",
    "rights": """
        SELECT pg_class.oid::regclass::text, relowner, reloptions, grantee, privilege_type
        FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = ANY(%s::regclass[])""",
    "triggers": """
        SELECT pg_get_triggerdef(oid), tgenabled FROM pg_trigger WHERE tgrelid = ANY(%s::regclass[])""",
}


def forms() -> dict[str, list]:
    """Return all that the catalogue says of the read tables, in order."""
    tables = [f"public.{table.db}" for table in TABLES.values()]
    found = {}
    with connection.cursor() as cursor:
        for what, sql in FORMS.items():
            cursor.execute(sql, [tables])
            found[what] = sorted(map(repr, cursor.fetchall()))
    return found


def oids() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::regclass[]::oid[]", [[f"public.{table.db}" for table in TABLES.values()]])
        return set(cursor.fetchone()[0])


def schemas() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'lodebook%%'")
        return [name for (name,) in cursor.fetchall()]


def test_what_was_spoilt_is_what_the_log_says_again(world, as_owner):
    world.blended(world.bought(), world.bought(), mass_g=91_600)
    held = held_lots()
    with owner() as spoiling:
        spoiling.execute("UPDATE ledger_lot SET mass_g = mass_g + 1")
        spoiling.execute("DELETE FROM ledger_origin")

    rebuilt = rebuild()

    assert held_lots() == held
    assert compare() == (rebuilt.events, {})


def test_nothing_of_a_table_shows_that_it_was_another_one(world, as_owner):
    with owner() as owning:
        owning.execute("CREATE TRIGGER told BEFORE DELETE ON ledger_lot FOR EACH ROW EXECUTE FUNCTION ledger_refuse()")
        owning.execute("ALTER TABLE ledger_lot ENABLE ALWAYS TRIGGER told")
        owning.execute("ALTER TABLE ledger_lot SET (fillfactor = 90)")
    try:
        before, were = forms(), oids()

        rebuild()

        assert forms() == before
        assert len(before["triggers"]) == 1
        assert not oids() & were
        assert schemas() == []
    finally:
        with owner() as owning:
            owning.execute("DROP TRIGGER told ON ledger_lot")
            owning.execute("ALTER TABLE ledger_lot RESET (fillfactor)")


def test_the_serving_login_writes_on_afterwards(world, as_owner):
    rebuild()
    use_login(settings.WIRING.app)

    lot = world.bought()

    assert Lot.objects.get(code=lot).holder == world.ours.party
    assert compare()[1] == {}


def test_what_is_entered_between_two_rounds_is_not_lost(world, as_owner, monkeypatch):
    monkeypatch.setattr(rebuilding, "LITTLE", 0)
    bags = [world.tagging() for _ in range(6)]
    waiting = iter(list(bags))

    def one_more(_: str) -> None:
        if bag := next(waiting, None):
            elsewhere(lambda: enter(world.tagger, bag))

    rebuilt = rebuild(tell=one_more)

    assert next(waiting, None) is None
    assert rebuilt.rounds > len(bags)
    assert Lot.objects.filter(code__in=[bag["facts"]["lot"] for bag in bags]).count() == len(bags)
    assert compare() == (rebuilt.events, {})


def test_what_is_entered_after_the_last_round_is_applied_behind_the_shut_gate(world, as_owner, monkeypatch):
    bags = [world.tagging() for _ in range(2)]
    shut = gate.shut

    def shut_late() -> None:
        elsewhere(lambda: enter(world.tagger, *bags))
        shut()

    monkeypatch.setattr(gate, "shut", shut_late)

    rebuilt = rebuild()

    assert rebuilt.last == len(bags)
    assert compare() == (rebuilt.events, {})


def test_writers_write_all_the_while_and_nothing_is_lost(world, as_owner):
    bags = [[world.tagging() for _ in range(BAGS)] for _ in range(WRITERS)]
    begun, answers = threading.Barrier(WRITERS + 1), []

    def write(mine: list[dict]) -> None:
        try:
            for number, bag in enumerate(mine):
                if number == 1:
                    begun.wait()
                answers.extend(enter(world.tagger, bag))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, mine) for mine in bags]
        begun.wait()
        rebuilt = [rebuild(), rebuild()]
        for each in writing:
            each.result()

    assert [answer.status for answer in answers] == ["recorded"] * WRITERS * BAGS
    assert Lot.objects.count() == WRITERS * BAGS
    assert all(each.tries <= rebuilding.MOST_TRIES for each in rebuilt)
    replayed, differences = compare()
    assert differences == {}
    assert replayed == EventKey.objects.filter(outcome="recorded").count()


def test_an_id_drawn_early_and_committed_late_is_waited_for(world, as_owner, monkeypatch):
    early, late = world.tagging(), world.tagging()
    drawn, go = threading.Event(), threading.Event()
    looks = []

    def hold_back() -> None:
        try:
            with transaction.atomic():
                enter(world.tagger, early)
                drawn.set()
                assert go.wait(30)
        finally:
            connection.close()

    class Clock:
        def sleep(self, _: float) -> None:
            """Let the late one commit when it has been waited for three times."""
            looks.append(EventKey.objects.filter(key=early["key"]).exists())
            if len(looks) == 3:
                go.set()

    monkeypatch.setattr(gate, "time", Clock())
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold_back)
        assert drawn.wait(30)
        elsewhere(lambda: enter(world.tagger, late))
        settled = gate.settled()
        holding.result()

    ids = dict(EventKey.objects.values_list("key", "event_id"))
    by_key = {str(key): number for key, number in ids.items()}
    assert by_key[early["key"]] < by_key[late["key"]] <= settled
    assert len(looks) >= 3
    assert not any(looks[:3])


def test_a_table_that_is_being_read_is_waited_for_and_the_swap_gives_way(world, as_owner, monkeypatch):
    monkeypatch.setattr(rebuilding, "PATIENCE_MS", 50)
    monkeypatch.setattr(rebuilding, "PAUSE_S", 0)
    told = []
    with connected_as_app() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger_place")

        def tell(line: str) -> None:
            told.append(line)
            if "gave way" in line:
                elsewhere(lambda: enter(world.tagger, world.tagging()))
            if len(told) > 8:
                reader.execute("COMMIT")

        rebuilt = rebuild(tell)

    assert rebuilt.tries > 1
    assert compare() == (rebuilt.events, {})


def test_without_a_quiet_moment_everything_stays_as_it_was(world, as_owner, monkeypatch):
    monkeypatch.setattr(rebuilding, "PATIENCE_MS", 20)
    monkeypatch.setattr(rebuilding, "PAUSE_S", 0)
    monkeypatch.setattr(rebuilding, "MOST_TRIES", 3)
    were = oids()
    with connected_as_app() as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger_lot")

        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("replay", "--swap")

    assert oids() == were
    assert schemas() == []
    elsewhere(lambda: world.lot())
    assert compare()[1] == {}


def test_a_running_process_keeps_its_prepared_statements(world, as_owner):
    lot = world.bought()
    asked = "SELECT * FROM ledger_lot WHERE code = %s"
    locked = "SELECT code, mass_g FROM ledger_lot WHERE code = ANY(%s::text[]) ORDER BY code FOR UPDATE"
    with connected_as_app() as serving:
        for _ in range(7):  # PostgreSQL settles on one plan for good after five
            first = serving.execute(asked, [lot]).fetchall(), serving.execute(locked, [[lot]]).fetchall()

        rebuild()

        with serving.pipeline():
            again = [serving.execute(asked, [lot]), serving.execute(locked, [[lot]])]
        assert tuple(each.fetchall() for each in again) == first
        names = {name for (name,) in serving.execute("SELECT name FROM pg_prepared_statements").fetchall()}
        assert names
        changed = serving.execute("UPDATE ledger_lot SET mass_g = mass_g + 1 WHERE code = %s", [lot])
        assert changed.rowcount == 1
    assert compare()[1].keys() == {"lot"}


def test_what_a_killed_rebuild_left_is_cleared_by_the_next(world, as_owner):
    beside.make()
    assert schemas() == [beside.BESIDE]

    rebuild()

    assert schemas() == []
    assert compare()[1] == {}


def test_two_rebuilds_at_once_are_refused_and_so_is_a_comparison(world, as_owner):
    refusals = []

    def try_too(_: str) -> None:
        if not refusals:
            for work, error in ((rebuild, rebuilding.Rebuilding), (compare, gate.BeingRebuilt)):
                with pytest.raises(error):
                    elsewhere(work)
                refusals.append(error)

    rebuild(tell=try_too)

    assert len(refusals) == 2


def test_a_table_that_another_refers_to_is_not_swapped(world, as_owner):
    with owner() as owning:
        owning.execute("CREATE VIEW bags AS SELECT code FROM ledger_lot")
    try:
        with pytest.raises(CommandError, match="bags reads ledger_lot"):
            call_command("replay", "--swap")
    finally:
        with owner() as owning:
            owning.execute("DROP VIEW bags")


def test_an_event_that_came_around_the_gate_stops_the_swap(world, as_owner, monkeypatch):
    """Such an event cannot come from a deed; whoever writes by other ways must be noticed, not lost."""
    bag = world.tagging()
    settled = gate.settled
    seen = []

    def settled_too_far() -> int:
        seen.append(settled() + (1 if len(seen) == 1 else 0))
        if len(seen) == 2:
            elsewhere(lambda: enter(world.tagger, bag))
        return seen[-1]

    events = rebuilding.events
    monkeypatch.setattr(gate, "settled", settled_too_far)
    monkeypatch.setattr(
        rebuilding,
        "events",
        lambda after=0, **more: iter(()) if len(seen) == 2 and more else events(after, **more),
    )

    with pytest.raises(CommandError, match="around the gate"):
        call_command("replay", "--swap")

    assert schemas() == []
    assert Lot.objects.filter(code=bag["facts"]["lot"]).exists()


def test_an_empty_log_is_not_rebuilt(as_owner, tmp_path):
    assert rebuilding.rebuild_if_changed(tmp_path / "read_tables") is None
    assert (tmp_path / "read_tables").exists()


def test_a_rebuild_inside_a_transaction_is_refused(world, as_owner):
    with transaction.atomic(), pytest.raises(RuntimeError):
        rebuild()
