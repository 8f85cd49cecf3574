"""A finding in words: what it is, about whom, since when."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.templatetags.ledger_words import day_in_words
from buyers.tracing.findings import Traced
from ledger.risk.tainting.opening import HIT, INCIDENT, RED_ORDER, TAG

WHYS = {
    RED_ORDER: gettext_lazy("Red order"),
    INCIDENT: gettext_lazy("Incident"),
    HIT: gettext_lazy("Confirmed hit on a list"),
    TAG: gettext_lazy("Tag in doubt"),
}


def heading(found: Traced) -> str:
    """Return the finding in a line."""
    return f"{WHYS[found.taint.why]}: {found.name}"


def because(found: Traced) -> str:
    """Return the finding in one sentence."""
    taint = found.taint
    said = {"name": found.name, "day": day_in_words(taint.opened_on)}
    if taint.since:
        said["since"] = day_in_words(taint.since)
    if taint.why == RED_ORDER:
        return _("On %(day)s it came into the book that %(name)s is Red, for ore dug from %(since)s on.") % said
    if taint.why == HIT:
        return _("On %(day)s it was confirmed that %(name)s is on a sanctions or watch list.") % said
    if taint.why == TAG:
        return _("On %(day)s the tag of lot %(name)s came into doubt: used twice, or called back.") % said
    if taint.since:
        return _("On %(day)s an incident was recorded about %(name)s, for ore from %(since)s on.") % said
    return _("On %(day)s an incident was recorded about %(name)s.") % said
