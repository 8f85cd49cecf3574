"""The record of the rules: what each looks for, the numbers that decide, and how its findings ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ledger.parties.access import may_audit
from ledger.parties.doors import for_actors
from ledger.reference.parameters import InForce, in_force
from ledger.risk.flags import SEVERITIES
from ledger.risk.record import Record, records
from ledger.risk.rules import RISK_RULES, RiskRule

LOOKS_AT = {
    "place": _("places"),
    "lot": _("lots"),
    "party": _("parties"),
    "country": _("countries"),
    "tag holder": _("holders of tags"),
    "refusals": _("entries that were refused"),
}
_NUMBER = re.compile(r"%\(\w+\)s(?P<sign>\s*%%)?")


@dataclass(frozen=True)
class RuleTold:
    """A rule as the page shows it: what it looks at, what it may say, the numbers in force, and its record."""

    rule: RiskRule
    looks_at: Any
    sentences: Sequence[tuple[str, str]]
    numbers: Sequence[InForce]
    record: Record


@for_actors(may_audit)
def rule_record(request: HttpRequest) -> HttpResponse:
    """Show every rule of worry with its record to those who oversee the programme."""
    today, held = datetime.now(UTC).date(), records()
    told = [_told(rule, held.get(rule.id, Record(rule.id)), today) for _, rule in sorted(RISK_RULES.items())]
    retired = [record for rule_id, record in held.items() if rule_id not in RISK_RULES]
    spoken, silent = ([each for each in told if bool(each.record.raised) is raised] for raised in (True, False))
    context = {"rules": told, "spoken": spoken, "silent": silent, "retired": retired}
    return render(request, "risk/record.html", context)


def _told(rule: RiskRule, record: Record, today: date) -> RuleTold:
    numbers = [row for name in rule.parameters for row in in_force(name, today)]
    return RuleTold(rule, LOOKS_AT.get(rule.looks_at, rule.looks_at), sentences_of(rule), numbers, record)


def sentences_of(rule: RiskRule) -> list[tuple[str, str]]:
    """Return what a rule may say, the hardest first, with dots where its numbers go."""
    said = [
        (name.split(".")[0], _NUMBER.sub("…", str(words)).replace("%%", "%")) for name, words in rule.sentences.items()
    ]
    return sorted(said, key=lambda each: SEVERITIES.index(each[0]))
