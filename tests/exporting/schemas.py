"""The published schemas of the ICGLR, read where they lie; they are not part of this project."""

from __future__ import annotations

import json
from functools import cache

from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource

from tests.shared import shared

MINE_SITE = "/mine-site/mine-site.json"


@cache
def validator(name: str) -> Draft7Validator:
    """Return a validator of a published schema, by the end of its address, that checks formats too."""
    folder = shared("vectors", "icglr", "schemas")
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.json"))]
    registry = Registry().with_resources((each["$id"], Resource.from_contents(each)) for each in schemas)
    (wanted,) = [each for each in schemas if each["$id"].endswith(name)]
    return Draft7Validator(wanted, registry=registry, format_checker=FormatChecker())


def problems(record: dict, name: str = MINE_SITE) -> list[str]:
    """Return what a schema says against a record."""
    return [f"{list(error.absolute_path)}: {error.message}" for error in validator(name).iter_errors(record)]
