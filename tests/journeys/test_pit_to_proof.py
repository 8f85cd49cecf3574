"""From pit to proof: one bag, tagged, weighed, bought, sent, received, blended, looked up, and taken away as a pack."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from ledger import codes
from ledger.api.auth import make_token
from ledger.log.anchor import Anchor
from ledger.log.keyring import signer
from ledger.log.sequence import Sequencer
from ledger.parties import roles
from ledger.proofs.archive import write_archive
from ledger.proofs.signing import Signer
from ledger.tasks import watch_for_risk
from tests import make
from tests.make import envelope
from tests.served import publish

PRICE = 8_675_309_412_207
"""Of so many digits that no hash in a pack holds them by chance."""


@pytest.fixture
def world(transactional_db):
    return make.world()


class Person:
    """Somebody with a token."""

    def __init__(self, role: str, party: str) -> None:
        self.token = make_token(make.user(role, role, party))
        self.client = Client()

    def enter(self, *envelopes: dict) -> list[dict]:
        response = self.client.post(
            "/api/v1/entries/", json.dumps({"entries": envelopes}), "application/json", headers=self.bearer
        )
        assert response.status_code == 200, response.content
        return response.json()["answers"]

    def get(self, path: str):
        return self.client.get(path, headers=self.bearer)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


def seal(tmp_path) -> None:
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(tmp_path / "anchor"))
    sequencer.load()
    sequencer.finish()
    publish(tmp_path)


def verified(pack: bytes, tmp_path, policy: str | None) -> subprocess.CompletedProcess:
    """Check a pack as a stranger does: one file, an empty folder, nothing but Python."""
    (tmp_path / "pack.zip").write_bytes(pack)
    one_file = tmp_path / "lodebook_verify.py"
    if not one_file.exists():
        subprocess.run([sys.executable, "-m", "ledger.proofs.bundle", str(one_file)], check=True, capture_output=True)
    words = ["verify", "pack.zip"]
    if policy is not None:
        (tmp_path / "policy").write_text(policy, encoding="utf-8")
        words += ["--policy", "policy"]
    command = [sys.executable, "-I", "-S", "lodebook_verify.py", *words]
    return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)


def policy_of_the_log() -> str:
    said = io.StringIO()
    call_command("log_policy", stdout=said)
    return said.getvalue()


def repacked(pack: bytes, change) -> bytes:
    """Write the ZIP anew with its files changed: what a forger with any tool can do."""
    with zipfile.ZipFile(io.BytesIO(pack)) as old:
        files = [(each.filename, old.read(each)) for each in old.infolist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        for name, content in change(files):
            new.writestr(name, content)
    return made.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_bag_from_the_pit_to_a_pack_that_proves_itself(world, tmp_path):
    tagger = Person(roles.TAGGING_AGENT, world.agency)
    clerk = Person(roles.DEPOT_CLERK, world.ours.party)
    store = Person(roles.DEPOT_MANAGER, world.rivals.party)
    buyer = Person(roles.BUYER, world.rivals.party)
    auditor = Person(roles.AUDITOR, world.programme_party)
    other = world.new_site()
    world.status("green")
    bags = [world.tagging(mass_g=45_800), world.tagging(place=other, tag=world.issue(1, place=other)[0], mass_g=30_200)]
    lots = [bag["facts"]["lot"] for bag in bags]

    recorded = tagger.enter(*bags)
    paid = {"place": world.ours.depot, "price_minor": PRICE, "currency": "USD"}
    recorded += clerk.enter(
        *(envelope("lot.weighed.v1", lot=lot, gross_g=46_000, tare_g=400) for lot in lots),
        *(envelope("lot.bought.v1", lot=lot, **paid) for lot in lots),
    )
    consignment, blend = make.code(codes.CONSIGNMENT), make.code(codes.LOT)
    sending = {"consignment": consignment, "lots": lots, "to": world.rivals.party, "destination": world.rivals.depot}
    recorded += clerk.enter(envelope("consignment.dispatched.v1", **sending))
    recorded += store.enter(
        envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot, weighed_g=75_900),
        envelope(
            "lot.blended.v1", lot=blend, inputs=lots, mass_g=75_000, changes=[{"cause": "drying", "grams": -1_000}]
        ),
    )
    assert {answer["status"] for answer in recorded} == {"recorded"}
    assert [answer["status"] for answer in tagger.enter(*bags)] == ["repeated", "repeated"]
    seal(tmp_path)
    watch_for_risk()
    seal(tmp_path)

    seen = buyer.get(f"/api/v1/lots/{blend}/").json()
    origins = buyer.get(f"/api/v1/lots/{blend}/origins/").json()["results"]
    assert (seen["mass_g"], seen["holder"]) == (75_000, world.rivals.party)
    assert sum(origin["grams"] for origin in origins) == 75_000
    assert {origin["place"] for origin in origins} == {world.site, other}

    pack = auditor.get(f"/api/v1/lots/{blend}/pack/").content
    policy = policy_of_the_log()
    done = verified(pack, tmp_path, policy)
    assert (done.returncode, done.stderr) == (0, "")
    assert verified(pack, tmp_path, None).returncode == 3
    foreign = f"log {Signer.generate(settings.LOG_ORIGIN).vkey}\nquorum none\n"
    assert verified(pack, tmp_path, foreign).returncode == 1

    def one_gram_more(files):
        return [(name, content.replace(b'"mass_g":75000', b'"mass_g":75001')) for name, content in files]

    for change in (
        one_gram_more,
        lambda files: [*files, ("extra.txt", b"hidden")],
        lambda files: [*files, files[0]],
        lambda files: [*files, ("../escaped", b"")],
        lambda files: files[1:],
    ):
        forged = verified(repacked(pack, change), tmp_path, policy)
        assert forged.returncode in {1, 2}, forged.stdout
        assert forged.stdout or forged.stderr
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        again = write_archive({each.filename: opened.read(each) for each in opened.infolist()})
    assert verified(again, tmp_path, policy).returncode == 0

    of_the_buyer = buyer.get(f"/api/v1/lots/{blend}/pack/").content
    assert verified(of_the_buyer, tmp_path, policy).returncode == 0
    assert str(PRICE).encode() in pack
    assert str(PRICE).encode() not in of_the_buyer, "what our depot paid is none of the buyer's business"
