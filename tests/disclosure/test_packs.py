"""Packs for a buyer, a counterparty, an auditor and the public: the same facts, the same proofs, other openings."""

import io
import json
import zipfile

import pytest

from ledger.log.keyring import signer
from ledger.proofs.policy import parse_policy
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import PUBLIC, pack_for_lot
from tests import make
from tests.disclosure.marked import marked_trade
from tests.parties.people import forget, registered
from tests.served import caller, sequence_all

DIFFERING = {"openings.jsonl", "manifest"}


def files(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def trade(world, tmp_path):
    """A lot that went from a pit over our counter to our rivals, with words in every group."""
    made = marked_trade(world)
    sequence_all(tmp_path)
    return made


@pytest.fixture
def packs(world, trade):
    """The pack of the lot for everybody who may have one."""
    audiences = {
        "buyer": world.rivals.buyer,
        "counterparty": world.ours.manager,
        "auditor": world.auditor,
        "programme": world.programme,
        "public": PUBLIC,
    }
    return {name: pack_for_lot(trade.lot, world.auditor, audience) for name, audience in audiences.items()}


def test_packs_of_one_checkpoint_differ_in_openings_alone(packs):
    told = {name: files(pack) for name, pack in packs.items()}
    one = told["auditor"]

    for name, other in told.items():
        assert other.keys() == one.keys()
        assert {each for each in one if one[each] != other[each]} <= DIFFERING, name
    assert len({other["openings.jsonl"] for other in told.values()}) == 4, "keepers get no more than auditors"
    assert told["programme"]["openings.jsonl"] == one["openings.jsonl"]


def test_every_one_of_them_verifies_and_the_public_one_opens_nothing(packs):
    trust = parse_policy(f"log {signer().vkey}\nquorum none\n")

    for name, pack in packs.items():
        report = verify_pack(pack, trust)
        assert report.findings == [], name
        assert (report.openings == 0) == (name == "public")
    assert files(packs["public"])["openings.jsonl"] == b""


def test_the_statement_says_neither_for_whom_nor_when(packs, world, trade):
    statement = json.loads(files(packs["buyer"])["statement.json"])

    assert statement.keys() == {"v", "about", "as_of_size", "erased", "not_yet_sealed", "lot"}
    assert world.rivals.party not in json.dumps(statement)


def test_made_again_later_it_is_the_same_pack(world, trade):
    first = pack_for_lot(trade.lot, world.auditor)

    assert pack_for_lot(trade.lot, world.auditor) == first


def test_the_same_person_gets_the_public_one_by_asking_for_it(world, trade, packs):
    clerk = caller("depot_manager", world.ours.party)

    own = clerk.get(f"/api/v1/lots/{trade.lot}/pack/")
    handed_on = clerk.get(f"/api/v1/lots/{trade.lot}/pack/?for=public")

    assert own.content == packs["counterparty"]
    assert handed_on.content == packs["public"]


def test_a_pack_for_the_public_is_no_way_to_see_a_lot_of_others(world, trade):
    stranger = caller("depot_clerk", make.code("Q"))

    assert stranger.get(f"/api/v1/lots/{trade.lot}/pack/?for=public").status_code == 404


def test_nobody_finds_a_hidden_party_by_its_registration(world, trade, packs):
    public = b"".join(files(packs["public"]).values())

    assert world.cooperative.encode() not in public, "who dug it stands behind a commitment"
    assert world.cooperative.encode() in files(packs["auditor"])["openings.jsonl"]


def test_what_was_erased_is_said_alike_to_everybody(world, tmp_path):
    code = registered(world)
    lot = world.bought(holder=code, miner="Aline Mapendo Kavira", note="Wet.")
    forget(world, code)
    sequence_all(tmp_path)

    told = [files(pack_for_lot(lot, world.auditor, who)) for who in (world.auditor, world.ours.clerk, PUBLIC)]

    statements = {each["statement.json"] for each in told}
    assert len(statements) == 1
    (erased,) = (json.loads(each)["erased"] for each in statements)
    kinds = [json.loads(line)["kind"] for line in told[0]["entries.jsonl"].splitlines()]
    at = [json.loads(line)["index"] for line in told[0]["proofs.jsonl"].splitlines()]
    assert [(kinds[at.index(index)], group) for index, group in erased] == [
        ("lot.tagged.v1", "notes"),
        ("lot.tagged.v1", "people"),
    ]
