"""Names of minerals and tables for readers; a mineral without a word here keeps the name of its source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

MINERALS = {
    "aluminium": _("Aluminium"),
    "antimony": _("Antimony"),
    "barite": _("Barite"),
    "bismuth": _("Bismuth"),
    "chromium": _("Chromium"),
    "cobalt": _("Cobalt"),
    "copper": _("Copper"),
    "diamond": _("Diamond"),
    "fluorspar": _("Fluorspar"),
    "gallium": _("Gallium"),
    "gold": _("Gold"),
    "graphite": _("Graphite"),
    "lithium": _("Lithium"),
    "magnesium": _("Magnesium"),
    "manganese": _("Manganese"),
    "nickel": _("Nickel"),
    "niobium": _("Niobium"),
    "platinum": _("Platinum"),
    "silver": _("Silver"),
    "tantalum": _("Tantalum"),
    "tellurium": _("Tellurium"),
    "tin": _("Tin"),
    "tourmaline": _("Tourmaline"),
    "tungsten": _("Tungsten"),
    "vanadium": _("Vanadium"),
    "zinc": _("Zinc"),
}
POTENTIALS = {"high": _("High"), "moderate": _("Moderate"), "low": _("Low")}
USES = {
    "solar_photovoltaics": _("Solar panels"),
    "wind_turbines": _("Wind turbines"),
    "ev_technologies": _("Electric cars"),
    "smartphones_tablets_laptops": _("Phones and laptops"),
    "data_transmission_networks": _("Data networks"),
    "electronics_appliances": _("Electronics"),
    "household_products": _("Household goods"),
    "medicine": _("Medicine"),
}
CONFIDENCE = {"high": _("High"), "medium": _("Medium"), "low": _("Low: it only warns")}
ACTS = {
    "allows_extraction": _("dig"),
    "allows_purchase": _("buy"),
    "allows_processing": _("process"),
    "allows_transport": _("move"),
    "allows_export": _("export"),
}
TABLES = {
    "asm_minerals": (_("Minerals that can be dug by hand"), _("Producers, output, reserves and potential.")),
    "brazil_lithium": (_("Lithium deposits of Brazil"), _("Resources and grades.")),
    "certificate_schemes": (_("Certificates"), _("Schemes, versions of their standards, how long they count.")),
    "commodities": (_("Minerals"), _("Which ores and which rows of other tables belong to a mineral.")),
    "countries": (_("Countries"), _("ISO codes and members of the ICGLR.")),
    "country_rules": (_("Rules of countries"), _("Export stops, exclusive buyers, what a purchase needs, with dates.")),
    "criticality": (_("Lists of critical minerals"), _("Who lists what: United States, European Union, Canada.")),
    "designated_areas": (_("Designated areas"), _("Areas for artisanal mining, with authority and status.")),
    "facts": (_("Figures"), _("One row for each figure of the report, both where it contradicts itself.")),
    "floor_prices": (_("Least prices"), _("Prices below which nothing may be exported.")),
    "formalisation_stages": (_("Stages of formalisation"), _("From informal to compliant.")),
    "graphite_reserves": (_("Graphite reserves"), _("Ten countries.")),
    "hs_codes": (_("Customs codes"), _("Harmonized System 2022, ores and metals.")),
    "icglr_codes": (_("Codes of the ICGLR"), _("Activity, licences, roles, operations, units.")),
    "icglr_licence_types": (_("Licences in the ICGLR's codes"), _("Our licence regimes and their types there.")),
    "icglr_minerals": (_("Ores in the ICGLR's codes"), _("Our ores and their customs codes.")),
    "ipis_frequencies": (_("How often armed groups come"), _("Spellings of field teams and their five steps.")),
    "ipis_groups": (_("Names of armed groups"), _("Spellings of field teams and who is meant.")),
    "legal_bases": (_("Laws and orders"), _("What licences, statuses and rates cite.")),
    "licence_regimes": (_("Licence regimes"), _("Who may do what under which licence, since when.")),
    "lithium_reserves": (_("Lithium reserves"), _("Five countries.")),
    "markets": (_("Destination markets"), _("Where ore goes, and what is asked there.")),
    "mineral_uses": (_("Uses of minerals"), _("Which technologies need them.")),
    "minerals": (_("Ores and concentrates"), _("Formula, assay basis, grades, prices.")),
    "partner_roles": (_("Roles of partners"), _("What organisations do around a mine site.")),
    "policies": (_("Policies"), _("Strategies of buying countries.")),
    "programmes": (_("Programmes and associations"), _("What a site, cooperative or company may belong to.")),
    "risk_categories": (_("Risks"), _("OECD Annex II by paragraph, and risks of operation.")),
    "risk_words": (_("Words for risks"), _("What other lists call them.")),
    "royalty_rates": (_("Royalties"), _("Rates by class of mineral, with dates.")),
    "site_status_codes": (_("Colours of mine sites"), _("Our words, the ICGLR's numbers, IPIS's numbers.")),
    "systems": (_("Schemes, laws and bodies"), _("All that the report names.")),
    "trade_agreements": (_("Trade agreements"), _("Pairs of countries.")),
}
"""Table -> its title and what it is about."""


def title_of(table: str) -> str:
    """Return the title of a table; one that somebody made keeps its name."""
    return str(TABLES[table][0]) if table in TABLES else table.replace("_", " ")


def about(table: str) -> str:
    """Return what a table is about."""
    return str(TABLES[table][1]) if table in TABLES else ""


def mineral_name(row: Any) -> str:
    """Return the name of a mineral, from its row of the table of commodities."""
    return str(MINERALS.get(row.key, row.row["name"]))
