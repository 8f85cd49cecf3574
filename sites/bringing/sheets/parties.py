"""Sheet of parties: each row registers a cooperative, company, trader, processor or exporter, and describes it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.parties.registering import PARTY_KIND
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.typed import many_of, one_of, pattern, text, whole
from sites.parties.describing import KIND as DESCRIBED

COLUMNS = (
    Column("name", _("Legal name."), text(), required=True, example="Coopérative Umoja"),
    Column(
        "kind",
        _("What it does: cooperative, company, trader, processor, exporter …"),
        one_of("party"),
        required=True,
        example="cooperative",
    ),
    Column("country", _("Country, by name or two-letter code."), one_of("country"), required=True, example="CD"),
    Column("legal_form", _("Legal form."), one_of("legal_form"), example="cooperative"),
    Column(
        "register",
        _("The register of its number: RCCM, TIN, RUT, LEI …"),
        pattern("[A-Z][A-Z0-9_]{0,19}", "RCCM", str.upper),
        example="RCCM",
    ),
    Column("number", _("Its number in that register."), text(40), example="CD/BKV/RCCM/14-B-0123"),
    Column(
        "sector_roles",
        _("What it does in the chain of custody, with commas between."),
        many_of("sector_role"),
        example="miner",
    ),
    Column("capacity_tpm", _("Tonnes that it can deliver in a month."), whole(1_000_000), example="12"),
    Column("address", _("Address."), text(200), example="12 av. du Lac, Bukavu"),
    Column("phone", _("Telephone."), text(30)),
    Column("email", _("E-mail address."), pattern("[^@ ]+@[^@ ]+", "name@example.org")),
)
DESCRIPTION = ("legal_form", "sector_roles", "capacity_tpm", "address", "phone", "email")


def said(values: Values) -> list[Said]:
    """Return the registration of the party, and its description where the row says more. Raises BadValue."""
    register, number = values["register"], values["number"]
    if bool(register) != bool(number):
        raise values.bad("number" if register else "register", "missing")
    line = {"register": register, "number": number, "country": values["country"]}
    description = values.facts(*DESCRIPTION, numbers=[line] if number else [])
    registered = Said(PARTY_KIND, values.now, values.facts("name", "kind", "country"))
    return [registered, *([Said(DESCRIBED, values.now, description)] if description else [])]


def identities(values: Values) -> Iterable[tuple[str, str]]:
    """A number of a register may stand in one row alone."""
    written = " ".join(filter(None, (values["country"], values["register"], values["number"])))
    return [("number", written)] if values["number"] else []


PARTIES = Sheet(
    name="parties",
    title=_("Parties"),
    about=_("Each row registers a cooperative, company, trader, processor or exporter and gives it a code."),
    columns=COLUMNS,
    said=said,
    subject="party",
    makes=codes.PARTY,
    made="party",
    identities=identities,
    places={"numbers": "number"},
    most_entries=2,
)
