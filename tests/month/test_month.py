"""A small month from the first sheet to the last export, as everybody outside sees it."""

import pytest

from tests.month import documents  # noqa: F401  (registers its checks)
from tests.month.cast import SMALL
from tests.month.checking import CHECKS
from tests.month.clock import Clock
from tests.month.playing import play
from tests.month.service import Background, web

pytestmark = pytest.mark.slow


@pytest.mark.django_db(transaction=True)
def test_a_month_of_trade_balances_prints_and_is_handed_on(settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path
    with Clock() as clock, web() as wire:
        month = play(SMALL, wire, clock, Background(tmp_path))
        for name, function in CHECKS.items():
            assert function(month, tmp_path), name
