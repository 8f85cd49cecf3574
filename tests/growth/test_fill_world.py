"""A world that was stamped and copied in: the same tables, leaf by leaf true, as if everybody had entered it."""

import json
import re
from itertools import count

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from buyers.growing.cast import cast_for, founding
from buyers.growing.entering import Writer
from buyers.growing.filling import LOTS, fill_world
from buyers.growing.patterns import NoPattern, pattern_of
from buyers.growing.rounds import EVENTS, play_round
from buyers.growing.trading import FIRST_DAY
from ledger import codes
from ledger.deeds.replay import compare
from ledger.deeds.tables import TABLES
from ledger.log.keyring import signer
from ledger.log.models import EventKey, Leaf, LogState, Opening, Pending
from ledger.log.verify import verify_log
from ledger.proofs.commitments import check_opening
from tests import make
from tests.conftest import use_login
from tests.emptying import empty_ledger

FOUNDING = len(list(founding(cast_for(LOTS))))
ROUNDS = 4
ALL = FOUNDING + ROUNDS * EVENTS
ANY_KEY = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "LOG_FOLDER", tmp_path)


@pytest.fixture
def as_owner(transactional_db):
    use_login(settings.WIRING.owner)
    yield
    use_login(settings.WIRING.app)


def picture() -> dict[str, list[str]]:
    """Return every row of every read table, but for the keys, which are drawn."""
    found = {}
    for table in TABLES.values():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(table.columns)} FROM {table.db}")
            found[table.name] = sorted(ANY_KEY.sub("key", repr(row)) for row in cursor.fetchall())
    return found


def said_by_everybody() -> None:
    """Play the same through the door: one round, and the same again under other codes."""
    cast, writer = cast_for(LOTS), Writer(1)
    numbers = {kind: count(1) for kind in (codes.LOT, codes.TAG, codes.CONSIGNMENT)}
    writer.say(founding(cast), FIRST_DAY, "04:00")
    for _ in range(ROUNDS):
        play_round(cast, writer, 0, FIRST_DAY, lambda kind: codes.numbered(kind, next(numbers[kind])))


def test_stamped_rounds_give_the_tables_that_the_engine_gives(as_owner, folder):
    list(fill_world(ALL, seed=1))
    stamped = picture()
    empty_ledger()

    said_by_everybody()

    assert picture() == stamped
    assert len(stamped["lot"]) == ROUNDS * 30


def test_its_log_is_true_and_replays(as_owner, folder):
    list(fill_world(ALL, seed=1))

    checked = verify_log(signer().verifier)
    assert checked.leaves == LogState.objects.get().size == Leaf.objects.count() == ALL
    assert compare() == (ALL, {})
    assert not Pending.objects.exists()
    assert EventKey.objects.filter(outcome="recorded").count() == ALL


def test_every_opening_fits_its_commitment_under_a_key_of_its_own(as_owner, folder):
    list(fill_world(ALL, seed=1))

    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event")
        leaves = {leaf["key"]: leaf for leaf in (json.loads(entry) for (entry,) in cursor.fetchall())}
    openings = list(Opening.objects.all())
    for opening in openings:
        commitment = bytes.fromhex(leaves[str(opening.key)]["commitments"][opening.group])
        check_opening(opening.group, bytes(opening.value), bytes(opening.hmac_key), commitment)
    assert len(openings) == sum(len(leaf["commitments"]) for leaf in leaves.values()) > ROUNDS * 60
    assert len({bytes(opening.hmac_key) for opening in openings}) == len(openings)


def test_people_go_on_where_it_ends(as_owner, folder):
    list(fill_world(ALL, seed=1))
    use_login(settings.WIRING.app)

    lot = make.world().bought()

    assert lot
    replayed, differences = compare()
    assert differences == {}
    assert replayed > ALL


def test_only_the_owner_fills_and_only_an_empty_log(as_owner, folder):
    use_login(settings.WIRING.app)
    with pytest.raises(CommandError, match="LODEBOOK_LOGIN=owner"):
        call_command("make_world", events=100)
    make.world()
    before = EventKey.objects.count()
    use_login(settings.WIRING.owner)

    with pytest.raises(CommandError, match="has events"):
        call_command("make_world", events=100)

    assert EventKey.objects.count() == before


@pytest.mark.parametrize("events", [0, 100_000_001])
def test_a_number_that_makes_no_world_is_refused(events):
    with pytest.raises(CommandError, match="from 1"):
        call_command("make_world", events=events)


def test_a_round_that_reads_otherwise_than_it_was_said_gives_no_pattern(as_owner, folder):
    world = make.world()
    world.lot(miner="A name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) - 1 FROM ledger_event")
        (before,) = cursor.fetchone()
        cursor.execute('UPDATE ledger_opening SET value = %s WHERE "group" = %s', [b'{"miner":"Another"}', "people"])

    with pytest.raises(NoPattern, match="lot.tagged"):
        pattern_of(["P00000000"], before)
