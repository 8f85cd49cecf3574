"""RF-C: so many anomalies of different kinds about one lot or supplier that they give reasonable suspicion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.innocent import CLOCK_WRONG, PAPER_FIRST, SCALE_CHANGE
from ledger.risk.rules import LotSeen, PartySeen, Worry, rule
from ledger.units import PPM

ANOMALIES = frozenset(
    {
        *("PLAU-01", "PLAU-02", "PLAU-03", "PLAU-04"),
        *("D2", "D3", "D3-N", "D6", "D8", "D10", "D10-C", "D11", "D12", "D13", "D14"),
        *("WGT-02", "WGT-03", "WGT-04", "WGT-05", "WGT-06", "WGT-07"),
        *("TAG-03", "TAG-04", "TAG-06", "TAG-07", "CUST-01", "CUST-05", "CUST-06"),
        *("DATA-01", "DATA-02", "MB-01", "MB-02", "MIN-02", "MIN-08"),
    }
)
"""Rules that find an anomaly in numbers: what is said of people and armed groups is worse, and no anomaly."""
FLAGGED, SUPPLIER_FLAGGED = "anomalies", "supplier_anomalies"
SOURCE = "domain/standards.md §1.4, RF-C"
INNOCENT = (SCALE_CHANGE, CLOCK_WRONG, PAPER_FIRST)
SENTENCES = {
    "warn": _(
        "%(number)s different rules have raised a flag about this lot or the site it comes from within %(window_days)s "
        "days, and none is answered (%(rules)s)."
    ),
}
OF_SUPPLIER = {
    "warn": _(
        "%(number)s different rules have raised flags about lots that were held here within %(window_days)s days, and "
        "none is answered (%(rules)s): about %(share_percent)s %% of its lots of these days."
    ),
}


@dataclass(frozen=True)
class Anomaly:
    """An open flag of a rule, and the day on which it was raised."""

    rule: str
    raised_on: date


def different(anomalies: Sequence[Anomaly], since: date) -> list[str]:
    """Return the rules that raised a flag since a day, each once, in order."""
    return sorted({each.rule for each in anomalies if each.raised_on >= since and each.rule in ANOMALIES})


def told(rules: Sequence[str]) -> str:
    """Return the rules in one text."""
    return ", ".join(rules)


@rule(
    "RF-C",
    looks_at="lot",
    categories=("RF-C",),
    version=1,
    sentences=SENTENCES,
    source=SOURCE,
    innocent=INNOCENT,
    clears=_("Answers to the flags that it names, each by somebody who has looked at it; an answer of each is enough."),
    parameters=("suspicion_least_rules", "suspicion_days"),
    reads=(_("open flags of other rules about the lot and the one site that it comes from"),),
)
def gives_reasonable_suspicion(lot: LotSeen) -> Worry | None:
    """Three or more different rules have found an anomaly about a lot or its one site within 90 days."""
    found: Mapping[str, Any] = lot.findings.get(FLAGGED, {})
    rules = found.get("rules", [])
    if not found or len(rules) < parameter("suspicion_least_rules", found["today"]) or not found["own"]:
        return None
    said = {"number": len(rules), "rules": told(rules), "window_days": parameter("suspicion_days", found["today"])}
    return Worry("warn", "RF-C", said)


@rule(
    "RF-C-S",
    looks_at="party",
    categories=("RF-C",),
    version=1,
    sentences=OF_SUPPLIER,
    source=SOURCE,
    innocent=INNOCENT,
    clears=_("Answers to the flags about its lots, each by somebody who has looked at it, and what the supplier says."),
    parameters=("suspicion_least_rules", "suspicion_days", "suspicion_share_ppm", "suspicion_least_lots"),
    reads=(_("open flags of other rules about lots that the party held"), _("how many lots it held in these days")),
)
def supplier_under_suspicion(party: PartySeen) -> Worry | None:
    """Three or more different rules have found anomalies about a supplier's lots, and about a fair part of them."""
    found: Mapping[str, Any] = party.findings.get(SUPPLIER_FLAGGED, {})
    if not found:
        return None
    least, days, share, fewest = (
        parameter(f"suspicion_{name}", party.today, party.country)
        for name in ("least_rules", "days", "share_ppm", "least_lots")
    )
    rules, flagged, lots = found["rules"], found["flagged"], found["lots"]
    if len(rules) < least or flagged < fewest or flagged * PPM <= lots * share:
        return None
    # told in steps of 5 %, lest every lot that comes or goes makes another flag of it
    part = flagged * PPM // max(1, lots) // 50_000 * 50_000
    return Worry("warn", "RF-C", {"number": len(rules), "rules": told(rules), "window_days": days, "share_ppm": part})
