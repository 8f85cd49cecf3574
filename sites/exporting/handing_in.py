"""Hands the register's knowledge of parties and sites to the exchange form of lots and certificates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from ledger.reports.icglr.entities import Business, tells_businesses, tells_sites
from sites.exporting.icglr import made_icglr_id
from sites.exporting.icglr_loading import entities, sites_in_form
from sites.models import MineSite


@tells_businesses
def businesses(codes: Iterable[str]) -> dict[str, Business]:
    """Return organisations as their last description has them."""
    return {
        code: Business(each.code, each.name, each.country, each.locality, each.tin, each.phone, each.email)
        for code, each in entities(codes).items()
    }


@tells_sites
def site_numbers(codes: Iterable[str]) -> dict[str, str]:
    """Return the identifiers of sites whose position is known, or to which the ICGLR gave one."""
    sites = sites_in_form(list(MineSite.objects.filter(code__in=list(codes))), datetime.now(UTC).date())
    return {
        site.code: site.icglr_id or made_icglr_id(site)
        for site in sites
        if site.icglr_id or site.latitude_e6 is not None
    }
