"""A deed that was entered long after it was done is told with both times."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.inbox.receiving import receive
from ledger.models import Flag
from ledger.risk.finders import findings_about
from ledger.risk.rules import LotSeen, explain, rules_for
from tests.make import days_ago, envelope


def tagged(world, **ago):
    """Tag a bag so long ago, as entered now."""
    moment = datetime.now(UTC) - timedelta(**ago)
    tagging = world.tagging(at=moment.isoformat(timespec="seconds"), dug_on=days_ago(60))
    came_now(world.tagger, tagging)
    return str(tagging["facts"]["lot"])


def came_now(actor, sent):
    """Enter an envelope by the clock: the other makers let everything come an hour after it was done."""
    assert [answer.status for answer in receive([sent], actor)] == ["recorded"]


def worry(code):
    today = datetime.now(UTC).date()
    lot = LotSeen(code, (), {}, findings=findings_about("lot", [code], today).get(code, {}))
    return next((rule.function(lot) for rule in rules_for("lot") if rule.id == "DATA-01"), None)


@pytest.mark.rule("DATA-01")
@pytest.mark.parametrize(
    ("ago", "severity"),
    [({"hours": 47}, None), ({"hours": 49}, "warn"), ({"days": 13}, "warn"), ({"days": 15}, "hold")],
)
def test_late_above_two_days_and_heavily_above_two_weeks(world, ago, severity):
    found = worry(tagged(world, **ago))

    assert (found and found.severity) == severity
    if found:
        assert explain("DATA-01", severity, found.evidence, datetime.now(UTC).date())
        assert found.evidence["done_at"] < found.evidence["entered_at"]


@pytest.mark.rule("DATA-01")
def test_any_deed_of_custody_counts_not_the_tagging_alone(world):
    code = tagged(world, hours=1)
    late = (datetime.now(UTC) - timedelta(days=3)).isoformat(timespec="seconds")

    came_now(world.ours.clerk, envelope("lot.bought.v1", lot=code, place=world.ours.depot, at=late))

    assert worry(code).evidence["late"] == 1


def test_nothing_is_flagged_before_anybody_looked(world):
    tagged(world, days=15)

    assert not Flag.objects.filter(rule="DATA-01").exists()
