"""A world with the law of its countries loaded; after every test the log is replayed, and the tables must agree."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import pytest

from ledger.rulebook.loading import load
from tests import make
from tests.licensing.rows import shipped


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def law(db, tmp_path):
    """Load the shipped regimes and rules of some countries through the loader."""

    def load_law_of(*countries: str) -> None:
        for table, part in (("licence_regimes", "jurisdiction"), ("country_rules", "country")):
            rows = [each for each in shipped(table) if each[part] in countries]
            with (tmp_path / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(shipped(table)[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        _, bad = load(tmp_path)
        assert bad == []

    return load_law_of


@pytest.fixture
def registry(world):
    """Enter licences and the acts on them as the programme."""
    return SimpleNamespace(
        grant=lambda holder, regime, **more: grant(world, holder, regime, **more),
        renew=lambda licence, **more: act(world, "licence.renewed.v1", licence=licence, **more),
        stop=lambda licence, **more: act(world, "licence.stopped.v1", licence=licence, **more),
    )


def granting(holder: str, regime: str, **more) -> dict:
    """Return an envelope that grants a licence of 2026."""
    facts = {
        "licence": make.code("R"),
        "number": "R/2026/17",
        "regime": regime,
        "jurisdiction": regime.split("-")[0],
        "holder": holder,
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-31",
    }
    return make.envelope("licence.granted.v1", **{**facts, **more})


def grant(world, holder: str, regime: str, **more) -> str:
    said = granting(holder, regime, **more)
    make.entered(world.programme, said)
    return said["facts"]["licence"]


def miner(world, **more) -> str:
    """Register a miner and return their code."""
    code = make.code("Q")
    said = {"party": code, "kind": "miner", "country": "CD", "name": "A. Miner", "born_on": "1990-05-17"}
    act(world, "person.registered.v1", **{**said, **more})
    return code


def act(world, kind: str, /, **facts) -> None:
    make.entered(world.programme, make.envelope(kind, **facts))
