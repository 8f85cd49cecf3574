"""Forms of incidents: the report, and one for each deed that moves a case on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm
from ledger.parties.models import Party
from ledger.risk.incidents import categories
from ledger.risk.incidents.models import IncidentStep
from ledger.risk.incidents.reporting import SOURCES as SOURCE_CODES
from sites.incidents import words
from sites.parties.fields import CHOOSE, day_field, today

MOST_STEPS = 6


def text_field(label: Any, *, most: int = 1_000, required: bool = True, rows: int = 4, **more: Any) -> forms.CharField:
    """Return a field for some sentences; lines are joined, since an entry keeps none."""
    widget = forms.Textarea(attrs={"rows": rows})
    return OneLineField(label=label, max_length=most, required=required, widget=widget, **more)


class OneLineField(forms.CharField):
    """Sentences as typed, without line breaks or control signs."""

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return " ".join("".join(sign if sign.isprintable() else " " for sign in typed or "").split())


class CodesField(forms.CharField):
    """Several codes, apart by blanks, commas or lines; cleaned to a list."""

    default_error_messages = {"code": _("%(typed)s is no code of this kind. Read it again, its last sign checks it.")}

    def __init__(self, kind: str, **more: Any) -> None:
        super().__init__(max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 2}), **more)
        self.kind = kind

    def clean(self, value: Any) -> list[str]:
        found = []
        for typed in str(super().clean(value) or "").replace(",", " ").replace(";", " ").split():
            foreign = self.kind == codes.TAG and ":" in typed
            code = typed if foreign else codes.normal(typed)
            if not foreign and not codes.is_code(code, self.kind):
                raise forms.ValidationError(self.error_messages["code"], code="code", params={"typed": typed})
            found.append(code)
        return list(dict.fromkeys(found))


def category_choices() -> list[Any]:
    """Return the categories, those of Annex II apart from the operational ones."""
    annex, other = [], []
    for code in categories.codes():
        (annex if code.startswith("A2-") else other).append((code, words.category_name(code)))
    return [CHOOSE, (_("Abuses and other risks of OECD Annex II"), annex), (_("How the work is done"), other)]


class CaseForm(EntryForm):
    """A form about a case; `facts` are those of its one entry."""

    kind = ""

    def __init__(self, *args: Any, incident: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.incident = incident

    def facts(self) -> dict[str, Any]:
        return {name: _fact(value) for name, value in self.cleaned_data.items() if name not in {"key", "at"}}

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.facts().items() if value != []}
        return [self.envelope(self.kind, {"incident": self.incident.code, **said})]


def _fact(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class ReportForm(CaseForm):
    """A claim: what, where, when, whom and which ore it touches."""

    kind = "incident.reported.v1"
    category = forms.ChoiceField(label=_("What is it about?"), choices=category_choices)
    level = forms.TypedChoiceField(
        label=_("How grave is it?"),
        choices=[(number, words.LEVELS[number]) for number in (1, 2, 3)],
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
        help_text=_("A proposal. What Annex II answers with stopping at once is level 1, the worst, in any case."),
    )
    claim = text_field(
        _("What happened?"),
        most=4_000,
        rows=6,
        help_text=_("What is claimed. Not who said it: no name, number or kin of whoever told you."),
    )
    summary = text_field(
        _("In short, for those it names"),
        required=False,
        rows=3,
        help_text=_("Who is named reads this and may reply. Left empty, they read only what it is about and when."),
    )
    source = forms.ChoiceField(
        label=_("Where does it come from?"), choices=[CHOOSE, *((code, words.SOURCES[code]) for code in SOURCE_CODES)]
    )
    place = CodeField(codes.PLACE, label=_("Place"), required=False, help_text=_("Code of a site or depot."))
    area = forms.CharField(
        label=_("Territory or district"),
        required=False,
        max_length=120,
        help_text=_("Where no registered place fits. No nearer than the territory."),
    )
    since = day_field(_("First day"))
    until = day_field(_("Last day"))
    parties = CodesField(codes.PARTY, label=_("Parties that it names"), help_text=_("Codes of parties or agencies."))
    lots = CodesField(codes.LOT, label=_("Lots"), help_text=_("Codes of lots that it touches."))
    tags = CodesField(codes.TAG, label=_("Tags"), help_text=_("Tags that it touches, known here or not."))
    new_code = forms.CharField(widget=forms.HiddenInput, max_length=9)
    placed = {"incident": "new_code", "headline": "category"}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, incident=None, **more)
        self.fields["new_code"].initial = lambda: codes.new_code(codes.INCIDENT)

    def envelopes(self) -> list[dict[str, Any]]:
        said = {name: value for name, value in self.facts().items() if value not in ([], None)}
        return [self.envelope(self.kind, {"incident": said.pop("new_code"), **said})]


class AcknowledgeForm(CaseForm):
    """Somebody takes the case on."""

    kind = "incident.acknowledged.v1"
    note = text_field(_("A remark"), required=False)


class ReplyForm(CaseForm):
    """What who is named says."""

    kind = "incident.replied.v1"
    reply = text_field(_("The reply"), most=4_000, rows=6)
    party = forms.ChoiceField(label=_("Whose reply"), required=False)
    by_whom = OneLineField(
        label=_("Or who, where it is not registered"), required=False, max_length=120, widget=forms.TextInput
    )
    replied_on = day_field(_("Day of the letter or talk"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        own = self.actor.party in self.incident.parties
        named = [self.actor.party] if own else self.incident.parties
        found = Party.objects.filter(code__in=named).order_by("name")
        self.fields["party"].choices = [("", _("Not registered")), *((each.code, each.name) for each in found)]
        if own:
            self.fields["party"].initial = self.actor.party


class FindForm(CaseForm):
    """What the case has shown."""

    kind = "incident.found.v1"
    finding = forms.ChoiceField(label=_("The finding"), choices=list(words.FINDINGS.items()), widget=forms.RadioSelect)
    reason = text_field(_("What it rests on"))


class LevelForm(CaseForm):
    """Another level, with its reason."""

    kind = "incident.level_changed.v1"
    level = forms.TypedChoiceField(
        label=_("New level"), choices=list(words.LEVELS.items()), coerce=int, widget=forms.RadioSelect
    )
    reason = text_field(_("Why"), help_text=_("It stays beside your name. A less grave level counts as a downgrade."))


class LotsForm(CaseForm):
    """Lots and tags that turned out to be touched."""

    kind = "incident.lots_named.v1"
    lots = CodesField(codes.LOT, label=_("Lots"))
    tags = CodesField(codes.TAG, label=_("Tags"))
    note = text_field(_("A remark"), required=False)


class PlanForm(CaseForm):
    """A plan in steps that can be measured."""

    kind = "incident.plan_adopted.v1"
    plan_on = day_field(_("Adopted on"), required=True, initial=today)
    placed = {"steps": "does_1"}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, MOST_STEPS + 1):
            needed, at = number == 1, {"number": number}
            for name, label, most in (
                ("does", _("Step %(number)s: what is done"), 300),
                ("measure", _("Step %(number)s: measured by"), 200),
                ("target", _("Step %(number)s: aim"), 120),
            ):
                field = OneLineField(label=str(label) % at, required=needed, max_length=most, widget=forms.TextInput)
                field.widget.attrs["class"] = "in"
                self.fields[f"{name}_{number}"] = field
            due = day_field(str(_("Step %(number)s: by when")) % at, required=needed)
            due.widget.attrs["class"] = "in"
            self.fields[f"due_on_{number}"] = due

    def parts(self) -> Iterator[tuple[int, list[Any], bool]]:
        """Yield the steps: the first stands open, further ones open when something is in them."""
        for number in range(1, MOST_STEPS + 1):
            fields = [self[f"{name}_{number}"] for name in ("does", "measure", "target", "due_on")]
            yield number, fields, number == 1 or any(field.data for field in fields)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, MOST_STEPS + 1):
            names = [f"{name}_{number}" for name in ("does", "measure", "target", "due_on")]
            for name in names:
                if any(said.get(each) for each in names) and not said.get(name) and name not in self.errors:
                    self.add_error(name, _("A step says what is done, how it is measured, the aim, and by when."))
        return said

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        steps = [
            {name: said[f"{name}_{number}"] for name in ("does", "measure", "target", "due_on")}
            for number in range(1, MOST_STEPS + 1)
            if said.get(f"does_{number}")
        ]
        return {"plan_on": said["plan_on"], "steps": steps}


class StepForm(CaseForm):
    """A step that is done, and what was measured."""

    kind = "incident.step_done.v1"
    step = forms.TypedChoiceField(label=_("Which step"), coerce=int, widget=forms.RadioSelect)
    done_on = day_field(_("Done on"), required=True, initial=today)
    result = OneLineField(label=_("What was measured"), max_length=200, widget=forms.TextInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        left = IncidentStep.objects.filter(incident=self.incident.code, done_on=None, dropped=False).order_by("number")
        self.fields["step"].choices = [(each.number, f"{each.number}. {each.does}") for each in left]


class DecideForm(CaseForm):
    """Go on, suspend or leave."""

    kind = "incident.decided.v1"
    decision = forms.ChoiceField(
        label=_("The decision"), choices=list(words.DECISIONS.items()), widget=forms.RadioSelect
    )
    until = day_field(_("A suspension lasts until"), help_text=_("Left empty: three months, which is the least."))
    reason = text_field(_("Why"))

    def facts(self) -> dict[str, Any]:
        said = super().facts()
        return said if said["decision"] == "suspend_while_mitigating" else {**said, "until": None}


class CloseForm(CaseForm):
    """How it ended."""

    kind = "incident.closed.v1"
    outcome = forms.ChoiceField(label=_("Outcome"), choices=list(words.OUTCOMES.items()), widget=forms.RadioSelect)
    reason = text_field(
        _("Why"), help_text=_("Who entered the case, or is named in it, does not close it. Lots on hold stay so.")
    )


class ReopenForm(CaseForm):
    """Why it is opened again."""

    kind = "incident.reopened.v1"
    reason = text_field(_("Why"))


class PublishForm(CaseForm):
    """What anybody may read."""

    kind = "incident.published.v1"
    summary = text_field(
        _("Summary"),
        most=1_500,
        rows=6,
        help_text=_("No names, no place nearer than the territory, no sums of one day."),
    )
    area = OneLineField(label=_("Territory or district"), max_length=120, widget=forms.TextInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["area"].initial = self.incident.area


class ForwardForm(CaseForm):
    """To whom the case is passed on."""

    kind = "incident.forwarded.v1"
    to = CodeField(codes.PARTY, label=_("To whom"), help_text=_("Code of the party. It reads the case in short."))
    note = text_field(_("A remark"), required=False)
