"""Mine sites of the member states, page by page, in the exchange form of the ICGLR."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ledger.reference.code_lists import icglr_members
from sites.exporting.icglr import made_icglr_id, mine_site, missing
from sites.exporting.icglr_loading import sites_in_form
from sites.likeness.models import SiteNumber
from sites.likeness.numbers import ICGLR, bare
from sites.models import MineSite

CHUNK = 500


def of_members(sites: QuerySet[MineSite]) -> QuerySet[MineSite]:
    """Return the sites that lie in a member state, by code."""
    return sites.filter(country__in=icglr_members()).order_by("code")


def page(sites: Sequence[MineSite], today: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the records of a page, and of the sites that have none: the code and what is missing."""
    whole, lacking = [], []
    for site in sites_in_form(sites, today):
        if lacks := missing(site):
            lacking.append({"code": site.code, "missing": lacks})
        else:
            whole.append(mine_site(site))
    return whole, lacking


def one(site: MineSite, today: date) -> dict[str, Any] | None:
    """Return the record of one site, None where something is missing."""
    whole, _lacking = page([site], today)
    return whole[0] if whole else None


def pieces(sites: QuerySet[MineSite], today: date) -> Iterator[str]:
    """Yield one JSON text: the records under `mineSites`, then under `incomplete` what the others lack."""
    lacking: list[dict[str, Any]] = []
    yield '{"mineSites":['
    first, after = True, ""
    while chunk := list(of_members(sites).filter(code__gt=after)[:CHUNK]):
        after = chunk[-1].code
        whole, lacks = page(chunk, today)
        lacking += lacks
        for record in whole:
            yield ("\n" if first else ",\n") + json.dumps(record, ensure_ascii=False)
            first = False
    yield '\n],"incomplete":' + json.dumps(lacking) + "}\n"


def named(icglr_id: str) -> MineSite | None:
    """Return the site of an identifier: one that the ICGLR gave, or one that was made from its position."""
    given = SiteNumber.objects.filter(register=ICGLR, bare=bare(icglr_id)).first()
    if given is not None:
        return MineSite.objects.filter(code=given.place).first()
    _rest, _dash, number = icglr_id.rpartition("-")
    site = MineSite.objects.filter(event_id=int(number)).first() if number.isascii() and number.isdigit() else None
    if site is None:
        return None
    (form,) = sites_in_form([site], date.today())
    return site if form.latitude_e6 is not None and made_icglr_id(form) == icglr_id else None
