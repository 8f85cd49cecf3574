"""State a row of the rule book anew: its columns, its days, how sure, and where it was read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from ledger.api.entry_forms import EntryForm
from ledger.rulebook import checks
from ledger.rulebook.declared import SHELVES
from ledger.rulebook.models import ReferenceRow
from ledger.rulebook.shelves import columns_of, header_of
from ledger.rulebook.stating import KIND
from sites.minerals.names import CONFIDENCE
from sites.visits_page import DayInput

LONG = 60
"""Signs from which on a text is typed on several lines; it is kept as one."""


class StateForm(EntryForm):
    """A row as it is, to be changed; the old one stays in the history."""

    in_force_from = forms.DateField(label=_("Counts from"), widget=DayInput, required=False)
    in_force_to = forms.DateField(label=_("Counts to"), widget=DayInput, required=False)
    confidence = forms.ChoiceField(
        label=_("How sure"),
        required=False,
        choices=[("", _("not said")), *CONFIDENCE.items()],
        help_text=_("A rule of low confidence only warns, until somebody states it anew as surer."),
    )
    source = forms.CharField(label=_("Where it was read"), max_length=500)

    def __init__(self, *args: Any, table: str, part: str, key: str, now: ReferenceRow | None, **more: Any) -> None:
        self.table, self.part, self.row_key = table, part, key
        super().__init__(*args, **more)
        self.columns = _columns(table, now)
        cells = {f"cell_{column}": _cell(column, now.row.get(column, "") if now else "") for column in self.columns}
        for field in cells.values():
            field.widget.attrs["class"] = "in"
        self.fields = {**cells, **self.fields}
        self.placed = {f"row.{column}": f"cell_{column}" for column in self.columns}
        if now:
            for name in ("in_force_from", "in_force_to", "confidence"):
                self.fields[name].initial = getattr(now, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("in_force_from"), cleaned.get("in_force_to")
        if first and last and last < first:
            self.add_error("in_force_to", translated("The last day lies before the first."))
        asked = SHELVES[self.table].checks if self.table in SHELVES else {}
        for column, said in self._cells().items():
            for check in (checks.text, asked.get(column, checks.text)):
                if expected := check(said):
                    self.add_error(f"cell_{column}", translated("Expected here: %s.") % expected)
                    break
        return cleaned

    def _cells(self) -> dict[str, str]:
        return {column: " ".join((self.cleaned_data.get(f"cell_{column}") or "").split()) for column in self.columns}

    def envelopes(self) -> list[dict[str, Any]]:
        said = self.cleaned_data
        days = {name: said[name].isoformat() for name in ("in_force_from", "in_force_to") if said[name]}
        facts = {
            "table": self.table,
            "part": self.part,
            "key": self.row_key,
            "row": self._cells(),
            **days,
            "confidence": said["confidence"],
            "source": " ".join(said["source"].split()),
        }
        return [self.envelope(KIND, facts)]


def _columns(table: str, now: ReferenceRow | None) -> list[str]:
    taken_out = SHELVES[table].taken_out if table in SHELVES else set()
    shipped = [column for column in header_of(table) if column not in taken_out]
    held = columns_of(table, [now]) if now else []
    return shipped + [column for column in held if column not in shipped]


def _cell(column: str, said: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3}) if len(said) > LONG else forms.TextInput()
    label = column.replace("_", " ")
    return forms.CharField(label=label, initial=said, required=False, max_length=checks.MOST_SIGNS, widget=widget)
