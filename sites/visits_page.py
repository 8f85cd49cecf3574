"""Record a visit: three answers to every question, and no answer is filled in beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ledger.api.entry_forms import EntryForm
from ledger.api.paper_forms import WithPapers
from ledger.parties.access import may_record_visits
from ledger.parties.doors import for_actors
from sites.acting import record
from sites.visits.asking import SECTIONS, DayInput, answer, today
from sites.visits.saying import facts_of
from sites.visits.visiting import KIND

__all__ = ["DayInput", "VisitForm", "answer", "today", "visit_site"]


@dataclass(frozen=True)
class Section:
    """A part of the form. The first is what every visit answers; the others open when something is in them."""

    title: Any
    fields: list[BoundField]
    is_first: bool

    @property
    def is_open(self) -> bool:
        return any(field.errors or field.data not in (None, "", []) for field in self.fields)


class SectionedForm(EntryForm):
    """An entry form whose fields come in sections."""

    def sections(self) -> Iterator[Section]:
        """Yield the sections in their order."""
        for number, (title, fields) in enumerate(SECTIONS.values()):
            yield Section(title, [self[name] for name in fields], number == 0)


VisitFields = type("VisitFields", (SectionedForm,), {
    name: deepcopy(field) for _title, fields in SECTIONS.values() for name, field in fields.items()
})  # fmt: skip


class VisitForm(WithPapers, VisitFields):  # type: ignore[misc,valid-type]
    """What somebody saw at a site on a day."""

    placed = {"armed": "armed_kind_1", "groups": "armed_name_1", "minerals": "ore_1", "depth_cm": "depth_m",
              "inspection": "inspection_id", "inspector": "inspector_name", "papers": "paper"}  # fmt: skip

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("inspection_id") and not said.get("inspection_agency"):
            self.add_error("inspection_agency", _("Name the agency that inspected."))
        if not said.get("inspection_id") and any(said.get(name) for name in ("inspection_findings", "inspector_name")):
            self.add_error("inspection_id", _("Give the inspection its number."))
        return said

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(KIND, {"place": self.place, **facts_of(self.cleaned_data)})]


@for_actors(may_record_visits)
def visit_site(request: HttpRequest, code: str) -> HttpResponse:
    """Record a visit to a mine site."""
    return record(request, code, VisitForm, "sites/visit.html")
