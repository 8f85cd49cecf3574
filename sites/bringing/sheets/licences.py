"""Sheet of licences: each row grants one to a registered party."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ledger import codes
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.naming import PARTY, PLACE, party, place
from sites.bringing.sheets.moments import noon
from sites.bringing.typed import any_day, many_of, one_of, past_day, pattern, scaled, text
from sites.licensing.granting import KIND

M2_PER_HA = 10_000
COLUMNS = (
    Column("number", _("Its number in the register of the authority."), text(60), required=True, example="PR-14021"),
    Column(
        "regime",
        _("Its kind, a row of the licence regimes: CD-NEG."),
        pattern("[A-Z0-9-]{1,40}", "CD-NEG", str.upper),
        required=True,
        example="CD-NEG",
    ),
    Column(
        "country",
        _("Country whose law it follows, by name or two-letter code."),
        one_of("country"),
        required=True,
        example="CD",
    ),
    Column(
        "holder",
        _("Who holds it: the party's code here, or its number in a register."),
        party,
        required=True,
        example="Q0000001H",
        names=PARTY,
    ),
    Column("nationality", _("Nationality of the holder, by name or two-letter code."), one_of("country")),
    Column(
        "minerals",
        _("Ores that the paper names, with commas between; blank: those of its kind."),
        many_of("mineral"),
        example="cassiterite",
    ),
    Column(
        "site",
        _("The mine site that it is for: its code here, or its number in any register."),
        place,
        example="codmine00917",
        names=PLACE,
    ),
    Column("area_ha", _("Area in hectares."), scaled(M2_PER_HA, 100_000_000, "ha"), example="12.5"),
    Column("granted_on", _("Day on which it was granted."), past_day, example="2026-02-01"),
    Column("valid_from", _("First day."), any_day, required=True, example="2026-02-01"),
    Column("valid_to", _("Last day; blank: as long as its kind gives."), any_day, example="2028-01-31"),
    Column("legal_basis", _("The act that it rests on."), text(120)),
)


def said(values: Values) -> list[Said]:
    """Return the grant, as of the day it was granted, else its first day if that has come, else now."""
    known, site = values["granted_on"] or values["valid_from"], values["site"]
    facts = values.facts(
        "number",
        "regime",
        "minerals",
        "granted_on",
        "valid_from",
        "valid_to",
        "legal_basis",
        jurisdiction=values["country"],
        holder=values["holder"].code,
        holder_nationality=values["nationality"],
        place=site.code if site else "",
        area_m2=values["area_ha"],
    )
    zone = site.zone if site else "UTC"
    return [Said(KIND, noon(known, zone) if known <= values.now[:10] else values.now, facts)]


def identities(values: Values) -> Iterable[tuple[str, str]]:
    """A number of a kind of licence may stand in one row alone."""
    return [("number", f"{values['country']} {values['regime']} {values['number']}")]


LICENCES = Sheet(
    name="licences",
    title=_("Licences"),
    about=_("Each row is a licence that a registered party holds."),
    columns=COLUMNS,
    said=said,
    subject="holder",
    makes=codes.LICENCE,
    made="licence",
    identities=identities,
    places={"jurisdiction": "country", "holder_nationality": "nationality", "place": "site", "area_m2": "area_ha"},
)
