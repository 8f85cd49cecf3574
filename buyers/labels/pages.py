"""Pages of labels: the order, its progress, its PDF, and the test page for a printer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from buyers.labels.choosing import SOURCES, chosen, stored_name
from buyers.labels.forms import PrintForm
from ledger.deeds.entries import Actor
from ledger.labels.layouts import LAYOUTS
from ledger.labels.models import DONE, FAILED, Printer, PrintJob
from ledger.labels.printing import MOST_LABELS, done_of, order, path_of
from ledger.labels.sheets import test_page
from ledger.parties.access import may_read_lots, sees_trade_of_party
from ledger.parties.doors import for_actors


@for_actors(may_read_lots)
def print_labels(request: HttpRequest, source: str, name: str) -> HttpResponse:
    """Show what would be printed and take the order."""
    if source not in SOURCES:
        raise Http404
    labels = chosen(request.actor, source, stored_name(source, name))
    if labels is None:
        raise Http404
    form = PrintForm(request.POST or None, numbers=(labels.first, labels.last), initial=_offsets(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        right, down = (round(said[each] * 10) for each in ("right", "down"))
        _remember(request.actor, said["printer"], said["layout"], right, down)
        job = order(
            request.actor,
            f"{source}/{stored_name(source, name)}",
            labels.draw(said["first"], said["last"]),
            said["layout"],
            series=labels.series,
            first=said["first"] + labels.above,
            right_tenths=right,
            down_tenths=down,
            copies=said["copies"],
        )
        return redirect("print_job", job.pk)
    told = {
        "form": form,
        "count": labels.count,
        "labels": labels.draw(labels.first, min(labels.last, labels.first + 2)),
        "most": MOST_LABELS if labels.count > MOST_LABELS else None,
        "printers": _printers(request.actor),
    }
    return render(request, "labels/order.html", told, status=422 if form.errors else 200)


def _printers(actor: Actor) -> list[Printer]:
    return list(Printer.objects.filter(party=actor.party).order_by("name", "layout")[:50])


def _offsets(request: HttpRequest) -> dict[str, Any]:
    """Return what is filled in for the printer and paper that a link names."""
    name, layout = request.GET.get("printer", ""), request.GET.get("layout", "")
    known = Printer.objects.filter(party=request.actor.party, name=name, layout=layout).first() if name else None
    if known is None:
        return {}
    return {"printer": name, "layout": layout, "right": known.right_tenths / 10, "down": known.down_tenths / 10}


def _remember(actor: Actor, name: str, layout: str, right: int, down: int) -> None:
    if name:
        said = {"right_tenths": right, "down_tenths": down}
        Printer.objects.update_or_create(party=actor.party, name=name, layout=layout, defaults=said)


def _job(actor: Actor, number: UUID) -> PrintJob:
    job = PrintJob.objects.filter(pk=number).first()
    if job is None or not sees_trade_of_party(actor, job.party):
        raise Http404
    return job


@require_safe
@for_actors(may_read_lots)
def print_job(request: HttpRequest, number: UUID) -> HttpResponse:
    """Show how far an order is, and its PDF when it is there."""
    job = _job(request.actor, number)
    source, name = job.source.split("/", 1)
    told = {
        "job": job,
        "source": source,
        "name": name,
        "done": done_of(job),
        "layout": LAYOUTS[job.layout],
        "is_done": job.state == DONE,
        "has_failed": job.state == FAILED,
    }
    answer = render(request, "labels/job.html", told)
    if job.state not in (DONE, FAILED):
        answer["Refresh"] = "2"
    return answer


@require_safe
@for_actors(may_read_lots)
def printed_file(request: HttpRequest, number: UUID) -> HttpResponseBase:
    """Send the PDF of an order."""
    job = _job(request.actor, number)
    if job.state != DONE or not path_of(job).exists():
        raise Http404
    answer = FileResponse(path_of(job).open("rb"), content_type="application/pdf", filename=f"labels-{job.pk}.pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@for_actors(may_read_lots)
def printer_test(request: HttpRequest, layout: str) -> HttpResponse:
    """Send the test page of a paper, moved as asked."""
    if layout not in LAYOUTS:
        raise Http404
    right, down = (_millimetres(request.GET.get(name, "0")) for name in ("right", "down"))
    made = test_page(LAYOUTS[layout], right_mm=right, down_mm=down)
    return HttpResponse(made, content_type="application/pdf")


def _millimetres(typed: str) -> float:
    try:
        moved = float(typed.replace(",", "."))
    except ValueError:
        return 0.0
    return moved if -10 <= moved <= 10 else 0.0
