"""Fields of the desk's forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buyers.words import word
from ledger import codes
from ledger.api.entry_forms import CodeField
from ledger.custody.models import Lot, Tag
from ledger.custody.tables import OPEN
from ledger.parties.models import Party, Place
from ledger.reference.spelling import kilograms_with_unit

MOST_CHOICES = 200
FOREIGN = re.compile(r"[A-Z0-9]{2,10}:[A-Za-z0-9./-]{1,40}")


class DayInput(forms.DateInput):
    """A date as the browser's own picker takes and gives it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TagField(CodeField):
    """A tag number: ours with its check sign, or a foreign one within its series."""

    def __init__(self, **more: Any) -> None:
        super().__init__(codes.TAG, **more)

    def clean(self, value: Any) -> str:
        typed = str(value or "").strip()
        return typed if FOREIGN.fullmatch(typed) else super().clean(value)


class LotField(CodeField):
    """A lot, by its own code or by the code of its tag; cleaned to the lot's code."""

    default_error_messages = {
        "no_lot": _("No lot of this code is known here. Read it again, or let the phone that tagged it send first."),
        "tag_unused": _("This tag has not opened a lot yet."),
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(codes.LOT, codes.TAG, **more)

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if code.startswith(codes.TAG):
            code = Tag.objects.filter(code=code).values_list("lot", flat=True).first() or ""
            if not code:
                raise forms.ValidationError(self.error_messages["tag_unused"], code="tag_unused")
        if code and not Lot.objects.filter(code=code).exists():
            raise forms.ValidationError(self.error_messages["no_lot"], code="no_lot")
        return code


class LotsField(forms.MultipleChoiceField):
    """Lots of one's own stock. What is sent again after it left the stock must still reach the ledger."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return codes.is_code(value, codes.LOT)


class CodeChoice(forms.ChoiceField):
    """One of what is listed, or any code of its kind: the ledger decides about the others."""

    def __init__(self, kind: str, **more: Any) -> None:
        super().__init__(**more)
        self.kind = kind

    def valid_value(self, value: str) -> bool:
        return codes.is_code(value, self.kind)


def stock_of(party: str) -> list[Lot]:
    """Return the lots that a party may act on now, newest first."""
    held = Lot.objects.filter(holder=party, state=OPEN, on_hold=False)
    return list(held.order_by("-event_id")[:MOST_CHOICES])


def lot_words(lot: Lot) -> str:
    """Return a lot in one line."""
    return f"{codes.shown(lot.code)} · {word('mineral', lot.mineral)} · {kilograms_with_unit(lot.mass_g)}"


def own_places(party: str) -> list[tuple[str, str]]:
    """Return the places that a party keeps, as choices."""
    return [(place.code, place.name) for place in Place.objects.filter(party=party).order_by("name")[:MOST_CHOICES]]


def places_of_others(party: str) -> list[tuple[str, str]]:
    """Return where a party may send ore, as choices."""
    places = list(Place.objects.exclude(party=None).exclude(party=party).order_by("name")[:MOST_CHOICES])
    names = Party.objects.in_bulk({place.party for place in places})
    return [(place.code, f"{place.name} · {names[place.party].name}") for place in places if place.party in names]


def parties_of(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Return the parties of some kinds, as choices."""
    found = Party.objects.filter(kind__in=list(kinds)).order_by("name")[:MOST_CHOICES]
    return [(party.code, party.name) for party in found]


def choose(field: Any, choices: list[tuple[str, str]], *, empty: bool = True) -> None:
    """Give a choice its list; where there is but one, it is chosen."""
    blank = [("", _("Choose…"))] if empty and len(choices) != 1 else []
    field.choices = [*blank, *choices]
    if len(choices) == 1:
        field.initial = choices[0][0]
