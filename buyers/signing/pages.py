"""To be signed: the list, and one proposal with its two buttons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.correcting.touching import would_touch
from buyers.signing import describing_tags  # noqa: F401  (registers its sentences)
from buyers.signing.describing import described
from buyers.signing.waiting import may_drop_one, may_sign_one, near
from buyers.tags.words import REASONS
from ledger.api.entry_forms import EntryForm, is_bad
from ledger.custody.correcting.correcting import KIND as CORRECTED
from ledger.custody.signing import DROPPED, SIGNED, WAITING
from ledger.custody.stock_models import Proposal
from ledger.deeds.entries import Actor
from ledger.inbox.wording import sentence
from ledger.papers.models import Paper
from ledger.parties.access import may_sign_proposals, sees_paper, sees_trade_of_party
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, Place, User


class SignForm(EntryForm):
    """One signature."""

    def __init__(self, *args: Any, proposal: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.proposal = proposal

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(SIGNED, {"proposal": self.proposal})]


class DropForm(SignForm):
    """Giving up, with a reason."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(DROPPED, {"proposal": self.proposal, "reason": self.cleaned_data["reason"]})]


@for_actors(may_sign_proposals)
def to_be_signed(request: HttpRequest) -> HttpResponse:
    """List what the actor may sign, and what others of the party still have to sign."""
    found = near(request.actor)
    mine = [each for each in found if may_sign_one(request.actor, each)]
    others = [each for each in found if each not in mine]
    names = _names(found)
    lines = {"mine": [_line(each, names) for each in mine], "others": [_line(each, names) for each in others]}
    return render(request, "signing/list.html", lines)


@for_actors(may_sign_proposals)
def proposal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one proposal to who may sign it, or whose party proposed it; to others it does not exist."""
    return _page(request, _found(request.actor, key))


@for_actors(may_sign_proposals)
def sign(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sign, and go back to the list."""
    return _do(request, key, SignForm, "sign")


@for_actors(may_sign_proposals)
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give up, and go back to the list."""
    return _do(request, key, DropForm, "drop")


def _do(request: HttpRequest, key: UUID, form_of: type[SignForm], name: str) -> HttpResponse:
    found = _found(request.actor, key)
    if request.method != "POST":
        return redirect("proposal", key)
    form = form_of(request.POST, actor=request.actor, proposal=found.key, auto_id=f"{name}_%s")
    if form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, _("Signed.") if name == "sign" else _("Given up. It was never in force."))
            return redirect("to_sign")
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    return _page(request, Proposal.objects.get(key=found.key), **{name: form})


def _papers(actor: Actor, proposal: Proposal) -> list[str]:
    """Return the papers and photos on which a proposal stands, as far as the actor may open them."""
    named = [str(proposal.facts[name]) for name in ("photo", "document") if proposal.facts.get(name)]
    kept = Paper.objects.filter(sha256__in=named)
    return [paper.sha256 for paper in kept if sees_paper(actor, paper.group, paper.parties)]


def _called(proposal: Proposal) -> list[tuple[str, str]]:
    """Return the codes of places and parties that a proposal names, with what they are called."""
    named = {str(proposal.facts[name]) for name in ("place", "holder") if proposal.facts.get(name)}
    places = Place.objects.filter(code__in=named).values_list("code", "name")
    return [*places, *Party.objects.filter(code__in=named).values_list("code", "name")]


def _found(actor: Actor, key: UUID) -> Proposal:
    found = Proposal.objects.filter(key=str(key)).first()
    seen = found and (may_sign_one(actor, found) or sees_trade_of_party(actor, found.party))
    if not found or not seen:
        raise Http404
    return found


def _page(request: HttpRequest, found: Proposal, **forms_sent: SignForm) -> HttpResponse:
    said = {"actor": request.actor, "proposal": found.key}
    context = {
        **_line(found, _names([found])),
        "waits": found.state == WAITING,
        "may_sign": may_sign_one(request.actor, found),
        "may_drop": may_drop_one(request.actor, found),
        "sign": forms_sent.get("sign") or SignForm(**said, auto_id="sign_%s"),
        "drop": forms_sent.get("drop") or DropForm(**said, auto_id="drop_%s"),
        "called": _called(found),
        "papers": _papers(request.actor, found),
        "touched": would_touch(found.facts["lot"], request.actor) if found.kind == CORRECTED else None,
    }
    status = 422 if any(form.errors for form in forms_sent.values()) else 200
    return render(request, "signing/proposal.html", context, status=status)


Names = tuple[dict[str, str], dict[str, str]]


def _names(found: list[Proposal]) -> Names:
    """Return the names of the people who signed and of the parties; two queries."""
    ids = {each for proposal in found for each in proposal.signed if len(each) == 36}
    users = {str(user.public_id): user.get_username() for user in User.objects.filter(public_id__in=ids)}
    parties = dict(Party.objects.filter(code__in={each.party for each in found}).values_list("code", "name"))
    return users, parties


def _line(proposal: Proposal, names: Names) -> dict[str, Any]:
    users, parties = names
    return {
        "proposal": proposal,
        "sentence": described(proposal),
        "reason": REASONS.get(proposal.facts.get("reason", ""), proposal.facts.get("reason", "")),
        "party": parties.get(proposal.party, ""),
        "signed": [users.get(each, _("somebody")) for each in proposal.signed],
        "missing": max(0, proposal.needed - len(proposal.signed)),
    }
