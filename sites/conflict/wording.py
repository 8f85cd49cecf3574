"""The words of conflict events, roadblocks and determinations, for pages and forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sites.visits.wording import KINDS

VIOLENCE: dict[int, Any] = {
    1: _("A State against an armed group"),
    2: _("Armed groups against each other"),
    3: _("Violence against civilians"),
}
WHERE: dict[int, Any] = {
    1: _("at the place named"),
    2: _("within some 25 km of the place named"),
    3: _("somewhere in the district"),
    4: _("somewhere in the province"),
    5: _("somewhere in a wider area"),
    6: _("somewhere in the country"),
    7: _("at sea or in the air"),
}
WHEN: dict[int, Any] = {
    1: _("the day is exact"),
    2: _("within two to six days"),
    3: _("the week is known"),
    4: _("the month is known"),
    5: _("no more than the year is known"),
}
STATUSES: dict[str, Any] = {
    "cahra": _("Affected by conflict, or of high risk"),
    "in_question": _("Looked into"),
    "not_cahra": _("Not, or no longer"),
}
TAXED: dict[str, Any] = {
    "minerals": _("minerals"),
    "goods": _("other goods"),
    "people": _("people on foot"),
    "vehicles": _("vehicles"),
}
KEEPERS: dict[str, Any] = KINDS
REASONS: dict[str, Any] = {
    "too_many_cells": _("more cells than the header has"),
    "too_few_cells": _("fewer cells than the header has"),
    "not_a_whole_number": _("no whole number in its bounds"),
    "not_degrees": _("no degrees"),
    "not_a_day": _("no day"),
    "ends_before_it_begins": _("ends before it begins"),
    "number_twice": _("the same number with other contents further up"),
}
