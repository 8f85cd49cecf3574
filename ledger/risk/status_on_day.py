"""MINE-02: the State's status of an origin was not valid on the day the ore was dug."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.tables import UNKNOWN_PLACE
from ledger.risk.rules import LotSeen, Worry, rule
from ledger.standing.clock import NONE, reckon
from ledger.standing.lengths import lengths_of, mechanism_applies
from ledger.standing.reading import GREEN, RED

SENTENCES = {
    "stop": _("%(kg)s kg were dug while their site was Red (first: %(place)s, %(dug_on)s)."),
    "warn": _("%(kg)s kg were dug without a valid Green status of their site (first: %(place)s, %(dug_on)s)."),
    "warn.unknown": _("%(kg)s kg are of unknown origin: nobody can say which status their site had on the day."),
}
Finding = tuple[str, str, date, int, str]
OUTSIDE = "outside"
"""No colour is given in this country on that day: the regional mechanism does not apply there."""


@rule(
    "MINE-02",
    looks_at="lot",
    version=3,
    sentences=SENTENCES,
    source="domain/custody_3t.md §3.2 and §6",
    reads=(_("sites and days of digging that the lot goes back to"), _("the State's decisions about these sites")),
    parameters=(
        "green_valid_months",
        "blue_valid_months",
        "yellow_review_months",
        "red_review_months",
        "rcm_applies",
    ),
    innocent=(
        _("The State has decided on paper, and the act is not entered yet."),
        _("The day of digging was typed wrongly, or is that of the tagging."),
        _("The site stands twice in the register, and the other entry has the status."),
    ),
    clears=_("The State's act that covers the day, entered with its number, or a correction of the day by the tagger."),
)
def status_was_not_valid(lot: LotSeen) -> Worry | None:
    """Ore dug under no status, Yellow or Blue (a Green that lapsed) warns; under Red, decided or lapsed, stops."""
    found = [finding for origin in lot.origins if (finding := _finding(origin, lot))]
    for severity in ("stop", "warn"):
        of_it = [each for each in found if each[0] == severity]
        if of_it:
            return Worry(severity, "operational", _evidence(of_it))
    return None


def _finding(origin: tuple[str, date, int], lot: LotSeen) -> Finding | None:
    place, dug_on, grams = origin
    word = status_word(lot.statements.get(place, ()), dug_on, lot.countries.get(place, ""))
    if word in {GREEN, OUTSIDE}:
        return None
    return ("stop" if word == RED else "warn", place, dug_on, grams, word)


def status_word(statements: Iterable[Any], day: date, country: str = "") -> str:
    """Return the State's colour on a day as the clock reckons it; "none" without a decision.

    Where the mechanism is known not to apply, a place without a decision is "outside": none was due.
    """
    colour = reckon(statements, day, lengths_of(country)).colour
    return OUTSIDE if colour == NONE and country and not mechanism_applies(country, day) else colour


def _evidence(findings: list[Finding]) -> dict[str, object]:
    # what is known first: of an unknown origin there is no place to name, and no day
    _, place, dug_on, _grams, found = min(findings, key=lambda each: (each[1] == UNKNOWN_PLACE, each[2], each[1]))
    return {
        **({"why": "unknown"} if place == UNKNOWN_PLACE else {}),
        "grams": sum(each[3] for each in findings),
        "places": len({each[1] for each in findings}),
        "place": place,
        "dug_on": dug_on.isoformat(),
        "found": found,
    }
