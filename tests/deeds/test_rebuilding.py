"""After a release that changed the read tables they are made anew from the log."""

import pytest
from django.conf import settings

from ledger.deeds.rebuilding import rebuild, rebuild_if_changed
from ledger.deeds.replay import compare
from tests import make
from tests.conftest import use_login
from tests.emptying import owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_owner():
    use_login(settings.WIRING.owner)
    yield
    use_login(settings.WIRING.app)


def spoil():
    with owner() as connection:
        connection.execute("UPDATE ledger_lot SET mass_g = mass_g + 1")


def test_spoilt_tables_are_what_the_log_says_again(as_owner):
    make.world().bought()
    spoil()

    rebuilt = rebuild()

    assert rebuilt.events > 5
    assert compare() == (rebuilt.events, {})


def test_a_second_start_rebuilds_nothing(as_owner, tmp_path):
    make.world().bought()
    rebuild_if_changed(tmp_path / "read_tables")
    spoil()

    assert rebuild_if_changed(tmp_path / "read_tables") is None
    assert compare()[1].keys() == {"lot"}
