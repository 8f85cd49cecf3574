"""The shelves that are shipped: which file fills them, what names a row, where its days and its source stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.rulebook import checks
from ledger.rulebook.checks import Check

REPORT = "IGF/IISD 2024"
BOOLEAN = checks.one_of("true", "false")
USE = checks.one_of("yes", "no", "unknown")
POTENTIAL = checks.one_of("high", "moderate", "low")


@dataclass(frozen=True)
class Declared:
    """One table of the rule book.

    `key` names the columns that name a row within its part; `source` is a column or, with `said_by`, the same for
    all rows. `shown` are the columns of the list. Columns of days, confidence and source leave the row itself.
    """

    table: str
    key: tuple[str, ...]
    shown: tuple[str, ...]
    part: str | None = None
    first: str | None = None
    last: str | None = None
    confidence: str | None = None
    source: str | None = None
    said_by: str = ""
    checks: Mapping[str, Check] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return f"{self.table}.csv"

    @property
    def taken_out(self) -> set[str]:
        """Columns that become facts of the entry rather than cells of the row."""
        named = {self.part, self.first, self.last, self.confidence, self.source}
        return {each for each in named if each} | (set(self.key) if len(self.key) == 1 else set())

    @property
    def needed(self) -> set[str]:
        """Columns that the file must have."""
        named = {self.part, self.first, self.last, self.confidence, self.source, *self.key, *self.shown, *self.checks}
        return {each for each in named if each}


DATED: dict[str, Any] = {
    "first": "effective_from",
    "last": "effective_to",
    "confidence": "confidence",
    "source": "source",
}
SOURCED: dict[str, Any] = {"confidence": "confidence", "source": "source"}
BY_CODE: dict[str, Any] = {"source": "source"}
OURS: dict[str, Any] = {"said_by": "own compilation"}
TABLE_OF_REPORT: dict[str, Any] = {"source": "report_source"}

_MINERALS = (
    Declared("commodities", ("code",), ("name", "ores"), checks={"ores": checks.ores}, **OURS),
    Declared(
        "minerals",
        ("mineral_code",),
        ("commodity", "ore_names_en", "assay_basis"),
        **SOURCED,
        checks={
            "ores": checks.ores,
            "commodity": checks.filled,
            "grade_max_plausible": checks.number,
            "grade_min_accept": checks.number,
            "grade_typ_low": checks.number,
            "grade_typ_high": checks.number,
            "oxide_to_metal_factor": checks.number,
            "metal_to_oxide_factor": checks.number,
            "grade_unit": checks.one_of("%", "g/t"),
        },
    ),
    Declared(
        "asm_minerals",
        ("mineral",),
        ("asm_potential", "leading_production_as_printed", "production_unit", "data_quality_flag"),
        **TABLE_OF_REPORT,
        checks={"asm_potential": POTENTIAL, "leading_producer_iso2": checks.country, "reserves_tonnes": checks.number},
    ),
    Declared(
        "mineral_uses",
        ("mineral",),
        ("ticks_count", "alignment_flag"),
        said_by=f"{REPORT}, Table 2",
        checks={"asm_potential": POTENTIAL, "solar_photovoltaics": USE, "wind_turbines": USE, "medicine": USE},
    ),
    Declared(
        "criticality",
        ("commodity",),
        ("us", "eu", "ca", "uses"),
        said_by=f"{REPORT}, Appendix A",
        checks={"us": BOOLEAN, "eu": BOOLEAN, "ca": BOOLEAN},
    ),
    Declared("lithium_reserves", ("country",), ("reserves_tonnes", "production_2022_tonnes"), **TABLE_OF_REPORT),
    Declared(
        "graphite_reserves", ("country",), ("reserves_tonnes", "production_2022_tonnes", "conflict"), **TABLE_OF_REPORT
    ),
    Declared(
        "brazil_lithium",
        ("deposit",),
        ("owner", "resource_million_tonnes", "average_grade_li2o_pct"),
        **TABLE_OF_REPORT,
    ),
    Declared(
        "facts",
        ("id",),
        ("topic", "value_min", "value_max", "unit", "year", "conflict"),
        source="source_cited",
        said_by=REPORT,
        checks={"country_iso2": checks.countries, "value_min": checks.number, "value_max": checks.number},
    ),
    Declared("hs_codes", ("hscode",), ("description",), said_by="Harmonized System 2022, datasets/harmonized-system"),
    Declared("icglr_minerals", ("ore",), ("hs", "ima"), **SOURCED, checks={"ore": checks.ores}),
)
_LAW = (
    Declared(
        "licence_regimes",
        ("licence_type_code",),
        ("name_en", "holder_kind", "minerals"),
        part="jurisdiction",
        **DATED,
        checks={"name_en": checks.filled},
    ),
    Declared(
        "country_rules",
        ("key",),
        ("rule", "minerals", "product_states", "acts", "says"),
        part="country",
        first="in_force_from",
        last="in_force_to",
        **SOURCED,
        checks={"minerals": checks.ores, "rule": checks.filled, "says": checks.filled},
    ),
    Declared(
        "floor_prices",
        ("key",),
        ("minerals", "least_price", "currency", "says"),
        part="country",
        **DATED,
        checks={"minerals": checks.ores, "least_price": checks.number},
    ),
    Declared(
        "royalty_rates",
        ("key",),
        ("mineral_class", "rate_pct", "legal_basis"),
        part="country",
        **DATED,
        checks={"minerals": checks.ores, "rate_pct": checks.number},
    ),
    Declared("legal_bases", ("id",), ("title", "kind", "status", "says"), **SOURCED, checks={"title": checks.filled}),
    Declared("designated_areas", ("id",), ("name", "kind", "authority", "status"), **SOURCED),
    Declared("policies", ("jurisdiction_code",), ("policy", "kind"), said_by=f"{REPORT}, Appendix B"),
    Declared("markets", ("code",), ("name", "msp_member", "import_rules"), **SOURCED),
    Declared("trade_agreements", ("id",), ("party_a", "party_b", "title", "status"), **SOURCED),
)
_PRACTICE = (
    Declared("systems", ("id",), ("name", "kind", "software_should_support"), said_by=REPORT),
    Declared("programmes", ("code",), ("name", "kind", "countries"), **BY_CODE, checks={"minerals": checks.ores}),
    Declared("partner_roles", ("code",), ("word", "says"), **BY_CODE),
    Declared(
        "certificate_schemes",
        ("scheme",),
        ("standard_version", "of", "valid_months"),
        **SOURCED,
        checks={"valid_months": checks.number},
    ),
    Declared("formalisation_stages", ("code",), ("step", "word", "says"), **BY_CODE),
    Declared("risk_categories", ("code",), ("word", "response"), **BY_CODE),
    Declared("risk_words", ("list", "word"), ("by_armed_group", "by_security_forces", "by_others"), **BY_CODE),
)
_CODES = (
    Declared(
        "countries",
        ("alpha2",),
        ("alpha3", "numeric", "icglr_member"),
        said_by="ISO 3166-1 as CLDR has it; members: ICGLR",
        checks={"alpha2": checks.country, "icglr_member": checks.one_of("yes", "no")},
    ),
    Declared(
        "site_status_codes", ("word",), ("icglr_code", "ipis_code", "trade"), said_by="ICGLR MDC.01; IPIS web map"
    ),
    Declared("icglr_codes", ("code",), ("ours", "word"), part="list", said_by="ICGLR Data Sharing Protocol, values"),
    Declared("icglr_licence_types", ("regime",), ("licence_type",), **BY_CODE),
    Declared(
        "ipis_groups",
        ("spelling",),
        ("name", "kind"),
        **BY_CODE,
        checks={
            "name": checks.filled,
            "kind": checks.one_of("army", "police", "mines_police", "local_group", "foreign_group", "unknown"),
        },
    ),
    Declared(
        "ipis_frequencies",
        ("spelling",),
        ("step", "word"),
        **BY_CODE,
        checks={"step": checks.one_of("", "1", "2", "3", "4", "5")},
    ),
)
SHELVES: dict[str, Declared] = {each.table: each for each in (*_MINERALS, *_LAW, *_PRACTICE, *_CODES)}
