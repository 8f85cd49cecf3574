"""Sheet of statuses: each row is a decision of the State, a scheme or ourselves about a site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.naming import PLACE, place
from sites.bringing.sheets.moments import noon
from sites.bringing.typed import any_day, one_of, past_day, text
from sites.deciding import KIND

COLUMNS = (
    Column(
        "site",
        _("The mine site: its code here, or its number in any register."),
        place,
        required=True,
        example="codmine00917",
        names=PLACE,
    ),
    Column("by", _("Who decides: state, scheme or own."), one_of("decider"), required=True, example="state"),
    Column(
        "status",
        _("The colour; active or suspended only from a scheme."),
        one_of("status"),
        required=True,
        example="green",
    ),
    Column("scheme", _("Which scheme, if one decides."), text(40)),
    Column("valid_from", _("First day; it may lie in the past."), any_day, required=True, example="2026-03-15"),
    Column("valid_to", _("Last day, if the act names one."), any_day, example="2027-03-14"),
    Column("act", _("Number and article of the act."), text(80), example="0214/2026, art. 3"),
    Column("article", _("Its article, if it stands apart."), text(40)),
    Column("signed_on", _("Day on which the act was signed."), past_day, example="2026-03-10"),
)


def said(values: Values) -> list[Said]:
    """Return the decision, as of the day it was signed, else its first day if that has come, else now."""
    site, known = values["site"], values["signed_on"] or values["valid_from"]
    same = ("by", "status", "scheme", "valid_from", "valid_to", "act", "article", "signed_on")
    facts = values.facts(*same, place=site.code)
    return [Said(KIND, noon(known, site.zone) if known <= values.now[:10] else values.now, facts)]


STATUSES = Sheet(
    name="statuses",
    title=_("Statuses"),
    about=_("Each row is a decision of the State, a scheme or ourselves about a mine site."),
    columns=COLUMNS,
    said=said,
    subject="place",
    places={"place": "site"},
)
