"""What a phone signed after it was stolen, and before anybody said so, is looked at again."""

from datetime import UTC, datetime

import pytest
from django.conf import settings

from ledger import tasks
from ledger.custody.models import Lot
from ledger.log.sequence import Sequencer
from ledger.models import Flag
from ledger.risk.rules import explain
from tests.devices.conftest import sign
from tests.pages.conftest import NoAnchor, NoSigner

pytestmark = pytest.mark.django_db
STOLEN_AT = "2026-11-03T10:00:00+02:00"


@pytest.fixture
def settled():
    def settle():
        sequencer = Sequencer(settings.LOG_ORIGIN, NoSigner(), NoAnchor())
        sequencer.load()
        for _ in range(2):
            sequencer.tick(datetime.now(UTC))
            tasks.watch_for_risk()

    return settle


def flags():
    return {flag.subject: flag for flag in Flag.objects.filter(rule="DEV-02")}


def bag(pit, at):
    tagging = pit.world.tagging(at=at)
    pit.enter(sign(pit.phone, tagging))
    return tagging["facts"]["lot"]


@pytest.mark.rule("DEV-02")
def test_a_lot_tagged_by_a_stolen_phone_is_held_for_review_and_one_tagged_before_is_not(pit, settled, replays):
    before, after = bag(pit, "2026-11-03T09:59:59+02:00"), bag(pit, STOLEN_AT)
    settled()
    assert flags() == {}

    pit.revoke("stolen", since=STOLEN_AT)
    settled()

    (flag,) = flags().values()
    assert (flag.subject, flag.severity) == (after, "hold")
    assert (flag.evidence["entries"], flag.evidence["since_on"]) == (1, "2026-11-03")
    assert "phone 3" in explain("DEV-02", "hold", flag.evidence, datetime.now(UTC).date())
    assert {lot.code: lot.on_hold for lot in Lot.objects.all()} == {before: False, after: True}
    replays()


@pytest.mark.rule("DEV-02")
def test_a_phone_that_was_replaced_warns(pit, settled):
    lot = bag(pit, "2026-11-03T10:30:00+02:00")
    pit.revoke("replaced", since=STOLEN_AT)
    settled()

    assert flags()[lot].severity == "warn"


@pytest.mark.rule("DEV-02")
def test_what_was_entered_at_the_server_is_of_no_device(pit, settled):
    bag(pit, STOLEN_AT)
    pit.world.lot(at="2026-11-03T11:00:00+02:00")
    pit.revoke("lost", since=STOLEN_AT)
    settled()

    assert len(flags()) == 1
