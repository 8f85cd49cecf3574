"""The first form of a visit is read as the second, so that one apply serves both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_second_form(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the open facts of site.visited.v1 as site.visited.v2 tells them.

    The first form named kinds of armed actor alone: each becomes an actor of which nothing else is known.
    """
    told = {name: value for name, value in facts.items() if name != "actors"}
    if actors := facts.get("actors"):
        told["armed"] = [{"number": number, "kind": kind} for number, kind in enumerate(actors, start=1)]
    return told
