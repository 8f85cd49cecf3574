"""The page of the register: filters, the list, what ends soon, and the map of the same sites."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ledger.parties.access import may_read_sites, may_register_sites, sees_site_output
from ledger.parties.doors import for_actors
from sites import register
from sites.listing import paging
from sites.listing.asking import Asked, found
from sites.listing.ending import ending_soon
from sites.listing.forming import asked_of, form_of, shown_on_map
from sites.listing.paging import Key, Page


@for_actors(may_read_sites)
def sites(request: HttpRequest) -> HttpResponse:
    """Show the mine sites in the order of their names."""
    today, asked = datetime.now(UTC).date(), asked_of(request)
    page = paging.page(found(asked, today), _key(request, "after"), _key(request, "before"))
    context = {
        "lines": register.lines([code for _name, code in page.keys], today),
        "page": _pager(page, asked),
        "ending": ending_soon(today),
        "may_add": may_register_sites(request.actor),
        "sees_output": sees_site_output(request.actor),
        **shown_on_map(request),
        **form_of(asked),
    }
    return render(request, "sites/register.html", context)


def _key(request: HttpRequest, name: str) -> Key | None:
    """Return the name and code that a page begins after or ends before."""
    code, _sep, called = request.GET.get(name, "").replace("\0", "").partition(":")
    return (called[:200], code[:9]) if called else None


def _pager(page: Page, asked: Asked) -> SimpleNamespace:
    if not page.keys:
        return SimpleNamespace(before="", after="", range="")
    (first, first_code), (last, last_code) = page.keys[0], page.keys[-1]
    return SimpleNamespace(
        before=urlencode({**asked.query, "before": f"{first_code}:{first}"}) if page.earlier else "",
        after=urlencode({**asked.query, "after": f"{last_code}:{last}"}) if page.later else "",
        range=_("%(first)s to %(last)s") % {"first": first, "last": last},
    )
