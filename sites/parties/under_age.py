"""MINER-01: nobody below the country's minimum age is registered; the attempt is kept and reported."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext_lazy as _

from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.deeds.system import system_entry
from ledger.errors import Refused
from ledger.inbox.consequences import Cause, after_refusal
from ledger.reference.parameters import parameter
from ledger.risk.flags import RAISED
from ledger.risk.rules import told_by_refusals
from sites.parties.enrolling import KIND

RULE, VERSION, SEVERITY = "MINER-01", 1, "warn"
WORST_FORMS_OF_CHILD_LABOUR = "A2-1.iii"
SENTENCES = {
    SEVERITY: _(
        "Somebody younger than %(minimum_age)s was to be registered as a digger or trader. Visit the site, speak with "
        "the family, and see that the child is safe; do not ask who reported it."
    )
}
told_by_refusals(
    RULE,
    version=VERSION,
    sentences=SENTENCES,
    reads=(_("the day of birth that was entered; neither it nor the age is kept"),),
    parameters=("miner_minimum_age",),
    innocent=(
        _("The day of birth was typed wrongly."),
        _("Nobody knows the day of birth, and the first of January was entered."),
        _("The card was asked for to go to school or to visit family, not to dig."),
    ),
    clears=_("A visit that says how the child is, by the programme or the State. The party need not name anybody."),
)


class UnderAge(Refused):
    code = "under_age"


def age_on(born_on: date, day: date) -> int:
    """Return how many birthdays somebody has had by a day; who was born on 29 February has theirs on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@guard(RULE, on=KIND, source="issue 3: under-age registration refused and reported")
def is_old_enough(entry: Entry, rows: Rows) -> None:
    """Nobody below the country's minimum age is registered; the attempt is kept without a name and reported."""
    day, born_on = entry.moment.date(), date.fromisoformat(entry["born_on"])
    minimum = parameter("miner_minimum_age", day, entry["country"])
    # a birthday to come is a slip of the pen: check asks for a better one, and nothing is reported
    if born_on <= day and age_on(born_on, day) < minimum:
        # neither birthday nor age: the reason of a refusal is not hidden
        raise UnderAge(minimum_age=minimum, cooperative=entry.get("cooperative"))


@after_refusal(UnderAge.code)
def report(cause: Cause) -> Entry | None:
    """Raise a flag about the cooperative; where none is named, about the party that wanted to register the person."""
    subject = cause.facts.get("cooperative") or cause.party
    if not subject:
        return None
    facts = {
        "rule": RULE,
        "version": VERSION,
        "subject": subject,
        "severity": SEVERITY,
        "category": WORST_FORMS_OF_CHILD_LABOUR,
        "evidence": {"minimum_age": cause.reason["minimum_age"], "entry": cause.key},
    }
    key = str(uuid5(NAMESPACE_URL, f"under_age:{cause.key}"))
    return system_entry(key, RAISED, facts, cause.moment)
