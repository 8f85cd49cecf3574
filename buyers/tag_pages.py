"""The public page of a code, and the page on which tags are issued."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from buyers.retagging import other_tags
from buyers.tag_public import answer_for, stored_form
from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, is_bad
from ledger.custody.issuing import KIND
from ledger.custody.models import Tag
from ledger.custody.seeing import lot_seen_by
from ledger.inbox.wording import sentence
from ledger.log.models import EventKey
from ledger.parties.access import actor_of, may_issue_tags
from ledger.parties.doors import for_actors, public
from ledger.parties.models import Place

MOST_TAGS = 400


@public("Anybody may ask whether a tag is known; the answer tells what ARCHITECTURE §8 allows, and nothing else.")
@require_safe
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a scanned or typed code. Who sees the lot behind it gets a link to it, or is led there by its own code.

    Which tag took the place of which is told to them alone.
    """
    stored = stored_form(code)
    told, lot = answer_for(stored)
    seen = bool(lot and request.user.is_authenticated and lot_seen_by(actor_of(request.user), lot))
    if seen and stored == lot:
        return redirect("lot_page", stored)
    others = other_tags(stored) if seen else {}
    context = {"code": stored, "told": told, "lot": lot if seen else None, "wrong": _is_wrong(stored), **others}
    return render(request, "tags/public.html", context, status=200 if told else 404)


def _is_wrong(code: str) -> bool:
    """Say whether a code of ours was misread: then the check sign does not fit."""
    return ":" not in code and not codes.is_code(code)


@public("It holds an empty field.")
@require_safe
def check_tag(request: HttpRequest) -> HttpResponse:
    """Show the field for a code, or lead to the answer for the code typed."""
    typed = request.GET.get("code", "").strip().rstrip("/").rsplit("/", 1)[-1]
    return redirect("public", stored_form(typed)[:60]) if typed else render(request, "tags/check.html")


class IssueForm(EntryForm):
    """Where to, and how many. The numbers are made from the key: sent twice, they are the same."""

    place = CodeField(codes.PLACE, label=gettext_lazy("Mine site"), help_text=gettext_lazy("Its code, as on its page."))
    number = forms.IntegerField(label=gettext_lazy("How many tags"), min_value=1, max_value=MOST_TAGS, initial=40)

    def envelopes(self) -> list[dict[str, Any]]:
        return [self.envelope(KIND, {"place": self.cleaned_data["place"], "tags": self.numbers()})]

    def numbers(self) -> list[str]:
        """Return tag numbers that follow from the form's random key: 122 random bits, spread by SHA-256."""
        made: dict[str, None] = {}
        counter = 0
        while len(made) < self.cleaned_data["number"]:
            digest = sha256(self.entry_key.bytes + counter.to_bytes(4, "big")).digest()
            made[codes.numbered(codes.TAG, int.from_bytes(digest[:8], "big") % 32**7)] = None
            counter += 1
        return list(made)


@for_actors(may_issue_tags)
def issue_tags(request: HttpRequest) -> HttpResponse:
    """Issue tags to a site."""
    form = IssueForm(request.POST or None, actor=request.actor, initial={"place": request.GET.get("place", "")})
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            again = answer.status == "repeated"
            said = (
                _("This was already recorded. Nothing has changed.") if again else _("Confirmed: the tags are issued.")
            )
            messages.success(request, said)
            return redirect("issued_tags", form.entry_key)
        if is_bad(answer):
            form.place_error(answer)
        else:
            form.add_error(None, sentence(answer.code or "", answer.facts))
    return render(request, "tags/issue.html", {"form": form}, status=422 if form.errors else 200)


@for_actors(may_issue_tags)
def issued_tags(request: HttpRequest, key: Any) -> HttpResponse:
    """Show the tags that one entry issued, each with its QR code, ready to print."""
    known = EventKey.objects.filter(key=key, actor=request.actor.id, outcome="recorded").first()
    tags = list(Tag.objects.filter(event_id=known.event_id).order_by("code")) if known else []
    place = Place.objects.filter(code=tags[0].place).first() if tags else None
    return render(request, "tags/issued.html", {"tags": tags, "place": place, "key": key}, status=200 if tags else 404)
