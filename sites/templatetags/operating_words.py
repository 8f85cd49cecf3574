"""Words for operators: how long something lasts, and who follows the log."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

register = template.Library()
FOLLOWERS = {
    "positions": gettext_lazy("Map"),
    "risk": gettext_lazy("Flags"),
    "screening": gettext_lazy("Screening"),
    "telling": gettext_lazy("News"),
    "forgetting": gettext_lazy("Forgetting"),
}
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


@register.filter
def follower(name: str) -> str:
    """Return the reader's word for a follower of the log; one without a word by its name."""
    return str(FOLLOWERS.get(name, name))


def _words(unit: str, count: int) -> str:
    if unit == "day":
        return ngettext("%(count)d day", "%(count)d days", count)
    if unit == "hour":
        return ngettext("%(count)d hour", "%(count)d hours", count)
    if unit == "minute":
        return ngettext("%(count)d minute", "%(count)d minutes", count)
    return ngettext("%(count)d second", "%(count)d seconds", count)
