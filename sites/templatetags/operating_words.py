"""Words for operators: how long something lasts."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()
STEPS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@register.filter
def lasting(seconds: float | None) -> str:
    """Spell a duration in its largest whole unit."""
    if seconds is None:
        return ""
    if seconds < 1:
        return _("less than a second")
    size, unit = next((size, unit) for size, unit in STEPS if seconds >= size)
    count = int(seconds // size)
    return _words(unit, count) % {"count": count}


def _words(unit: str, count: int) -> str:
    if unit == "day":
        return ngettext("%(count)d day", "%(count)d days", count)
    if unit == "hour":
        return ngettext("%(count)d hour", "%(count)d hours", count)
    if unit == "minute":
        return ngettext("%(count)d minute", "%(count)d minutes", count)
    return ngettext("%(count)d second", "%(count)d seconds", count)
