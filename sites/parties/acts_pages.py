"""Pages that enter something about parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger.api.entry_forms import EntryForm, is_bad
from ledger.deeds.entries import Answer
from ledger.inbox.wording import sentence
from ledger.parties.access import may_forget_persons, may_keep_parties, may_register_parties
from ledger.parties.doors import for_actors
from sites.parties import stating_forms as forms
from sites.parties.describing_form import DescribeForm
from sites.parties.forgetting import forget_person, forgotten_since
from sites.parties.forgetting_form import ForgetForm
from sites.parties.models import Person
from sites.parties.party_page import party_or_404
from sites.parties.registering_forms import OrganisationForm, PersonForm


def show(request: HttpRequest, form: EntryForm, title: Any, save: Any, **more: Any) -> HttpResponse:
    """Show a form about a party."""
    context = {"form": form, "title": title, "save": save, **more}
    return render(request, "parties/form.html", context, status=422 if form.errors else 200)


def entered(request: HttpRequest, form: EntryForm) -> bool:
    """Enter a form that was sent; say whether it is in the book, and otherwise let the form say why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    (answer,) = form.enter()
    if answer.status in {"recorded", "repeated"}:
        messages.success(request, _told(answer))
        return True
    if is_bad(answer):
        form.place_error(answer)
    else:
        form.add_error(None, sentence(answer.code or "", answer.facts))
    return False


def _told(answer: Answer) -> str:
    if answer.status == "repeated":
        return _("This was already recorded. Nothing has changed.")
    return _("Confirmed: it is recorded.")


def register(request: HttpRequest, form_of: type[Any], title: Promise, save: Promise) -> HttpResponse:
    """Register a party and lead to its page."""
    form = form_of(request.POST or None, request.FILES or None, actor=request.actor)
    if entered(request, form):
        return redirect("party", form.registered)
    return show(request, form, title, save)


def state(request: HttpRequest, code: str, form_of: type[Any], title: Promise, save: Promise) -> HttpResponse:
    """Enter something about a party and lead back to its page; sent twice, it is recorded once."""
    party = party_or_404(code)
    form = form_of(request.POST or None, request.FILES or None, actor=request.actor, party=party.code)
    if entered(request, form):
        return redirect("party", party.code)
    return show(request, form, title, save, party=party)


@for_actors(may_keep_parties)
def register_person(request: HttpRequest) -> HttpResponse:
    """Register a digger or trader who is a person."""
    return register(request, PersonForm, gettext_lazy("Register a person"), gettext_lazy("Register"))


@for_actors(may_register_parties)
def register_organisation(request: HttpRequest) -> HttpResponse:
    """Register an organisation."""
    return register(request, OrganisationForm, gettext_lazy("Register an organisation"), gettext_lazy("Register"))


@for_actors(may_keep_parties)
def describe_party(request: HttpRequest, code: str) -> HttpResponse:
    """Describe a party."""
    return state(request, code, DescribeForm, gettext_lazy("Describe"), gettext_lazy("Save the description"))


@for_actors(may_keep_parties)
def decide_party(request: HttpRequest, code: str) -> HttpResponse:
    """Record a decision about a party."""
    return state(request, code, forms.StatusForm, gettext_lazy("Record a decision"), gettext_lazy("Save the decision"))


@for_actors(may_keep_parties)
def join_party(request: HttpRequest, code: str) -> HttpResponse:
    """Record a membership."""
    title, save = gettext_lazy("Record a membership"), gettext_lazy("Save the membership")
    return state(request, code, forms.MembershipForm, title, save)


@for_actors(may_keep_parties)
def certify_party(request: HttpRequest, code: str) -> HttpResponse:
    """Record a certificate or audit."""
    title, save = gettext_lazy("Record a certificate or audit"), gettext_lazy("Save the certificate")
    return state(request, code, forms.CertificateForm, title, save)


@for_actors(may_keep_parties)
def people_of_party(request: HttpRequest, code: str) -> HttpResponse:
    """Record who stands behind a party."""
    title, save = gettext_lazy("Who stands behind it"), gettext_lazy("Save the people")
    return state(request, code, forms.PeopleForm, title, save)


@for_actors(may_keep_parties)
def account_of_party(request: HttpRequest, code: str) -> HttpResponse:
    """Record an account."""
    return state(request, code, forms.AccountForm, gettext_lazy("Record an account"), gettext_lazy("Save the account"))


@for_actors(may_forget_persons)
def forget_this_person(request: HttpRequest, code: str) -> HttpResponse:
    """Forget a person."""
    if not Person.objects.filter(code=code).exists() or forgotten_since(code):
        raise Http404
    party, form = party_or_404(code), ForgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        forget_person(code, form.cleaned_data["reason"], request.actor)
        messages.success(request, _("What was kept of this person is erased."))
        return redirect("party", code)
    title, save = gettext_lazy("Forget this person"), gettext_lazy("Erase for good")
    return show(request, form, title, save, party=party)
