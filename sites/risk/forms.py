"""Forms about a flag: a keeper answers it, whoever it concerns explains it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger.api.entry_forms import EntryForm
from ledger.risk.answering import ACCEPTED, ANSWERED, EXPLAINED, FALSE, TRUE
from ledger.risk.rules import RISK_RULES
from sites.visits_page import DayInput

VERDICTS = [
    (FALSE, _("False alarm: it is explained")),
    (ACCEPTED, _("Accepted until a day: it stays open")),
    (TRUE, _("True alarm")),
]


class AboutFlag(EntryForm):
    """What both forms ask: which of the rule's innocent explanations it is, if any, and words."""

    explanation = forms.ChoiceField(label=_("What explains it"), required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=_("In your words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, flag: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.flag = flag
        innocent = RISK_RULES[flag.rule].innocent
        choices = [(str(number), text) for number, text in enumerate(innocent, start=1)]
        self.fields["explanation"].choices = [*choices, ("", _("Something else"))]

    def said(self) -> dict[str, Any]:
        """Return the facts that both forms have."""
        number = self.cleaned_data["explanation"]
        note = " ".join(self.cleaned_data["note"].split())
        return {"flag": str(self.flag.key), "explanation": int(number) if number else None, "note": note}


class AnswerForm(AboutFlag):
    """A keeper's answer."""

    verdict = forms.ChoiceField(label=_("Answer"), choices=VERDICTS, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput,
        help_text=_("A false alarm is not raised again before that day, unless it gets worse."),
    )
    field_order = ["verdict", "explanation", "until", "note"]

    def envelopes(self) -> list[dict[str, Any]]:
        until = self.cleaned_data["until"]
        facts = {"verdict": self.cleaned_data["verdict"], "until": until.isoformat() if until else None}
        return [self.envelope(ANSWERED, {**self.said(), **facts})]


class ExplainForm(AboutFlag):
    """What the party concerned says of it."""

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(EXPLAINED, self.said())]
