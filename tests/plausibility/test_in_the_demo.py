"""The demo world, played whole: its troubles are those of its script, and no signal sees more than that."""

from datetime import UTC, datetime, timedelta

from ledger.models import Flag
from ledger.risk.watching import look_at_clock
from ledger.tasks import watch_for_risk
from tests.demo.conftest import database, own_home, played  # noqa: F401  (pytest finds fixtures here)
from tests.plausibility.test_cost import OURS


def test_the_demo_brings_no_flag_that_its_script_does_not_explain(played):  # noqa: F811
    watch_for_risk()
    for days in (0, 10, 20, 40):
        look_at_clock(datetime.now(UTC).date() + timedelta(days=days))

        found = Flag.objects.filter(rule__in=[each.id for each in OURS], cleared_on=None)
        assert [(flag.rule, flag.subject, flag.evidence) for flag in found] == []
