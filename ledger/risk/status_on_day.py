"""MINE-02: the State's status of an origin was not valid on the day the ore was dug."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.evidence_age import months_later
from ledger.risk.rules import LotSeen, Worry, rule
from ledger.standing.reading import GREEN, RED, STATE, decided_on, in_force

SENTENCES = {
    "stop": _("%(kg)s kg were dug while their site was Red (first: %(place)s, %(dug_on)s)."),
    "warn": _("%(kg)s kg were dug without a valid Green status of their site (first: %(place)s, %(dug_on)s)."),
}
Finding = tuple[str, str, date, int, str]


@rule("MINE-02", looks_at="lot", version=1, sentences=SENTENCES, source="domain/custody_3t.md §3.2 and §6")
def status_was_not_valid(lot: LotSeen) -> Worry | None:
    """Ore dug under no status, a lapsed Green or Yellow or Blue warns; under Red, for example backdated, stops."""
    found = [finding for origin in lot.origins if (finding := _finding(origin, lot))]
    for severity in ("stop", "warn"):
        of_it = [each for each in found if each[0] == severity]
        if of_it:
            return Worry(severity, "operational", _evidence(of_it))
    return None


def _finding(origin: tuple[str, date, int], lot: LotSeen) -> Finding | None:
    place, dug_on, grams = origin
    word = status_word(lot.statements.get(place, ()), dug_on)
    if word == GREEN:
        return None
    return ("stop" if word == RED else "warn", place, dug_on, grams, word)


def status_word(statements: object, day: date) -> str:
    """Return the State's colour in force on a day; "none" without a decision, "lapsed" when it had run out.

    A Green without an end date lapses after a year (RCM 2, MINE-02); the length is dated configuration.
    """
    decision = decided_on(statements, STATE, day)  # type: ignore[arg-type]
    if decision is None:
        return "none"
    if not in_force(decision, day):
        return "lapsed"
    if decision.value == GREEN and decision.valid_to is None:
        ends = months_later(decision.valid_from, parameter("green_valid_months", day))
        return "lapsed" if day >= ends else GREEN
    return str(decision.value)


def _evidence(findings: list[Finding]) -> dict[str, object]:
    _, place, dug_on, _grams, found = min(findings, key=lambda each: (each[2], each[1]))
    return {
        "grams": sum(each[3] for each in findings),
        "places": len({each[1] for each in findings}),
        "place": place,
        "dug_on": dug_on.isoformat(),
        "found": found,
    }
