"""A made world: the same as if its people had entered it, and only ever in an empty ledger."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from buyers.growing.cast import cast_for, founding
from buyers.growing.entering import Unexpected, Writer
from buyers.growing.trading import FIRST_DAY, GREAT, ROUND, Trade
from ledger.balance.graph import back
from ledger.deeds.replay import compare
from ledger.log.keyring import signer
from ledger.log.models import Leaf, LogState, Pending
from ledger.log.verify import verify_log
from ledger.models import EventKey, Lot, Move, Origin
from tests import make

LOTS = 1_000


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "LOG_FOLDER", tmp_path)


def made(lots=94, seed=1):
    call_command("make_world", lots=lots, seed=seed)


def test_a_thousand_lots_are_as_a_replay_makes_them(db, folder):
    made(LOTS)

    assert Lot.objects.count() >= LOTS
    replayed, differences = compare()
    assert differences == {}
    assert replayed == EventKey.objects.filter(outcome="recorded").count() == EventKey.objects.count()


def test_every_event_has_a_position_under_a_checkpoint(db, folder):
    made()

    size = LogState.objects.get().size
    checked = verify_log(signer().verifier)
    assert size == Leaf.objects.count() == EventKey.objects.count() == checked.leaves
    assert not Pending.objects.exists()
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(size))


def test_its_grams_are_conserved_and_its_books_close(db, folder):
    made(LOTS)

    posted: dict = {}
    for party, place, mineral, grams in Move.objects.values_list("party", "place", "mineral", "grams"):
        posted[party, place, mineral] = posted.get((party, place, mineral), 0) + grams
    held: dict = {}
    for lot in Lot.objects.filter(state="open"):
        held[lot.holder, lot.place, lot.mineral] = held.get((lot.holder, lot.place, lot.mineral), 0) + lot.mass_g
    assert {book: grams for book, grams in posted.items() if grams} == held
    origins: dict = {}
    for lot, grams in Origin.objects.values_list("lot", "grams"):
        origins[lot] = origins.get(lot, 0) + grams
    assert origins == dict(Lot.objects.values_list("code", "mass_g"))


def test_lineages_have_the_sizes_that_are_measured(db, folder):
    made()
    auditor = make.World("Q0000001Z", "", "", "", None, None).auditor

    sizes = sorted({len(back(lot, auditor).nodes) for lot in Lot.objects.filter(tag=None)})

    assert sizes == [31, ROUND]
    assert GREAT * ROUND + 1 > 10_000


def test_the_same_seed_makes_the_same_trade(db, tmp_path, monkeypatch):
    pictures = []
    for number, seed in enumerate((5, 5, 6)):
        folder = tmp_path / str(number)
        folder.mkdir()
        monkeypatch.setattr(settings, "LOG_FOLDER", folder)
        with transaction.atomic():
            made(seed=seed)
            pictures.append(sorted(Lot.objects.values_list("code", "mass_g", "holder", "state", "head")))
            transaction.set_rollback(True)

    assert pictures[0] == pictures[1] != pictures[2]


def test_a_ledger_with_events_is_left_alone(db, folder):
    make.world()
    before = EventKey.objects.count()

    with pytest.raises(CommandError, match="has events"):
        made()

    assert EventKey.objects.count() == before


@pytest.mark.parametrize("lots", [0, 93, 20_000_001])
def test_a_number_that_makes_no_world_is_refused(lots):
    with pytest.raises(CommandError, match="from 94"):
        made(lots)


def test_what_the_ledger_refuses_stops_the_making(db, folder):
    cast, writer = cast_for(94), Writer(1)
    writer.say((each for each in founding(cast) if each[0] != "site.status_decided.v1"), FIRST_DAY, "04:00")

    with pytest.raises(Unexpected, match=r"lot\.tagged\.v1 is refused: site_may_not_produce"):
        list(Trade(cast, writer).play(94))
