"""Fields of the visit form, section by section: three answers to every question, nothing chosen beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.api.paper_forms import PaperField, document_field
from ledger.reference.minerals import MINERALS
from sites.visits.schema import MOST_WORKERS
from sites.visits.wording import (
    ABUSES,
    ACCESS,
    ASKED,
    COLOURS,
    CONDUCT,
    FREQUENCY,
    KINDS,
    MECHANISATION,
    NOT_THERE,
    SCHEME_WORDS,
    SCHEMES,
    SERVICES,
)
from sites.visits.words import ACTORS

CHOICES = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not looked at"))]
ACTORS_OF_A_FORM, ORES_OF_A_FORM = (1, 2, 3), (1, 2, 3)


def today() -> date:
    """Return the day that a form begins with."""
    return datetime.now(UTC).date()


class DayInput(forms.DateInput):
    """A date as the browser's own picker takes and gives it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def answer(question: Any, about: Any = "", *, required: bool = True) -> forms.ChoiceField:
    """Return a question with three answers."""
    return forms.ChoiceField(
        label=question, help_text=about, choices=CHOICES, widget=forms.RadioSelect, required=required
    )


def one_of(label: Any, words: Mapping[Any, Any], about: Any = "") -> forms.ChoiceField:
    """Return a list to choose from, or nothing."""
    choices = [("", "–"), *((str(code), word) for code, word in words.items())]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=about)


def some_of(label: Any, words: Mapping[Any, Any]) -> forms.MultipleChoiceField:
    """Return boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=list(words.items()), required=False, widget=forms.CheckboxSelectMultiple
    )


def text(label: Any, most: int = 200, about: Any = "") -> forms.CharField:
    """Return a line of text that may stay empty."""
    return forms.CharField(label=label, max_length=most, required=False, help_text=about)


def number(label: Any, most: int) -> forms.IntegerField:
    """Return a whole number that may stay empty."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


def _armed() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for each in ACTORS_OF_A_FORM:
        names = {"n": each}
        found[f"armed_kind_{each}"] = one_of(_("Armed actor %(n)s") % names, {code: KINDS[code] for code in ACTORS})
        found[f"armed_name_{each}"] = text(_("Its name"), about=_("Kept apart; never shown in public."))
        found[f"armed_conduct_{each}"] = some_of(_("What it does"), CONDUCT)
        found[f"armed_frequency_{each}"] = one_of(_("How often"), FREQUENCY)
    return found


def _ores() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for each in ORES_OF_A_FORM:
        found[f"ore_{each}"] = one_of(_("Ore %(n)s") % {"n": each}, MINERALS)
        found[f"ore_sold_{each}"] = text(_("First sold at"), about=_("Kept apart, as it tells where the site lies."))
        found[f"ore_to_{each}"] = text(_("Goes in the end to"), 120)
    return found


def _asked(*names: str) -> dict[str, forms.Field]:
    return {name: answer(ASKED[name], required=False) for name in names}


SECTIONS: dict[str, tuple[Any, dict[str, forms.Field]]] = {
    "visit": (
        _("The visit"),
        {
            "visited_on": forms.DateField(label=_("Day of the visit"), widget=DayInput, initial=today),
            "by_whom": forms.CharField(label=_("Organisation that visited"), max_length=80),
            "on_site": answer(_("Was somebody really there?"), _("A report by a third party is a no.")),
            "presence": answer(_("Armed presence"), _("Anybody armed, the army counted too.")),
            "interference": answer(_("Interference"), _("Armed actors who took part, taxed or extorted.")),
            "children": answer(_("Children under 15 at work")),
            "workers": number(_("Diggers counted"), MOST_WORKERS),
            "note": text(_("Remark"), 1_000),
        },
    ),
    "more": (
        _("If nobody was there, and for which project"),
        {"not_there": one_of(_("Why nobody was there"), NOT_THERE), "project": text(_("Project"), 80)},
    ),
    "armed": (
        _("Armed actors and roadblocks"),
        {
            **_armed(),
            "barrier_count": number(_("Roadblocks on the way"), 100),
            "barrier_keeper": one_of(_("Kept by"), KINDS),
            "barrier_at": text(_("Where"), about=_("Kept apart; never shown in public.")),
        },
    ),
    "people": (
        _("People at work"),
        {
            **_asked("children_present"),
            "children_tasks": text(_("What children under 15 do")),
            **_asked("young", "women_present", "women"),
            "women_tasks": text(_("What women do")),
            **_asked("pregnant", "forced_labour"),
            "abuses": some_of(_("Gross abuses that somebody told of"), ABUSES),
        },
    ),
    "site": (
        _("Pits, ores and the way there"),
        {
            **_ores(),
            "pits": number(_("Pits"), 10_000),
            "depth_m": forms.DecimalField(
                label=_("Deepest pit, in metres"), required=False, min_value=0, max_value=1_000, decimal_places=2
            ),
            "mechanisation": one_of(_("Tools"), MECHANISATION),
            **_asked("mercury"),
            "access_dry": one_of(_("The way there in the dry season"), ACCESS),
            "access_wet": one_of(_("The way there in the rains"), ACCESS),
            **_asked("phone"),
        },
    ),
    "state": (
        _("State services and schemes"),
        {
            "services": some_of(_("Services at the site"), SERVICES),
            "services_written": text(_("Others")),
            "schemes": some_of(_("Traceability schemes at work"), SCHEMES),
            "scheme_recorded": one_of(_("The scheme's status as you found it"), SCHEME_WORDS),
            "status_recorded": one_of(_("The State's colour as you found it"), COLOURS),
        },
    ),
    "papers": (
        _("Photos and papers"),
        {
            "photo_1": PaperField(label=_("Photo"), required=False),
            "photo_2": PaperField(label=_("Another photo"), required=False),
            "paper": document_field(),
            "paper_title": text(_("What the document is")),
        },
    ),
    "inspection": (
        _("If this was an inspection by the State"),
        {
            "inspection_id": text(_("Number of the inspection"), 60),
            "inspection_agency": text(_("Government agency"), 120),
            "inspection_purpose": text(_("What it was for")),
            "inspection_result": one_of(_("Colour that it proposes"), COLOURS, _("No decision: that is an act.")),
            "inspection_findings": text(_("What it found"), 1_000),
            "inspection_report": document_field(label=_("Report")),
            "inspector_name": text(_("Inspector")),
            "inspector_position": text(_("Title or position")),
        },
    ),
}
"""Section -> its title and fields; the first is what every visit answers, the others may stay closed."""
