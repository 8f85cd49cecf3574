"""The order: which of the labels, on which paper, how far the printer is off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.labels.layouts import LAYOUTS, MOST_OFFSET_MM
from ledger.labels.printing import MOST_LABELS


class PrintForm(forms.Form):
    """From and to count the labels of the source; lengths are in millimetres."""

    layout = forms.ChoiceField(
        label=gettext_lazy("Paper"), choices=lambda: [(name, layout.title) for name, layout in LAYOUTS.items()]
    )
    first = forms.IntegerField(label=gettext_lazy("From no."), min_value=1)
    last = forms.IntegerField(label=gettext_lazy("To no."), min_value=1)
    copies = forms.IntegerField(label=gettext_lazy("Copies"), min_value=1, max_value=10, initial=1)
    right = forms.DecimalField(
        label=gettext_lazy("Right, mm"),
        min_value=-MOST_OFFSET_MM,
        max_value=MOST_OFFSET_MM,
        decimal_places=1,
        initial=0,
        localize=True,
    )
    down = forms.DecimalField(
        label=gettext_lazy("Down, mm"),
        min_value=-MOST_OFFSET_MM,
        max_value=MOST_OFFSET_MM,
        decimal_places=1,
        initial=0,
        localize=True,
    )
    printer = forms.CharField(
        label=gettext_lazy("Printer"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("A name of yours: next time its offsets are filled in."),
    )

    def __init__(self, *args: Any, numbers: tuple[int, int], **named: Any) -> None:
        super().__init__(*args, **named)
        self.numbers = first, last = numbers
        self.fields["first"].initial, self.fields["last"].initial = first, min(last, first + MOST_LABELS - 1)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "in")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last, copies = (said.get(name) for name in ("first", "last", "copies"))
        if not (first and last and copies):
            return said
        numbers = {"first": self.numbers[0], "last": self.numbers[1]}
        if first > last:
            self.add_error("last", _("The last number must not come before the first."))
        elif first < self.numbers[0]:
            self.add_error("first", _("There are labels from no. %(first)s to no. %(last)s.") % numbers)
        elif last > self.numbers[1]:
            self.add_error("last", _("There are labels from no. %(first)s to no. %(last)s.") % numbers)
        elif (last - first + 1) * copies > MOST_LABELS:
            self.add_error(
                "last",
                _("At most %(most)s labels at once, copies counted.")
                % {"most": number_format(MOST_LABELS, force_grouping=True)},
            )
        return said
