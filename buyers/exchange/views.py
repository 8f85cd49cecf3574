"""One lot or certificate as a file in the exchange form of the ICGLR."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from buyers.exchange.api import certificate_records, lot_records, own_certificates
from ledger.custody.seeing import lots_seen_by
from ledger.parties.access import may_read_certificates, may_read_lots
from ledger.parties.doors import for_actors


@for_actors(may_read_certificates)
def certificate_file(request: HttpRequest, number: str) -> HttpResponse:
    """Give a certificate that is whole for this reader; one that is not there, or not whole, is no file."""
    whole, _lacking = certificate_records(list(own_certificates(request.actor).filter(number=number)[:1]), request)
    return _file(whole, f"icglr-certificate-{number.replace(':', '-').replace('/', '-')}")


@for_actors(may_read_lots)
def lot_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give a lot that is whole."""
    whole, _lacking = lot_records(list(lots_seen_by(request.actor).filter(code=code)[:1]))
    return _file(whole, f"icglr-lot-{code}")


def _file(whole: list[dict[str, Any]], name: str) -> HttpResponse:
    if not whole:
        raise Http404
    response = HttpResponse(json.dumps(whole[0], ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
