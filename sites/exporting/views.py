"""The addresses from which the register is taken away as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse

from ledger.parties.access import may_read_sites, may_see_exact_positions
from ledger.parties.doors import for_actors, public
from sites.exporting.geojson import TYPE as GEOJSON_TYPE
from sites.exporting.geojson import feature_collection
from sites.exporting.icglr_pages import pieces
from sites.exporting.lines import COLUMNS, OF_THE_REGISTER, Line, lines_of
from sites.exporting.tables import CSV_TYPE, XLSX_TYPE, csv_pieces, write_xlsx
from sites.listing.asking import found, read
from sites.listing.filters import ON_THE_REGISTER
from sites.models import MineSite

JSON_TYPE = "application/json"


def today() -> date:
    """Return the day for which a file is made."""
    return datetime.now(UTC).date()


@for_actors(may_read_sites)
def register_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the register, as filtered, as csv, xlsx or geojson."""
    sites = found(read(request.GET), today())
    return _file(lines_of(sites, request.actor, today()), form, OF_THE_REGISTER, "sites")


@public("The register without what could endanger people: coarse positions, no armed actors, no people.")
def public_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Give the public register as csv or geojson."""
    if form == "xlsx":
        raise Http404
    return _file(lines_of(MineSite.objects.filter(ON_THE_REGISTER), None, today()), form, COLUMNS, "public-sites")


@for_actors(may_see_exact_positions)
def icglr_file(request: HttpRequest) -> HttpResponseBase:
    """Give the sites that the exchange form of the ICGLR can hold, and name what the others lack."""
    return _streamed(pieces(found(read(request.GET), today()), today()), JSON_TYPE, "icglr-mine-sites", "json")


def _file(lines: Iterator[Line], form: str, columns: Any, name: str) -> HttpResponseBase:
    if form == "csv":
        return _streamed(csv_pieces(lines, columns), CSV_TYPE, name, form)
    if form == "geojson":
        return _streamed(feature_collection(lines, columns), GEOJSON_TYPE, name, form)
    if form != "xlsx":
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_xlsx(file, lines, columns)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_named(name, form), content_type=XLSX_TYPE)


def _streamed(parts: Iterator[str], content_type: str, name: str, form: str) -> HttpResponseBase:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{_named(name, form)}"'
    return response


def _named(name: str, form: str) -> str:
    return f"lodebook-{name}-{today()}.{form}"
