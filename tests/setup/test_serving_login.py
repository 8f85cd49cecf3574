"""ledger.E001: no start on a login that could take back what was recorded."""

import pytest
from django.conf import settings
from django.core.checks import Tags, run_checks
from psycopg import sql

from config.checks import forbidden_powers
from tests import emptying

pytestmark = pytest.mark.django_db

POWERS = [
    ("GRANT UPDATE ON ledger_event TO {}", "may UPDATE ledger_event"),
    ("GRANT UPDATE (id) ON ledger_event TO {}", "may UPDATE ledger_event"),
    ("GRANT DELETE ON ledger_event TO {}", "may DELETE from ledger_event"),
    ("GRANT TRUNCATE ON ledger_event TO {}", "may TRUNCATE ledger_event"),
    ("GRANT TRIGGER ON ledger_event TO {}", "may put triggers on ledger_event"),
    ("GRANT lodebook_owner TO {}", "is owner of ledger_event"),
]


def test_the_login_that_serves_has_no_power_over_the_record():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.parametrize(("grant", "power"), POWERS)
def test_each_power_over_the_record_is_found(grant, power):
    with emptying.owner() as owning:
        owning.execute(sql.SQL(grant).format(sql.Identifier(settings.APP_ROLE)))

        found = list(forbidden_powers(owning.cursor(), settings.APP_ROLE))

        owning.rollback()
    assert power in found


def test_the_owner_itself_would_be_refused_and_so_would_an_unknown_login():
    with emptying.owner() as owning:
        assert "is owner of ledger_event" in list(forbidden_powers(owning.cursor(), settings.OWNER_ROLE))
        assert list(forbidden_powers(owning.cursor(), "nobody_of_that_name")) == ["does not exist"]
