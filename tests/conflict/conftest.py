"""A world with sites in the Central African Republic, a file of events to be changed cell by cell, and a sealed log."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings

from ledger import codes
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from ledger.risk.models import Flag
from sites.conflict.importing import import_events
from tests import make

OBO = "5.4,26.5"
"""The cell of Obo."""
EVENT = {
    "id": "36212",
    "type_of_violence": "1",
    "side_a": "Government of Uganda",
    "side_b": "LRA",
    "number_of_sources": "-1",
    "where_prec": "1",
    "adm_1": "Haut-Mbomou province",
    "adm_2": "",
    "country": "Central African Republic",
    "date_prec": "1",
    "date_start": "2026-10-16",
    "date_end": "2026-10-16",
    "best": "2",
    "high": "3",
    "low": "2",
    "longitude": "26.486881",
    "latitude": "5.399784",
}


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def written(tmp_path):
    """Write rows as a file and return its path; the columns are those of the first row."""

    def write(*rows: dict[str, str], name: str = "ged.csv") -> Path:
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            lines = csv.DictWriter(file, list(rows[0]))
            lines.writeheader()
            lines.writerows(rows)
        return path

    return write


@pytest.fixture
def brought(db, written):
    """Bring rows as a file and return its sums."""

    def bring(*rows: dict[str, str], edition: str = "23.1"):
        return import_events(written(*rows), edition)

    return bring


@pytest.fixture
def seal(db, tmp_path):
    """Give everything entered so far its position."""
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    return sequencer.finish


def event(**changed: str) -> dict[str, str]:
    """Return a row of the file, changed."""
    return {**EVENT, **changed}


def site_at(world, cell: str = OBO, province: str = "Haut-Mbomou", country: str = "CF") -> str:
    """Register a site in a cell and return its code."""
    site = make.code(codes.PLACE)
    facts = {"place": site, "name": f"Obo {site[-4:]}", "country": country, "zone": "Africa/Bangui", "cell": cell}
    registering = make.envelope("site.registered.v1", province=province, minerals=["gold"], **facts)
    make.entered(world.programme, registering)
    return site


def open_flags(subject: str) -> dict[str, str]:
    """Return the open flags of a subject, by rule."""
    return dict(Flag.objects.filter(subject=subject, cleared_on=None).values_list("rule", "severity"))


def flag(subject: str, rule: str) -> Flag:
    """Return the open flag of a rule about a subject."""
    return Flag.objects.get(subject=subject, rule=rule, cleared_on=None)
