"""A world with a seal on its log, an exporter's lot that the rules of risk have passed, and its certificate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from ledger.deeds.entries import Actor
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.models import Hold
from ledger.parties import roles
from ledger.proofs.signing import Signer
from ledger.tasks import watch_for_risk
from tests import make
from tests.make import entered, envelope
from tests.replayed import always_replays  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def seal(world, tmp_path):
    """Give everything entered so far its position, let the rules of risk look at it, and answer for late entries.

    These tests play at the beginning of November and are entered whenever they run.
    """
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()

    def seal_and_look() -> None:
        sequencer.finish()
        watch_for_risk()
        for hold in Hold.objects.filter(rule="DATA-01", ended_on=None):
            let_go(world, hold)

    return seal_and_look


def let_go(world: make.World, hold: Hold) -> None:
    """End a hold, with a reason; others of the lot stay."""
    said = {"lot": hold.lot, "hold": hold.key, "note": "The network was down for weeks."}
    entered(world.programme, envelope("lot.released.v1", **said))


def certificate(world: make.World, lot: str, **changed: Any) -> dict[str, Any]:
    """Return the envelope of a whole certificate for a lot of ours."""
    facts = {
        "certificate": f"CD:2026-{make.code('C')}",
        "lot": lot,
        "exporter": world.ours.party,
        "origins": "CD",
        "issued_on": "2026-11-02",
        "expires_on": "2027-01-31",
        "verified_on": "2026-11-01",
        "verifier": "Amina Kabongo",
        "verifier_position": "Inspectrice principale",
        "validator": "Jean Mutombo",
        "authority": "CEEC",
        "weight_g": 45_800,
        "grade": "62 % SnO2",
        "description_en": "Cassiterite concentrate",
        "description_fr": "Concentré de cassitérite",
        "customs_value_minor": 4_122_000,
        "shipment_on": "2026-11-06",
        "importer_name": "Kestrel Tin Smelting",
        "importer_country": "MY",
        "importer_address": "Penang",
        "importer_phone": "+6042221234",
        "importer_email": "ore@kestrel.example.my",
        "paper": "ab" * 32,
    }
    return envelope("export_certificate.issued.v1", **{**facts, **changed})


def exporting(lot: str, *certificates: str, at: str = make.NOW, **changed: Any) -> dict[str, Any]:
    """Return the envelope of an export that was declared in time."""
    facts = {"lot": lot, "destination": "MY", "certificates": list(certificates) or None, "declared_on": "2026-10-30"}
    return envelope("lot.exported.v1", at=at, **{**facts, **changed})


@pytest.fixture
def certified(world, seal):
    """Return a maker of lots with their certificate, which the rules of risk have passed."""

    def certify(**more: Any) -> SimpleNamespace:
        lot = world.bought(**more)
        entered(world.programme, sent := certificate(world, lot))
        seal()
        return SimpleNamespace(lot=lot, number=sent["facts"]["certificate"])

    return certify


@pytest.fixture
def manager(world) -> Actor:
    return Actor("export-manager", world.ours.party, frozenset({roles.DEPOT_MANAGER}))
