"""Columns reach PostgreSQL as they are, and a deed's statements are planned once, whatever it says."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import DataError, connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ledger.log.columns import PACKED
from ledger.log.wire import Statement, ask
from tests.make import entered

VALUES = {
    "text": st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    "bytea": st.binary(),
    "uuid": st.uuids(),
    "smallint": st.integers(-(2**15), 2**15 - 1),
    "integer": st.integers(-(2**31), 2**31 - 1),
    "bigint": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.dates(),
    "timestamptz": st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
}
UNNEST = "SELECT value FROM unnest(%b::{}[]) WITH ORDINALITY given (value, place) ORDER BY place"


def back(kind, values):
    (rows,) = ask([Statement(UNNEST.format(kind), [values])])
    return [value for (value,) in rows]


class Columns(TestCase):
    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_values_and_gaps_come_back_as_they_were(self, data):
        assert VALUES.keys() == PACKED.keys()
        for kind, values in VALUES.items():
            column = data.draw(st.lists(st.none() | values, max_size=6), label=kind)
            assert back(kind, column) == column


@pytest.mark.django_db
def test_a_uuid_may_be_text():
    text = "0c9f5b3e-6a57-4a57-9d7b-1d2f0e6c8a11"
    assert back("uuid", [text, None]) == [UUID(text), None]


@pytest.mark.django_db
def test_a_type_that_is_not_known_here_is_left_to_the_driver():
    assert back("numeric", [1, None]) == [1, None]
    assert ask([Statement("SELECT 100 %% 7, %s::text", ["%"])]) == [[(2, "%")]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value"), [("integer", 2**31), ("smallint", 2**15), ("bigint", 2**63), ("uuid", "no uuid")]
)
def test_a_value_that_does_not_fit_is_refused_and_not_repeated(kind, value):
    with pytest.raises(DataError, match=f"^a value is no {kind}$"):
        back(kind, [value])


@pytest.mark.django_db
def test_text_that_no_database_holds_is_refused():
    with pytest.raises(DataError) as refused:
        back("text", ["a\0b"])
    assert isinstance(refused.value.__cause__, psycopg.errors.CharacterNotInRepertoire)


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY statement")
        return [statement for (statement,) in cursor.fetchall()]


def test_a_deed_is_planned_once_whatever_it_says(world):
    entered(world.tagger, world.tagging())
    planned = prepared()
    assert any("INSERT INTO ledger_event " in statement for statement in planned)

    entered(world.tagger, world.tagging(mass_g=100))
    entered(world.tagger, world.tagging(mass_g=70_000))

    assert prepared() == planned
