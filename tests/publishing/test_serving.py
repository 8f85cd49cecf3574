"""The log over HTTP: hash tiles for everybody, bundles for mirrors, nothing twice to whoever has it already."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger.log import keyring
from ledger.log.models import Leaf
from ledger.parties import roles
from ledger.parties.models import User
from ledger.proofs.bundles import parse_bundle
from ledger.proofs.policy import parse_policy
from ledger.proofs.signed_checkpoint import open_signed
from ledger.proofs.tiles import entries_path, tile_path
from ledger.proofs.tree import leaf_hash
from tests import make
from tests.publishing.test_publishing import tag_bags
from tests.served import PROBLEM, Caller, caller


@pytest.fixture
def nobody():
    return Caller()


@pytest.fixture
def mirror(world):
    return caller(roles.MIRROR, world.agency)


def drop_files(house):
    for path in house.files():
        (house.folder / path).unlink()


@pytest.mark.parametrize("where", ["files", "database"])
def test_tiles_and_bundles_are_the_same_from_files_and_from_the_database(world, house, nobody, mirror, where):
    tag_bags(world, 260)
    size = house.seal().size
    files = house.files()
    if where == "database":
        drop_files(house)

    for path, content in files.items():
        folder, _, name = path.partition("/")
        answer = (mirror if folder == "bundles" else nobody).get(f"/log/{name}")
        assert (answer.status_code, answer.content) == (200, content), path
    entries = parse_bundle(mirror.get(f"/log/{entries_path(1, size - 256)}").content)
    leaves = Leaf.objects.filter(position__gte=256).order_by("position").values_list("hash", flat=True)
    assert [leaf_hash(entry) for entry in entries] == [bytes(each) for each in leaves]


def test_who_has_a_file_already_is_not_sent_it_again(world, house, nobody, mirror):
    tag_bags(world, 260)
    size = house.seal().size
    full, part = tile_path(0, 0, 256), tile_path(0, 1, size - 256)

    for by, path, caching in (
        (nobody, "checkpoint", "public, max-age=1"),
        (nobody, full, "public, max-age=31536000, immutable"),
        (nobody, part, "public, max-age=3600"),
        (mirror, entries_path(0, 256), "private, max-age=31536000, immutable"),
    ):
        first = by.get(f"/log/{path}")
        again = by.get(f"/log/{path}", headers={"If-None-Match": first["ETag"]})
        other = by.get(f"/log/{path}", headers={"If-None-Match": '"another"'})

        assert (first.status_code, first["Cache-Control"]) == (200, caching), path
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), path
        assert (other.status_code, other.content) == (200, first.content), path


def test_bundles_are_for_mirrors_alone(world, house, nobody, mirror):
    size = house.seal().size
    path = f"/log/{entries_path(0, size)}"

    answers = {role: caller(role, world.agency).get(path).status_code for role in roles.ROLES}

    assert nobody.get(path).status_code == 401
    assert answers == {role: 200 if role == roles.MIRROR else 403 for role in roles.ROLES}
    assert Caller(token="no such token").get(path).status_code == 401


def test_nothing_beyond_what_was_published_is_served(world, house, nobody, mirror):
    size = house.seal().size
    world.lot()
    house.sign()
    drop_files(house)

    assert Leaf.objects.count() > size
    for by, path in ((nobody, tile_path(0, 0, size + 1)), (mirror, entries_path(0, size + 1))):
        answer = by.get(f"/log/{path}")
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert nobody.get(f"/log/{tile_path(0, 0, size)}").status_code == 200


@pytest.mark.parametrize(
    "path", ["tile/entries/0", "tile/entries/000.p/0", "tile/entries/000.p/256", "tile/entries/x000/000",
             "tile/entries/../../checkpoint", "tile/entries/000/", "tile/entries/000.p/1/", "tile/entries/%2e%2e/000"]
)  # fmt: skip
def test_a_bundle_has_one_spelling(world, house, mirror, path):
    house.seal()

    assert mirror.get(f"/log/{path}").status_code == 404


def test_a_mirror_enters_nothing(world, house, mirror):
    answer = mirror.enter(world.tagging())

    assert answer.status_code == 403
    assert answer.json()["code"] == "not_allowed"


def test_a_bundle_costs_a_fixed_number_of_questions(world, house, mirror, django_assert_max_num_queries):
    tag_bags(world, 300)
    house.seal()
    with django_assert_max_num_queries(5):
        assert mirror.get(f"/log/{entries_path(0, 256)}").status_code == 200
    drop_files(house)
    with django_assert_max_num_queries(8):
        assert mirror.get(f"/log/{entries_path(0, 256)}").status_code == 200


SLIP, PRICE = "SLIP-OF-OURS-7781", 987_654_321


def test_no_value_of_a_group_is_in_any_published_byte(world, house):
    lot = world.lot()
    trade = {"price_minor": PRICE, "currency": "USD", "receipt": SLIP}
    make.entered(world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **trade))
    world.visit(presence="yes", note="Secret of the visitor")
    house.seal()

    files = house.files()
    said = b"".join(files.values())
    assert any(lot.encode() in content for content in files.values()), "the entries themselves are there"
    for secret in (SLIP, str(PRICE), "Secret of the visitor"):
        assert secret.encode() not in said


def test_a_command_makes_a_mirror_that_can_do_nothing_else(world, house):
    size = house.seal().size

    token = printed("api_token", "their-mirror", mirror=world.rivals.party).splitlines()[-1]

    there = Caller(token=token)
    assert there.get(f"/log/{entries_path(0, size)}").status_code == 200
    assert not User.objects.get(username="their-mirror").has_usable_password()
    with pytest.raises(CommandError, match="There is no party"):
        printed("api_token", "another", mirror="Q0000000C")
    make.user("clerk", roles.DEPOT_CLERK, world.ours.party)
    clerk = User.objects.get(username__startswith="clerk-")
    with pytest.raises(CommandError, match="has other roles"):
        printed("api_token", clerk.username, mirror=world.ours.party)


def test_the_policy_names_the_clock_which_is_no_witness_from_outside(world, house):
    house.seal()
    policy = parse_policy(printed("log_policy"))
    signed = open_signed((house.public / "checkpoint").read_text(encoding="utf-8"), policy)

    assert (policy.witnesses, policy.quorum) == ({"clock": keyring.clock_verifier()}, None)
    assert (signed.witnesses, list(signed.times)) == ([], ["clock"])


def printed(command, *words, **options):
    said = StringIO()
    call_command(command, *words, stdout=said, **options)
    return said.getvalue()
