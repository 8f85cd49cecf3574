"""Tell without a name: a form for anybody, and a page that answers to a return code alone (WB-01).

Nothing here reads or keeps an address, a browser's name or a cookie of its own; the code stands in no address, so that
no history of a browser and no log of a server holds it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from ledger import codes
from ledger.parties.doors import public
from ledger.parties.models import Place
from ledger.risk.incidents import tips
from ledger.risk.incidents.tips import Said, TooMany
from sites.incidents.forms import category_choices
from sites.incidents.words import ABOUT

FULL = _("Very many messages came in this hour. Nothing was kept of yours. Send it again in an hour.")


class TellForm(forms.Form):
    """What somebody says without a name. `email` is a trap: people do not see it, machines fill it in."""

    words = forms.CharField(
        label=_("What happened?"),
        max_length=tips.MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 8, "class": "in"}),
        help_text=_("Write as much or as little as you wish. Leave out what would tell who you are."),
    )
    place = forms.CharField(
        label=_("Where?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        help_text=_("The name of the place, or the code on its board."),
    )
    category = forms.ChoiceField(label=_("What is it about?"), required=False, choices=category_choices)
    about = forms.ChoiceField(
        label=_("Who is behind it?"),
        choices=list(ABOUT.items()),
        initial="unknown",
        widget=forms.RadioSelect,
        help_text=_("What you choose decides who reads this. Those whom it is about do not."),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        help_text=_("You need not say. It is kept encrypted, apart from the case, and one case officer reads it."),
    )
    email = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].widget.attrs["class"] = "in"

    def said(self) -> Said:
        given = self.cleaned_data
        code = codes.normal(given["place"])
        known = codes.is_code(code, codes.PLACE) and Place.objects.filter(code=code).exists()
        return Said(
            given["words"],
            tips.WEB,
            get_language() or "",
            given["about"],
            given["category"],
            code if known else None,
            "" if known else given["place"],
            given["contact"],
        )


@never_cache
@public("whoever is in danger by speaking must be able to speak without a name, an account or a trace")
def tell(request: HttpRequest) -> HttpResponse:
    """Take a message without a name and show its return code, once."""
    form = TellForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "incidents/tell.html", {"form": form}, status=422 if form.errors else 200)
    try:
        # who fills in the trap is a machine: it is thanked and nothing is kept
        code = tips.new_return_code() if form.cleaned_data["email"] else tips.take(form.said())
    except TooMany:
        form.add_error(None, FULL)
        return render(request, "incidents/tell.html", {"form": form}, status=429)
    return render(request, "incidents/told.html", {"code": tips.shown(code)})


class ReturnForm(forms.Form):
    """A return code, and what its holder wants to add."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "in code", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Thirteen signs. Capitals and dashes do not matter."),
    )
    more = forms.CharField(
        label=_("What do you want to add?"),
        required=False,
        max_length=tips.MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 4, "class": "in"}),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not tips.is_return_code(typed):
            raise forms.ValidationError(_("This code is not right: its last sign checks the others. Read it again."))
        return codes.normal(typed)


@never_cache
@public("the holder of a return code reads the state of the message and adds to it, without a name")
def tell_more(request: HttpRequest) -> HttpResponse:
    """Show what became of a message to the holder of its code, and take what is added."""
    form = ReturnForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "incidents/tell_more.html", {"form": form}, status=422 if form.errors else 200)
    tip = tips.find(form.cleaned_data["code"])
    if tip is None:
        form.add_error("code", _("No message has this code. Read it again."))
        return render(request, "incidents/tell_more.html", {"form": form}, status=404)
    added = form.cleaned_data["more"].strip()
    try:
        if added:
            tips.add(tip, added, by_reporter=True)
    except TooMany:
        form.add_error(None, FULL)
        return render(request, "incidents/tell_more.html", {"form": form}, status=429)
    again = ReturnForm(initial={"code": tips.shown(form.cleaned_data["code"])})
    context = {"form": again, "told": tips.state_of(tip), "added": bool(added)}
    return render(request, "incidents/tell_more.html", context)
