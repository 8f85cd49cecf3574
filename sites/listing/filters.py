"""Everything that the register can be narrowed by: one filter, one name in the address, one condition in SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.reference.minerals import MINERALS
from ledger.reference.parameters import parameter
from ledger.risk.flags import SEVERITIES
from ledger.risk.models import Flag
from ledger.standing.months import months_later
from ledger.standing.reading import NO, UNKNOWN, YES
from sites.listing.colouring import has_colour
from sites.showing.words import CLASSES

Choice = tuple[str, str | Promise]
BANDS = {"1": (0, 19), "20": (20, 49), "50": (50, 199), "200": (200, None)}
"""Of diggers counted at the last visit that counted."""
WITHIN = (30, 60, 90)


@dataclass(frozen=True)
class Filter:
    """One filter. `table` names the words of its values where they are words of the trade."""

    name: str
    label: str | Promise
    any: str | Promise
    choices: Callable[[], Sequence[Choice]]
    narrow: Callable[[str, date], Q]
    table: str = ""
    first: bool = False


def _colours() -> list[Choice]:
    return [(each, "") for each in ("green", "yellow", "red", "blue", "none")]


def _ends() -> list[Choice]:
    return [*_days(), ("lapsed", _("Has run out"))]


def _ending(value: str, today: date) -> Q:
    if value == "lapsed":
        return Q(state_until__lt=today)
    return _within("state_until", value, today)


def _within(column: str, days: str, today: date) -> Q:
    return Q(**{f"{column}__gte": today, f"{column}__lte": today + timedelta(days=int(days))})


def _days() -> list[Choice]:
    return [(str(days), _("%(days)s days") % {"days": days}) for days in WITHIN]


def _schemes() -> list[Choice]:
    return [("active", _("Enrolled")), ("suspended", _("Suspended")), ("none", _("Not enrolled"))]


def _scheme(value: str, today: date) -> Q:
    return Q(scheme=None) if value == "none" else Q(scheme=value)


def _answers() -> list[Choice]:
    return [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("No information"))]


def _answered(column: str) -> Callable[[str, date], Q]:
    # the column holds the last answer that was an answer: "not looked at" leaves it as it was
    return lambda value, today: Q(**{column: None if value == UNKNOWN else value})


def _visits() -> list[Choice]:
    today = date.today()
    warn, unknown = (parameter(f"no_visit_{word}_months", today) for word in ("warn", "unknown"))
    return [
        ("fresh", _("Within %(months)s months") % {"months": warn}),
        ("stale", _("None for %(months)s months") % {"months": warn}),
        ("old", _("None for %(months)s months") % {"months": unknown}),
        ("never", _("Never")),
    ]


def _visited(value: str, today: date) -> Q:
    warn, unknown = (months_later(today, -parameter(f"no_visit_{word}_months", today)) for word in ("warn", "unknown"))
    return {
        "fresh": Q(seen_on__gt=warn),
        "stale": Q(seen_on__lte=warn) | Q(seen_on=None),
        "old": Q(seen_on__lte=unknown) | Q(seen_on=None),
        "never": Q(seen_on=None),
    }[value]


def _bands() -> list[Choice]:
    said = [
        (name, f"{least}–{most}" if most else _("%(count)s or more") % {"count": least})
        for name, (least, most) in BANDS.items()
    ]
    return [*said, ("none", _("Not counted"))]


def _workers(value: str, today: date) -> Q:
    if value == "none":
        return Q(workers=None)
    least, most = BANDS[value]
    return Q(workers__gte=least) & (Q(workers__lte=most) if most else Q())


def _licences() -> list[Choice]:
    return [*_days(), ("expired", _("Has ended")), ("none", _("None with an end date"))]


def _licence(value: str, today: date) -> Q:
    if value == "none":
        return Q(licence_until=None)
    return Q(licence_until__lt=today) if value == "expired" else _within("licence_until", value, today)


def _read_as(value: str, today: date) -> Q:
    """Our reading is the worst open flag: so no worse one may be open."""
    worse = SEVERITIES[: SEVERITIES.index(value)] if value in SEVERITIES else SEVERITIES
    condition = ~_flagged(worse) if worse else Q()
    return condition & _flagged((value,)) if value in SEVERITIES else condition


def _flagged(severities: Sequence[str]) -> Q:
    return Q(Exists(Flag.objects.filter(subject=OuterRef("code"), cleared_on=None, severity__in=severities)))


def _classes() -> list[Choice]:
    return [*CLASSES.items(), ("none", _("Not worked out"))]


def _class(value: str, today: date) -> Q:
    return Q(asm_class=None) if value == "none" else Q(asm_class=value)


def _lines() -> list[Choice]:
    return [("merged", _("Merged into another")), ("withdrawn", _("Taken back")), ("all", _("All of them"))]


def _line(value: str, today: date) -> Q:
    return {"merged": Q(merged_into__isnull=False), "withdrawn": Q(withdrawn_by__isnull=False), "all": Q()}[value]


ON_THE_REGISTER = Q(merged_into=None, withdrawn_by=None)
"""Sites that became another one, or were registered by mistake, are left out unless somebody asks for them."""


def _readings() -> list[Choice]:
    return [(each, "") for each in (*SEVERITIES, "clear")]


def _minerals() -> list[Choice]:
    return [(each, "") for each in MINERALS]


FILTERS: dict[str, Filter] = {
    each.name: each
    for each in (
        Filter("status", _("State status"), _("Any"), _colours, has_colour, table="colour", first=True),
        Filter("ends", _("Ends within"), _("Any time"), _ends, _ending, first=True),
        Filter("presence", _("Armed presence"), _("Any answer"), _answers, _answered("presence"), first=True),
        Filter("visit", _("Last visit"), _("Any time"), _visits, _visited, first=True),
        Filter("mineral", _("Ore"), _("Any"), _minerals, lambda value, today: Q(minerals__contains=[value]), "mineral"),
        Filter("interference", _("Interference"), _("Any answer"), _answers, _answered("interference")),
        Filter("reading", _("Our reading"), _("Any"), _readings, _read_as, table="reading"),
        Filter("scheme", _("Scheme"), _("Any"), _schemes, _scheme),
        Filter("licence", _("Licence ends within"), _("Any time"), _licences, _licence),
        Filter("workers", _("Diggers"), _("Any number"), _bands, _workers),
        Filter("size", _("Class"), _("Any"), _classes, _class),
        Filter("lines", _("On the register"), _("Sites in the register"), _lines, _line),
    )
}
"""By name in the address; the first ones stand on the page at once, the others behind one press."""
