"""Pages that enrol a device and revoke one."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ledger.parties.device_access import may_enrol_devices, may_revoke_device, may_revoke_devices
from ledger.parties.devices.words import called
from ledger.parties.doors import for_actors
from sites.devices.forms import EnrolForm, RevokeForm
from sites.devices.pages import device_or_404
from sites.parties.acts_pages import entered


@for_actors(may_enrol_devices)
def enrol_device(request: HttpRequest) -> HttpResponse:
    """Enrol a device and lead to its page; sent twice, it is recorded once."""
    form = EnrolForm(request.POST or None, actor=request.actor)
    if entered(request, form):
        return redirect("device", form.enrolled)
    return render(request, "devices/enrol.html", {"form": form}, status=422 if form.errors else 200)


@for_actors(may_revoke_devices)
def revoke_device(request: HttpRequest, number: UUID) -> HttpResponse:
    """Revoke a device and lead back to its page."""
    actor = request.actor
    found = device_or_404(number, actor)
    if not may_revoke_device(actor, found):
        raise PermissionDenied
    form = RevokeForm(request.POST or None, actor=actor, device=str(found.device))
    if entered(request, form):
        return redirect("device", found.device)
    context = {"form": form, "device": found, "called": called(found)}
    return render(request, "devices/revoke.html", context, status=422 if form.errors else 200)
