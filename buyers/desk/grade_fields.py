"""Fields for grades and moisture: typed as a person reads them off a certificate, cleaned to parts per million."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.reference.grades import ASSAYED, READ
from ledger.units import PPM

PER_CENT = re.compile(r"^\s*(\d{1,3})(?:[.,](\d{1,4}))?\s*%?\s*$", re.ASCII)
UNITS = (("%", "%"), ("g/t", "g/t"))


class PercentField(forms.CharField):
    """A share in per cent with at most four decimals, comma or point; cleaned to parts per million."""

    default_error_messages = {
        "percent": _("Type per cent from 0 to 100 with at most four decimals, like 64.5 or 64,5.")
    }

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = PER_CENT.match(typed)
        ppm = int(Decimal(f"{found[1]}.{found[2] or 0}") * 10_000) if found else PPM + 1
        if ppm > PPM:
            raise forms.ValidationError(self.error_messages["percent"], code="percent")
        return ppm


class BasisField(forms.ChoiceField):
    """What a grade is a grade of, oxide or metal (MIN-03)."""

    def __init__(self, *, read: bool = False, **more: Any) -> None:
        # uranium and thorium are read of a lot, and never what it is known by (MIN-05)
        choices = [("", _("Choose…")), *((each, each) for each in (*ASSAYED, *(READ if read else ())))]
        super().__init__(choices=choices, label=_("Of what: oxide or metal"), **more)


def ppm_of(typed: str, unit: str) -> int:
    """Return parts per million of a number that a person typed in % or in g/t. Raises ValueError."""
    found = re.fullmatch(r"\s*(\d{1,7})(?:[.,](\d{1,4}))?\s*", typed, re.ASCII)
    ppm = Decimal(f"{found[1]}.{found[2] or 0}") * (10_000 if unit == "%" else 1) if found else Decimal(-1)
    if ppm < 0 or ppm > PPM or ppm != int(ppm):
        raise ValueError(typed)
    return int(ppm)
