"""Export certificates and exports: the list, one certificate, and the two forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from buyers.desk.acting import zone_of
from buyers.exports.acting import act
from buyers.exports.export_forms import CertificateForm, ExportForm, ImportForm, NotedForm
from buyers.exports.seeing import certificates_seen_by
from buyers.exports.words import CERTIFICATE_STATES
from buyers.pages import newest_first
from buyers.templatetags.ledger_words import day_in_words
from ledger import codes
from ledger.api.papers import download
from ledger.custody.models import Lot
from ledger.custody.seeing import lot_seen_by
from ledger.custody.stock_models import ExportCertificate
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id, openings_of
from ledger.papers.keeping import TRADE
from ledger.papers.models import Paper
from ledger.parties.access import (
    may_export,
    may_import_lots,
    may_issue_certificates,
    may_note_certificates,
    may_read_certificates,
    may_take_exchange,
)
from ledger.parties.doors import for_actors
from ledger.parties.models import Party
from ledger.reports.disclosing import Disclosed, disclosed
from ledger.reports.icglr.form import certificate_lacks
from ledger.reports.icglr.loading import certificates_said


@for_actors(may_read_certificates)
def certificates(request: HttpRequest) -> HttpResponse:
    """Show certificates, newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("before", "after")}
    page = newest_first(certificates_seen_by(request.actor), asked, _range)
    parties = Party.objects.in_bulk({each.exporter for each in page.rows})
    today = datetime.now(UTC).date()
    rows = [
        {
            "each": each,
            "exporter": parties.get(each.exporter),
            "state": CERTIFICATE_STATES.get(each.state, each.state),
            "left": (each.expires_on - today).days,
        }
        for each in page.rows
    ]
    actor = request.actor
    may = {"note": may_note_certificates(actor), "bring": may_import_lots(actor), "exchange": may_take_exchange(actor)}
    return render(request, "exports/certificates.html", {"page": page, "rows": rows, "may": may})


def _range(rows: Sequence[Any]) -> str:
    if not rows:
        return ""
    first, last = day_in_words(rows[0].issued_on), day_in_words(rows[-1].issued_on)
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


@for_actors(may_read_certificates)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Show one certificate, with what of it the reader may know."""
    each = certificates_seen_by(request.actor).filter(number=number).first()
    if each is None:
        raise Http404
    shown, facts = _shown(each, request.actor)
    ours = bool(each.exporter)
    lacks = certificate_lacks(certificates_said([each], request.actor, str)[0]) if ours else []
    today = datetime.now(UTC).date()
    context = {
        "each": each,
        "ours": ours,
        "facts": facts,
        "people_hidden": "people" in shown.withheld,
        "value": f"{facts['customs_value_minor'] / 100:,.2f}" if facts.get("customs_value_minor") else "",
        "state": CERTIFICATE_STATES.get(each.state, each.state),
        "exporter": Party.objects.filter(code=each.exporter).first(),
        "importer": Party.objects.filter(code=each.importer).first() if each.importer else None,
        "lot": Lot.objects.filter(code=each.lot).first() if each.lot else None,
        "left": (each.expires_on - today).days,
        "lacks": lacks,
    }
    return render(request, "exports/certificate.html", context)


@for_actors(may_read_certificates)
def certificate_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the signed certificate to whoever sees that it exists: the exporter needs the authority's paper."""
    each = certificates_seen_by(request.actor).filter(number=number).first()
    if each is None:
        raise Http404
    _, facts = _shown(each, request.actor)
    paper = Paper.objects.filter(sha256=facts.get("paper", ""), group=TRADE).first()
    if paper is None:
        raise Http404
    return download(paper)


def _shown(each: ExportCertificate, actor: Actor) -> tuple[Disclosed, dict[str, Any]]:
    """Return what the reader is shown of a certificate: whose paper it is reads all but the names in it."""
    (event,) = events_by_id([each.event_id])
    sides = (each.exporter or each.importer or "",)
    shown = disclosed(event, openings_of([event.key]).get(event.key, ()), actor, sides)
    facts = dict(event.facts)
    for value in shown.opened.values():
        facts |= value
    return shown, facts


@for_actors(may_issue_certificates)
def issue_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Record a certificate for a lot."""
    lot = _lot(request, code)
    actor = request.actor
    form = CertificateForm(request.POST or None, request.FILES or None, actor=actor, zone=zone_of(actor), lot=lot)
    title, save = _("Record an export certificate"), _("Save the certificate")
    return act(request, form, title=title, save=save, back=reverse("lot_page", args=[lot.code]), number=lot.code)


@for_actors(may_export)
def export_lot(request: HttpRequest, code: str) -> HttpResponse:
    """Export a lot."""
    lot = _lot(request, code)
    form = ExportForm(request.POST or None, actor=request.actor, zone=zone_of(request.actor), lot=lot)
    title, save = _("Export the lot"), _("Export the lot")
    return act(request, form, title=title, save=save, back=reverse("lot_page", args=[lot.code]), number=lot.code)


@for_actors(may_note_certificates)
def note_certificate(request: HttpRequest) -> HttpResponse:
    """Record a certificate of another country."""
    form = NotedForm(request.POST or None, request.FILES or None, actor=request.actor, zone=zone_of(request.actor))
    title, save = _("Record a certificate of another country"), _("Save the certificate")
    return act(request, form, title=title, save=save, back=reverse("certificates"))


@for_actors(may_import_lots)
def import_lot(request: HttpRequest) -> HttpResponse:
    """Bring ore of another country into one's own stock."""
    typed = {name: request.GET[name] for name in ("certificate", "lot_number") if request.GET.get(name)}
    form = ImportForm(request.POST or None, initial=typed, actor=request.actor, zone=zone_of(request.actor))
    title, save = _("Import ore under a certificate"), _("Save the import")
    code = form.data.get("new_code", "")
    back = reverse("lot_page", args=[code]) if codes.is_code(code, codes.LOT) else reverse("certificates")
    return act(request, form, title=title, save=save, back=back)


def _lot(request: HttpRequest, code: str) -> Lot:
    lot = lot_seen_by(request.actor, codes.normal(code))
    if lot is None:
        raise Http404
    return lot
