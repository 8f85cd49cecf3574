"""The list of devices and one device: whose it is, what came of its numbers, what was revoked and why."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ledger.deeds.entries import Actor
from ledger.inbox.counters import Kept, counter_of, kept_by_device
from ledger.inbox.wording import sentence
from ledger.parties.device_access import (
    devices_seen_by,
    may_enrol_devices,
    may_read_devices,
    may_revoke_device,
    sees_device,
)
from ledger.parties.devices.models import Device
from ledger.parties.devices.taking import IN_GOOD_ORDER
from ledger.parties.devices.words import REASONS, called
from ledger.parties.doors import for_actors
from ledger.parties.models import Party, User

PER_PAGE = 40
STATES = ("in_use", "revoked")
MOST_KEPT_SHOWN = 40


@for_actors(may_read_devices)
def devices(request: HttpRequest) -> HttpResponse:
    """Show devices, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    found, page = _page(request, state)
    parties, kept = Party.objects.in_bulk({each.party for each in found}), kept_by_device(found)
    context = {
        "lines": [_line(each, parties, kept.get(str(each.device), 0)) for each in found],
        "state": state,
        "page": page,
        "may_enrol": may_enrol_devices(request.actor),
    }
    return render(request, "devices/list.html", context)


def _page(request: HttpRequest, state: str) -> tuple[list[Device], SimpleNamespace]:
    rows = devices_seen_by(request.actor)
    if state:
        rows = rows.filter(revoked_reason__isnull=state == "in_use")
    after, before = _number(request.GET.get("after", "")), _number(request.GET.get("before", ""))
    if before is not None:
        held = list(rows.filter(event_id__gt=before).order_by("event_id")[: PER_PAGE + 1])
        found, earlier, later = held[:PER_PAGE][::-1], len(held) > PER_PAGE, True
    else:
        rows = rows.filter(event_id__lt=after) if after is not None else rows
        held = list(rows.order_by("-event_id")[: PER_PAGE + 1])
        found, earlier, later = held[:PER_PAGE], after is not None, len(held) > PER_PAGE
    page = SimpleNamespace(before="", after="", range="")
    if found:
        kept = {"state": state} if state else {}
        page.before = urlencode({**kept, "before": found[0].event_id}) if earlier else ""
        page.after = urlencode({**kept, "after": found[-1].event_id}) if later else ""
        page.range = _("%(first)s to %(last)s") % {"first": called(found[0]), "last": called(found[-1])}
    return found, page


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _line(device: Device, parties: dict[str, Party], kept: int) -> dict[str, Any]:
    party = parties.get(device.party)
    return {
        "device": device,
        "called": called(device),
        "party": party.name if party else device.party,
        "reason": REASONS.get(device.revoked_reason or ""),
        "missing": max(0, device.missing - kept),
    }


def device_or_404(number: UUID, actor: Actor) -> Device:
    """Return a device that the actor sees; for others there is none."""
    found = Device.objects.filter(device=number).first()
    if found is None or not sees_device(actor, found.party):
        raise Http404
    return found


@for_actors(may_read_devices)
def device(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show one device."""
    found = device_or_404(number, request.actor)
    counter = counter_of(found)
    holder = User.objects.filter(public_id=found.holder).first() if _is_uuid(found.holder) else None
    context = {
        **_line(found, Party.objects.in_bulk([found.party]), 0),
        "missing": counter.missing,
        "holder": holder.get_username() if holder else found.holder,
        "counter": counter,
        "kept": [_kept(each) for each in counter.kept[:MOST_KEPT_SHOWN]],
        "more_kept": max(0, len(counter.kept) - MOST_KEPT_SHOWN),
        "in_good_order": found.revoked_reason in IN_GOOD_ORDER,
        "may_revoke": may_revoke_device(request.actor, found)
        and (found.revoked_reason is None or found.revoked_reason in IN_GOOD_ORDER),
    }
    return render(request, "devices/device.html", context)


def _kept(kept: Kept) -> dict[str, Any]:
    return {"seq": kept.seq, "status": kept.status, "sentence": sentence(kept.code, kept.facts)}


def _is_uuid(text: str | None) -> bool:
    return text is not None and len(text) == 36 and text.count("-") == 4
