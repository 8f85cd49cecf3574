"""/api/v1/icglr/lots and /export-certificates: GET with the protocol's own paging, POST for those of other systems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from buyers.exchange.taking import Taken, take_certificates, take_lots
from buyers.exports.seeing import certificates_seen_by
from ledger.api.doors import Door
from ledger.api.keyset import bad_parameter
from ledger.api.permissions import SignedIn
from ledger.api.problems import Problem
from ledger.custody import importing, noting_certificate
from ledger.custody.models import Lot
from ledger.custody.seeing import lots_seen_by
from ledger.custody.stock_models import ExportCertificate
from ledger.deeds.entries import Actor
from ledger.parties.access import may_import_lots, may_note_certificates
from ledger.parties.models import Place
from ledger.reports.icglr.form import certificate_lacks, certificate_record, lot_lacks, lot_record
from ledger.reports.icglr.loading import certificates_said, lots_said

MOST = 100
"""Records of a page, as the protocol has it."""
PARAMETERS = [OpenApiParameter("page", int), OpenApiParameter("limit", int, description="At most 100.")]
Records = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def own_certificates(actor: Actor) -> QuerySet[ExportCertificate]:
    """Return the certificates that an actor sees and that this book issued: another's are given out by their issuer."""
    return certificates_seen_by(actor).exclude(exporter="")


def lot_records(lots: Sequence[Lot]) -> Records:
    """Return the records of lots, and of those that have none: the code and what is missing."""
    said = [(each, lot_lacks(each)) for each in lots_said(lots)]
    whole = [lot_record(each) for each, lacks in said if not lacks]
    return whole, [{"lotNumber": each.code, "missing": lacks} for each, lacks in said if lacks]


def certificate_records(rows: Sequence[ExportCertificate], request: Any) -> Records:
    """Return the records of certificates, and what the others lack for this reader."""

    def paper_url(sha256: str) -> str:
        return str(request.build_absolute_uri(reverse("paper", args=[sha256])))

    said = [(each, certificate_lacks(each)) for each in certificates_said(rows, request.actor, paper_url)]
    whole = [certificate_record(each) for each, lacks in said if not lacks]
    return whole, [{"identifier": each.facts["certificate"], "missing": lacks} for each, lacks in said if lacks]


def _answer(request: Request, rows: QuerySet[Any], records: Callable[[Sequence[Any]], Records]) -> Response:
    number, limit = _whole(request, "page", 1, 10**6), _whole(request, "limit", MOST, MOST)
    pages = Paginator(rows, limit)
    asked, beyond = pages.get_page(number), number > pages.num_pages
    whole, lacking = records([] if beyond else list(asked))
    paging = {
        "page": number,
        "limit": limit,
        "total": pages.count,
        "totalPages": pages.num_pages,
        "hasNext": not beyond and asked.has_next(),
        "hasPrevious": number > 1,
    }
    return Response({"data": whole, "incomplete": lacking, "pagination": paging})


def _taken(taken: Taken) -> Response:
    """Answer for a file that was taken in; one that is wrong anywhere changed nothing."""
    if taken.wrongs:
        problem = Problem(422, "records_wrong", count=len(taken.wrongs))
        problem.more["errors"] = [each.record() for each in taken.wrongs]
        raise problem
    said = {"recorded": taken.recorded, "repeated": taken.repeated, "earlier": taken.earlier}
    return Response(said, status=201 if taken.recorded else 200)


class IcglrLots(Door):
    """List the lots that the asker sees, with those that lack something under `incomplete`; take in those of others."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="icglr_lots", parameters=PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return _answer(request, lots_seen_by(self.actor).order_by("event_id"), lot_records)

    @extend_schema(
        operation_id="icglr_take_lots",
        parameters=[OpenApiParameter("place", str, required=True, description="One's own place where they arrived.")],
        request=OpenApiTypes.OBJECT,
        responses=OpenApiTypes.OBJECT,
    )
    def post(self, request: Request) -> Response:
        """Bring lots into one's own stock, each under a certificate of another country that is recorded here."""
        if not may_import_lots(self.actor):
            raise Problem(403, "not_allowed", kind=importing.KIND)
        place = Place.objects.filter(code=request.query_params.get("place", ""), party=self.actor.party or "-").first()
        if place is None:
            raise bad_parameter("place", _("the code of a place of your party"))
        return _taken(take_lots(request.data, place, self.actor))


class IcglrLot(Door):
    """Show one lot."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="icglr_lot", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, code: str) -> Response:
        return _one(lot_records(list(lots_seen_by(self.actor).filter(code=code)[:1])))


class IcglrCertificates(Door):
    """List the export certificates that the asker sees; take in those of others."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="icglr_certificates", parameters=PARAMETERS, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        rows = own_certificates(self.actor).order_by("event_id")
        return _answer(request, rows, lambda found: certificate_records(found, request))

    @extend_schema(operation_id="icglr_take_certificates", request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """Record certificates of other systems: of lots of ours, or of ore that may come in."""
        if not may_note_certificates(self.actor):
            raise Problem(403, "not_allowed", kind=noting_certificate.KIND)
        return _taken(take_certificates(request.data, self.actor))


class IcglrCertificate(Door):
    """Show one export certificate."""

    permission_classes = [SignedIn]

    @extend_schema(operation_id="icglr_certificate", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, number: str) -> Response:
        return _one(certificate_records(list(own_certificates(self.actor).filter(number=number)[:1]), request))


def _one(records: Records) -> Response:
    whole, lacking = records
    if not whole and not lacking:
        raise Http404
    return Response(whole[0] if whole else lacking[0], status=200 if whole else 409)


def _whole(request: Request, name: str, default: int, most: int) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 8 and 1 <= int(given) <= most):
        raise bad_parameter(name, _("a whole number from 1 to %d") % most)
    return int(given)
