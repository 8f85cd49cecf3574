"""Inclusion proofs from tiles, and a pack of about a thousand events checked offline, start-up included."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ledger.balance.lineage import ancestors
from ledger.deeds.entries import Actor
from ledger.log.keyring import signer
from ledger.log.models import LogState
from ledger.log.proving import inclusion_proofs
from ledger.parties import roles
from ledger.reports.evidence import pack_for_lot
from tests.bench import world
from tests.bench.figures import milliseconds
from tests.make import enter, envelope

PACKED = 1_000


def timed() -> Iterator[tuple[str, list[float], float, str]]:
    """Yield what was done, how long each round took, the goal, and its unit."""
    if not world.GROWN:
        world.grow(2_000)
    world.seal()
    size = LogState.objects.get().size
    yield (
        f"inclusion proof, SQL and Python, warm, {size:,} events",
        milliseconds(lambda: inclusion_proofs([world.RANDOM.randrange(size)], size), 300),
        3,
        "ms",
    )
    lot = _lot_of_many_events()
    auditor = Actor("auditor", world.GROWN["world"].programme_party, frozenset({roles.AUDITOR}))
    made = milliseconds(lambda: pack_for_lot(lot, auditor), 3, warm_up=1)
    yield f"pack of a lot with {len(ancestors(lot))} lots behind it, made", made, 2_000, "ms"
    with tempfile.TemporaryDirectory() as folder:
        pack, policy = Path(folder) / "lot.zip", Path(folder) / "policy"
        pack.write_bytes(pack_for_lot(lot, auditor))
        policy.write_text(f"log {signer().vkey}\nquorum none\n", encoding="utf-8")
        one_file = Path(folder) / "lodebook_verify.py"
        subprocess.run([sys.executable, "-m", "ledger.proofs.bundle", str(one_file)], check=True, capture_output=True)
        command = [sys.executable, "-I", "-S", str(one_file), "verify", str(pack), "--policy", str(policy)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print("   ", done.stdout.strip().splitlines()[0] if done.stdout else "")
        checked = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), 7, warm_up=1)
        yield "that pack checked offline by the one-file verifier", checked, 500, "ms"


def _lot_of_many_events() -> str:
    """Blend tops until about a thousand events speak of one lot's ancestry: a top has some 320."""
    made, tops = world.GROWN["world"], world.GROWN["tops"]
    manager = Actor("manager", made.ours.party, made.ours.manager.roles)
    from ledger.models import Lot
    from tests.make import code

    chosen = tops[-3:]
    if len(chosen) == 1:
        return chosen[0]
    whole = sum(Lot.objects.filter(code__in=chosen).values_list("mass_g", flat=True))
    lot = code("P")
    (answer,) = enter(manager, envelope("lot.blended.v1", lot=lot, inputs=chosen, mass_g=whole))
    assert answer.status == "recorded", answer
    del tops[-3:]
    tops.append(lot)
    world.seal()
    return lot
