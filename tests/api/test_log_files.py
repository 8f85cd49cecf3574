"""The public log in the C2SP paths, as any mirror or witness reads it."""

import pytest

from ledger.log.keyring import signer
from ledger.models import Checkpoint
from ledger.proofs.checkpoints import open_checkpoint
from ledger.proofs.tiles import TILE_WIDTH, root_at, tile_path
from tests.served import PROBLEM, Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody():
    return Caller()


def test_the_checkpoint_is_signed_by_the_log_and_cached_for_a_moment(served, nobody):
    response = nobody.get("/log/checkpoint")

    checkpoint = open_checkpoint(response.content, [signer().verifier])
    assert checkpoint.size == Checkpoint.objects.order_by("-size").first().size
    assert response["Content-Type"].startswith("text/plain")
    assert response["Cache-Control"] == "public, max-age=1"


def test_the_tiles_that_are_served_make_the_root_that_is_signed(served, nobody):
    checkpoint = open_checkpoint(nobody.get("/log/checkpoint").content, [signer().verifier])

    def fetch(level, index):
        width = min(TILE_WIDTH, (checkpoint.size >> (8 * level)) - index * TILE_WIDTH)
        response = nobody.get("/log/" + tile_path(level, index, width))
        assert (response.status_code, response["Content-Type"]) == (200, "application/octet-stream")
        return response.content

    assert root_at(checkpoint.size, fetch) == checkpoint.root


def test_a_full_tile_may_be_kept_for_ever_and_a_partial_one_is_its_beginning(served, nobody):
    size = Checkpoint.objects.order_by("-size").first().size
    assert size < TILE_WIDTH, "this world fits one tile"
    whole = nobody.get(f"/log/tile/0/000.p/{size}").content

    for width in range(1, size + 1):
        response = nobody.get(f"/log/tile/0/000.p/{width}")
        assert (response.content, response["Cache-Control"]) == (whole[: 32 * width], "public, max-age=3600")


def test_nothing_beyond_the_checkpoint_is_served(served, nobody):
    size = Checkpoint.objects.order_by("-size").first().size

    for path in (f"tile/0/000.p/{size + 1}", "tile/0/000", "tile/0/001", "tile/1/000", "tile/1/000.p/1", "tile/63/000"):
        response = nobody.get(f"/log/{path}")
        assert (response.status_code, response["Content-Type"]) == (404, PROBLEM), path


@pytest.mark.parametrize("path", ["tile/0/0", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01",
                                  "tile/0/x000/000", "tile/0/000/", "tile/0/000.p/1/", "tile/64/000", "tile/-1/000",
                                  "tile/0/٠٠٠", "tile/0/" + "x999/" * 6 + "999"])  # fmt: skip
def test_a_tile_has_one_spelling(nobody, served, path):
    assert nobody.get(f"/log/{path}").status_code == 404


def test_entry_bundles_are_not_handed_out_without_a_token(served, nobody):
    assert nobody.get("/log/tile/entries/000.p/1").status_code == 401
    assert served.auditor.get("/log/tile/entries/000.p/1").status_code == 403
