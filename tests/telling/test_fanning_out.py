"""A batch asks the same number of questions for one event and one reader as for many."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.log.reading import Positioned
from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.telling.endpoints import make_endpoint
from ledger.telling.fanning import tell
from ledger.telling.models import Delivery, Follow, News, Notice
from tests import make


def raised(subject: str, number: int) -> Positioned:
    facts = {"rule": "PLAU-06", "version": 1, "subject": subject, "severity": "warn", "category": "operational"}
    said = {"key": str(uuid4()), "kind": "flag.raised.v1", "resolved": {}, "party": ""}
    now = datetime.now(UTC).isoformat()
    whole = {**said, "facts": {**facts, "evidence": {"months": 7}}, "happened_at": now, "recorded_at": now}
    return Positioned(number, number, b"", whole)


def readers(world, number: int) -> None:
    """Let so many people, half of them of rivals, follow everything."""
    for each in range(number):
        party, role = ((world.rivals.party, roles.BUYER), (world.programme_party, roles.AUDITOR))[each % 2]
        Follow.objects.create(user=make.user("r", role, party), topic="*", begun_at=datetime.now(UTC), by_mail="daily")


@pytest.mark.parametrize("mail", [False, True])
def test_a_batch_asks_as_much_for_many_as_for_few(world, settings, mail):
    settings.MAIL_IS_SET = mail
    lots = [world.bought() for _ in range(6)]
    manager = make.user("m", roles.DEPOT_MANAGER, world.ours.party)
    make_endpoint(uuid4(), actor_of(manager), manager, "https://hooks.example/", "info", own=True)

    def questions(events) -> int:
        with CaptureQueriesContext(connection) as asked:
            tell(events)
        return len(asked)

    readers(world, 2)
    few = questions([raised(lots[0], 1), raised(world.site, 2)])
    readers(world, 20)
    many = questions([raised(subject, number) for number, subject in enumerate([*lots, world.site] * 20)])

    assert many == few
    assert few <= 26
    # 22 readers of a site flag; auditors and the manager alone are told of our lots
    assert Notice.objects.filter(news__subject=world.site).count() == 2 + 20 * 22
    assert Delivery.objects.filter(endpoint__isnull=False).count() == 1 + 6 * 20


def test_a_batch_that_nobody_wants_is_kept_by_nobody(world):
    tell([raised(world.site, 1)])

    assert not News.objects.exists()
