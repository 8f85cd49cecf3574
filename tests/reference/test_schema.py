"""The answer of the API is of the shape that its schema shows."""

from __future__ import annotations

import jsonschema

from ledger.parties import roles
from tests.served import caller


def test_a_listed_row_fits_the_schema(rule_book, world):
    reader = caller(roles.BUYER, world.rivals.party)
    schema = reader.get("/api/v1/schema/").json()
    operation = schema["paths"]["/api/v1/reference/{table}/"]["get"]
    shape = operation["responses"]["200"]["content"]["application/json"]["schema"]

    for table in ("licence_regimes", "programmes"):
        answer = reader.get(f"/api/v1/reference/{table}/").json()
        jsonschema.validate(answer, {**shape, "components": schema["components"]})
    assert answer["results"]
