"""Fields of the forms about parties."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.parties.accounts import NoAccountNumber, SealedAccount, seal_account
from ledger.parties.models import Party
from ledger.rulebook.shelves import tables_now
from sites.countries import countries

CHOOSE = ("", _("Choose…"))
MOST_CHOICES = 200


def today() -> date:
    """Return the day that a form begins with."""
    return datetime.now(UTC).date()


def new_party() -> str:
    """Return a code for the party that a form will register."""
    return codes.new_code(codes.PARTY)


class DayInput(forms.DateInput):
    """A date as the browser's own picker takes and gives it, whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: Any, *, required: bool = False, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, required=required, widget=DayInput, **more)


def choice(label: Any, words: dict[str, Any], *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Return a field for one of several stored words."""
    return forms.ChoiceField(label=label, choices=[CHOOSE, *words.items()], required=required, **more)


def country_choices() -> list[tuple[str, Any]]:
    """Return the countries in the order of their names in the reader's language."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    listed = [(code, str(names.get(code, code))) for code in countries()]
    return [CHOOSE, *sorted(listed, key=lambda pair: pair[1])]


COUNTRY = _("Country")


def country_field(label: Any = COUNTRY, *, required: bool = True, **more: Any) -> forms.ChoiceField:
    """Return a field for a country."""
    return forms.ChoiceField(label=label, choices=country_choices, required=required, **more)


def cooperative_choices() -> list[tuple[str, Any]]:
    """Return the cooperatives, as choices."""
    found = Party.objects.filter(kind="cooperative").order_by("name")[:MOST_CHOICES]
    return [("", _("None")), *((party.code, party.name) for party in found)]


def stage_choices() -> list[tuple[str, Any]]:
    """Return the stages of formalisation in their order."""
    rows = tables_now("formalisation_stages")["formalisation_stages"]
    ordered = sorted(rows.items(), key=lambda item: item[1].row.get("step", ""))
    return [("", _("Not known")), *((key, row.row.get("word", key)) for key, row in ordered)]


def programme_choices() -> list[tuple[str, Any]]:
    """Return the programmes and associations of the rule book."""
    rows = tables_now("programmes")["programmes"]
    listed = [(key, f"{key} · {row.row.get('name', '')}") for key, row in rows.items()]
    return [("", _("A party, named below")), *sorted(listed)]


class AccountNumberField(forms.CharField):
    """An account number as typed; cleaned to what enters the ledger. What was typed is never shown again."""

    default_error_messages = {"account": _("This is no account number: 4 to 34 letters and digits. Type it again.")}

    def __init__(self, **more: Any) -> None:
        attrs = {"autocomplete": "off", "spellcheck": "false"}
        widget = forms.PasswordInput(attrs=attrs, render_value=False)
        super().__init__(max_length=60, widget=widget, **more)

    def clean(self, value: Any) -> SealedAccount | None:
        typed = super().clean(value)
        try:
            return seal_account(typed) if typed else None
        except NoAccountNumber:
            raise forms.ValidationError(self.error_messages["account"], code="account") from None


def as_facts(said: dict[str, Any]) -> dict[str, Any]:
    """Return cleaned values as facts: days as the ledger writes them, and nothing of the form itself."""
    facts = {name: value for name, value in said.items() if name not in {"key", "at"}}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
