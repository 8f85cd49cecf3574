"""Merge a site into another that it is, and split it off again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from ledger import codes
from ledger.api.entry_forms import CodeField, EntryForm, is_bad
from ledger.inbox.wording import sentence
from ledger.parties.access import may_merge_sites
from ledger.parties.doors import for_actors
from sites.likeness.candidates import Alike, candidates
from sites.merging import merging, unmerging
from sites.models import MineSite
from sites.positions.asking import current_positions
from sites.site_page import place_or_404


class MergeForm(EntryForm):
    """Which site it is, and how that was found out."""

    into = CodeField(codes.PLACE, label=gettext_lazy("Code of the site that it is"))
    reason = forms.CharField(label=gettext_lazy("How it was found out"), max_length=200)
    kind = merging.KIND

    def __init__(self, *args: Any, place: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.place = place

    def envelopes(self) -> list[dict[str, Any]]:
        """Return the merging."""
        into, reason = self.cleaned_data["into"], self.cleaned_data["reason"]
        return [self.envelope(self.kind, {"place": self.place, "into": into, "reason": reason})]


class UnmergeForm(MergeForm):
    """How it was found out that it is a site of its own."""

    into = forms.CharField(widget=forms.HiddenInput, max_length=9)
    kind = unmerging.KIND


@for_actors(may_merge_sites)
def merge_site(request: HttpRequest, code: str) -> HttpResponse:
    """Say that a site is another one."""
    return _record(request, code, MergeForm, "sites/merge.html", {})


@for_actors(may_merge_sites)
def unmerge_site(request: HttpRequest, code: str) -> HttpResponse:
    """Split a site off again."""
    into = MineSite.objects.filter(code=code).values_list("merged_into", flat=True).first()
    return _record(request, code, UnmergeForm, "sites/unmerge.html", {"into": into or ""})


def _record(
    request: HttpRequest, code: str, form_of: Callable[..., MergeForm], template: str, initial: dict[str, Any]
) -> HttpResponse:
    place = place_or_404(code)
    form = form_of(request.POST or None, actor=request.actor, zone=place.zone, place=place.code, initial=initial)
    if request.method == "POST" and form.is_valid():
        (answer,) = form.enter()
        if answer.status in {"recorded", "repeated"}:
            messages.success(request, gettext("Confirmed: it is recorded."))
            return redirect("site", place.code)
        _refused(form, answer)
    site = MineSite.objects.get(code=place.code)
    into = MineSite.objects.filter(code=site.merged_into).first() if site.merged_into else None
    context = {"form": form, "place": place, "site": site, "into": into, "alike": _alike(site)}
    return render(request, template, context, status=422 if form.errors else 200)


def _refused(form: MergeForm, answer: Any) -> None:
    if is_bad(answer):
        form.place_error(answer)
        return
    form.add_error(None, sentence(answer.code or "", answer.facts))
    # the refused entry is kept under its key: what is sent next is another one
    data = form.data.copy()
    data["key"] = str(uuid4())
    form.data = data


def _alike(site: MineSite) -> list[Alike]:
    """Return the sites that this one may be."""
    held = current_positions([site.code]).get(site.code)
    point = (held.latitude_e6, held.longitude_e6) if held else None
    return candidates(site.name, site.country, point, (), site.aliases or [], site.code)
