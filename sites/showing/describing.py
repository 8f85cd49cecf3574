"""What the site is: its class with what it was worked out from, who owns and works it, how it is dug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.parties.models import Party
from ledger.standing.reading import SITE_CLASS, live
from sites.models import MineSite

UNITS = ("area_m2", "workers", "month_t", "mechanisation", "depth_cm")


@dataclass(frozen=True)
class Described:
    """The class on a day with its inputs by name, and the parties that stand behind the site."""

    asm_class: str = ""
    rule: str = ""
    since: date | None = None
    declared: str = ""
    inputs: Mapping[str, int] = field(default_factory=dict)
    owner: Party | None = None
    operators: list[Party] = field(default_factory=list)


def described(site: MineSite, statements: Iterable[Any], day: date) -> Described:
    """Return what is known of a site on a day; one question, for the names of parties."""
    classes = [each for each in live(statements) if each.topic == SITE_CLASS and each.valid_from <= day]
    last = max(classes, key=lambda each: (each.valid_from, each.event_id), default=None)
    parties = Party.objects.in_bulk([*filter(None, [site.owner]), *(site.operators or ())])
    terms = (last.terms or {}) if last else {}
    return Described(
        last.value if last else "",
        last.source if last else "",
        last.valid_from if last else None,
        terms.get("declared") or "",
        {name: terms.get("inputs", {})[name] for name in UNITS if name in terms.get("inputs", {})},
        parties.get(site.owner),
        [parties[code] for code in site.operators or () if code in parties],
    )
