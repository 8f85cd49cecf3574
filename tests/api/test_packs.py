"""The pack: all that speaks of a lot, with what its receiver may see, and it verifies under the log's policy."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command

from ledger.log.keyring import signer
from ledger.log.proving import inclusion_proofs
from ledger.log.reading import last_checkpoint, tile_reader
from ledger.proofs.paths import inclusion_proof
from ledger.proofs.policy import parse_policy
from ledger.proofs.signing import Signer
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import LotNotFound, NotYetSealed, pack_for_lot
from tests.served import sequence_all

pytestmark = pytest.mark.django_db


def policy():
    return parse_policy(f"log {signer().vkey}\nquorum none\n")


def files(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(pack, name):
    return [json.loads(line) for line in files(pack)[name].splitlines()]


def test_the_pack_of_a_blend_verifies_and_its_origins_add_up(served):
    response = served.clerk.get(f"/api/v1/lots/{served.blend}/pack/")

    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    report = verify_pack(response.content, policy())
    assert report.findings == []
    assert report.signer == signer().name
    lot = report.statement["lot"]
    assert lot["mass_g"] == sum(row["grams"] for row in lot["origins"]) == 75_000
    assert report.statement["about"] == {"lot": served.blend}
    assert (report.statement["erased"], report.statement["not_yet_sealed"]) == ([], 0)


def test_the_pack_holds_the_lot_its_ancestors_its_origins_and_their_hands(served):
    pack = pack_for_lot(served.blend, served.world.auditor)

    told = {}
    for entry in lines(pack, "entries.jsonl"):
        told.setdefault(entry["kind"], []).append(entry["facts"])
    assert {facts["lot"] for facts in told["lot.tagged.v1"]} == {served.first, served.second}
    assert {facts["lot"] for facts in told["lot.bought.v1"]} == {served.first, served.second}
    assert [facts["lot"] for facts in told["lot.blended.v1"]] == [served.blend]
    assert [facts["place"] for facts in told["site.registered.v1"]] == [served.world.site]
    assert told["site.visited.v1"] and told["site.status_decided.v1"]
    named = {facts["party"] for facts in told["party.registered.v1"]}
    assert {served.world.ours.party, served.world.agency} <= named
    assert not {served.world.rivals.party, served.world.cooperative} & named, "known by openings alone"


def test_flags_on_the_origins_travel_with_the_pack(served, tmp_path):
    from ledger.risk.watching import look_at_clock, look_over

    look_over([])
    served.world.visit(on="2026-11-02", presence="yes")
    look_at_clock()
    sequence_all(tmp_path, after=served.folder)

    flags = [e["facts"] for e in lines(pack_for_lot(served.blend, served.world.auditor), "entries.jsonl")
             if e["kind"] == "flag.raised.v1"]  # fmt: skip

    assert ("ARM-03", served.world.site) in {(facts["rule"], facts["subject"]) for facts in flags}


def test_context_above_the_checkpoint_is_counted_and_left_out(served):
    served.world.visit(on="2026-11-02")

    pack = pack_for_lot(served.blend, served.world.auditor)

    assert verify_pack(pack, policy()).findings == []
    assert json.loads(files(pack)["statement.json"])["not_yet_sealed"] == 1


def test_openings_are_those_that_the_receiver_may_see(served):
    ours, all_of_it = (
        {(row["index"], row["group"]) for row in lines(pack_for_lot(served.blend, actor), "openings.jsonl")}
        for actor in (served.world.ours.clerk, served.world.auditor)
    )
    entries = lines(pack_for_lot(served.blend, served.world.ours.clerk), "entries.jsonl")

    proofs = lines(pack_for_lot(served.blend, served.world.ours.clerk), "proofs.jsonl")
    kinds = {proof["index"]: entry["kind"] for proof, entry in zip(proofs, entries, strict=True)}
    assert ours < all_of_it
    assert {(kinds[index], group) for index, group in ours} == {
        ("lot.bought.v1", "trade"),
        ("party.registered.v1", "trade"),  # names of hands are for whoever may see the hands
    }


def test_an_entry_that_is_not_sealed_yet_makes_the_pack_wait(served):
    response = served.clerk.get(f"/api/v1/lots/{served.single}/pack/")

    assert (response.status_code, response["Retry-After"], response.json()["code"]) == (503, "2", "not_yet_sealed")
    with pytest.raises(NotYetSealed) as refusal:
        pack_for_lot(served.single, served.world.ours.clerk)
    assert refusal.value.facts["pending"] == 2


def test_an_ancestor_that_is_not_sealed_yet_makes_the_pack_wait_too(served, tmp_path):
    sealed = served.world.bought(mass_g=10_000)
    sequence_all(tmp_path, after=served.folder)
    lot = served.world.blended(sealed, served.world.bought(mass_g=10_000), mass_g=20_000)

    with pytest.raises(NotYetSealed):
        pack_for_lot(lot, served.world.ours.clerk)


def test_a_rivals_lot_has_no_pack_and_neither_has_a_lot_that_is_not(served):
    for lot in (served.rival, "P0000000X"):
        with pytest.raises(LotNotFound):
            pack_for_lot(lot, served.world.ours.clerk)
    assert served.clerk.get(f"/api/v1/lots/{served.rival}/pack/").status_code == 404


def test_another_key_and_a_changed_byte_are_found(served):
    pack = pack_for_lot(served.blend, served.world.ours.clerk)
    at = pack.index(b'"mass_g":75000') + len('"mass_g":')
    other = parse_policy(f"log {Signer.generate(signer().name).vkey}\nquorum none\n")

    assert verify_pack(pack, other).findings != []
    assert verify_pack(pack[:at] + b"8" + pack[at + 1 :], policy()).findings != []


def test_the_pack_asks_a_fixed_number_of_questions(served, tmp_path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    parts = [served.world.bought(mass_g=10_000, dug_on=f"2026-10-{day:02}") for day in range(1, 21)]
    wide = served.world.blended(*parts, mass_g=200_000)
    sequence_all(tmp_path, after=served.folder)
    counts = []

    for lot in (served.first, wide):
        with CaptureQueriesContext(connection) as asked:
            pack_for_lot(lot, served.world.ours.clerk)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 15


def test_paths_made_together_are_the_paths_made_one_by_one(served):
    size = last_checkpoint().size

    together = inclusion_proofs(range(size), size)

    assert together == [inclusion_proof(index, size, tile_reader()) for index in range(size)]


def test_the_policy_that_is_handed_out_names_the_logs_key(served, capsys):
    call_command("log_policy")

    printed = capsys.readouterr().out
    assert [log.vkey for log in parse_policy(printed).logs] == [signer().vkey]
