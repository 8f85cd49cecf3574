"""What one kind of look finds nothing about is not cleared by it: refusals and counts speak of parties too."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ledger.deeds.batches import enter
from ledger.deeds.system import system_entry
from ledger.models import Flag
from ledger.risk.engine import look_at_parties, look_at_places
from ledger.risk.flags import RAISED
from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rule", "evidence"),
    [("TAG-04", {"tag": "T00000018", "why": "lost"}), ("TAG-06", {"gap": 2, "series": 1, "counted_on": "2026-11-01"})],
)
def test_flags_from_refusals_and_counts_outlast_a_look_at_the_party(rule, evidence):
    world = make.world()
    facts = {"rule": rule, "version": 2, "subject": world.ours.party, "severity": "hold", "category": "operational"}
    enter([system_entry(str(uuid4()), RAISED, {**facts, "evidence": evidence})])

    today = datetime.now(UTC).date()
    look_at_parties([world.ours.party], today)
    look_at_places([world.ours.party], today)

    assert Flag.objects.filter(rule=rule, subject=world.ours.party, cleared_on=None).exists()
