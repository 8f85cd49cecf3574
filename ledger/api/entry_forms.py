"""Forms whose submission is an entry: the key is in the form from its first display, so that twice is once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import receive
from ledger.inbox.wording import sentence
from ledger.units import grams_from_kilograms


def now_typed(zone: str = "UTC") -> str:
    """Return the time now with the offset of a zone, as envelopes keep it."""
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def further_key(key: UUID, name: str) -> str:
    """Return the key of a further entry of one submission."""
    return str(uuid5(key, name))


class KilogramsField(forms.CharField):
    """Kilograms as a person types them, comma or point; cleaned to grams."""

    default_error_messages = {
        "kilograms": _("Type kilograms with at most three decimals, like 45.8 or 45,80."),
        "nothing": _("The weight must be more than zero."),
    }

    def __init__(self, *, least: int = 1, mark: str = "weight", **more: Any) -> None:
        # the mark tells the desk's keypad what it types: data-gross, data-tare or data-weight
        attrs = {"inputmode": "decimal", "autocomplete": "off", f"data-{mark}": ""}
        super().__init__(max_length=16, widget=forms.TextInput(attrs=attrs), **more)
        self.least = least

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            grams = grams_from_kilograms(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["kilograms"], code="kilograms") from None
        if grams < self.least:
            raise forms.ValidationError(self.error_messages["nothing"], code="nothing")
        return grams


class CodeField(forms.CharField):
    """A code as read aloud or scanned, also as the address of a tag; cleaned to its stored form."""

    default_error_messages = {
        "code": _("This code is not right: the last sign checks the others. Read it again."),
    }

    def __init__(self, *kinds: str, **more: Any) -> None:
        attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **more)
        self.kinds = kinds

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "").rstrip("/").rsplit("/", 1)[-1]
        code = codes.normal(typed)
        if typed and not any(codes.is_code(code, kind) for kind in self.kinds):
            raise forms.ValidationError(self.error_messages["code"], code="code")
        return code


class EntryForm(forms.Form):
    """A form that becomes envelopes. `key` and `at` are made when it is first shown and come back with it.

    Subclasses return their envelopes from `envelopes`, and from `afterwards` those that make sense only once the
    first are recorded. `placed` maps a fact's name to the field that shows it.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    at = forms.CharField(widget=forms.HiddenInput, max_length=40)
    placed: dict[str, str] = {}

    def __init__(self, *args: Any, actor: Actor, zone: str = "UTC", **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor = actor
        self.fields["key"].initial = uuid4
        self.fields["at"].initial = now_typed(zone)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("class", "in")

    @property
    def entry_key(self) -> UUID:
        return self.cleaned_data["key"]

    def also(self, name: str) -> str:
        """Return the key of a further entry of the same submission: it follows from the first."""
        return further_key(self.entry_key, name)

    def envelope(self, kind: str, facts: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        """Return an envelope under the form's key and time; facts that were left empty stay out."""
        said = {name: value for name, value in facts.items() if value not in (None, "")}
        return {"key": key or str(self.entry_key), "kind": kind, "happened_at": self.cleaned_data["at"], "facts": said}

    def envelopes(self) -> list[dict[str, Any]]:
        """Return what is sent to the inbox."""
        raise NotImplementedError

    def afterwards(self) -> list[dict[str, Any]]:
        """Return what is sent once all of `envelopes` is recorded: refused with them, it would wait for ever."""
        return []

    def enter(self) -> list[Answer]:
        """Send the envelopes and return the answers, in order."""
        answers = receive(self.envelopes(), self.actor)
        if all(answer.status in {"recorded", "repeated"} for answer in answers) and (more := self.afterwards()):
            answers += receive(more, self.actor)
        if answers and all(answer.status == "refused" and not is_bad(answer) for answer in answers):
            self._take_new_key()
        return answers

    def _take_new_key(self) -> None:
        """Show the form again under a key of its own: a refused entry is kept, and has used up its key."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = str(uuid4())

    def place_error(self, answer: Answer) -> None:
        """Show an entry that was badly formed at its field; its key stays free, so the form can be sent again."""
        fact = (answer.field or "").split(".", 1)[-1].split("[", 1)[0]
        name = self.placed.get(fact, fact)
        shown = name in self.fields and name not in {"key", "at"}
        label = str(self.fields[name].label) if shown else answer.field
        self.add_error(name if shown else None, sentence(answer.code or "", answer.facts, label))


def is_bad(answer: Answer) -> bool:
    """Say whether an answer asks for a better form rather than for a red card."""
    return answer.status == "refused" and answer.field is not None
