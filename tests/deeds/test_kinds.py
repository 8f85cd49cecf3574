"""Every kind says what it is, with an example that can be read."""

import jsonschema
import pytest

from ledger.deeds.facts import read_all
from ledger.deeds.kinds import KINDS
from ledger.deeds.tables import TABLES
from ledger.parties.entering import MAY_ENTER


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_the_example_of_a_kind_is_an_example(kind):
    jsonschema.Draft202012Validator.check_schema(kind.json_schema())
    jsonschema.validate(dict(kind.example), kind.json_schema())

    assert read_all(dict(kind.schema), dict(kind.example), "facts") == dict(kind.example)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_kind_is_entered_by_named_roles_or_by_the_system_alone(kind):
    assert kind.by_hand == (kind.name.rsplit(".v", 1)[0] in MAY_ENTER)


def test_lock_order_is_total():
    orders = [table.order for table in TABLES.values()]

    assert len(orders) == len(set(orders))


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_what_its_model_says(table):
    from django.apps import apps

    (model,) = [each for each in apps.get_models() if each._meta.db_table == table.db]

    # what the database works out by itself nobody writes
    assert set(table.columns) == {field.column for field in model._meta.concrete_fields if not field.generated}
