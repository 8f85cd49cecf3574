"""Finds the regime of a licence on the shelf that an entry has loaded, and what follows from it. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.rulebook.reading import latest
from ledger.rulebook.tables import REFERENCE, shelf
from ledger.standing.regimes import REGIMES, Regime, regimes_on


def shelf_of(jurisdiction: str) -> str:
    """Return the name of the shelf on which a country's regimes stand."""
    return shelf(REGIMES, jurisdiction)


def regime_on(rows: Rows, jurisdiction: str, key: str, day: date) -> Regime | None:
    """Return the regime in force on a day; None if its row is not in force then, or the country has no rows at all.

    A key that the country's rows never named is a bad entry.
    """
    stated = rows.of(REFERENCE, shelf_of(jurisdiction))
    if stated and key not in {row.key for row in latest(stated)}:
        known = sorted({row.key for row in stated})
        raise BadEntry("unknown_regime", "facts.regime", ", ".join(known), given=key, country=jurisdiction)
    return regimes_on(stated, day).get(key)


def end_by_length(regime: Regime | None, first: date) -> date | None:
    """Return the last day that the regime's length gives (LIC-06); None where the row names no length."""
    months = regime.whole("validity_months") if regime else None
    return months_on(first, months) - timedelta(days=1) if months else None


def months_on(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def most_renewals(regime: Regime | None) -> int | None:
    """Return how often a licence can be renewed; None where the row does not say."""
    if regime is None:
        return None
    return 0 if regime.cell("renewable") == "N" else regime.whole("max_renewals")


def terms_of(regime: Regime | None) -> dict[str, Any]:
    """Return what the regime's row says at the grant, as standing keeps it."""
    if regime is None:
        return {"acts": [], "buys_from": [], "sells_to": [], "confidence": None}
    return {
        "acts": regime.acts(),
        "buys_from": list(regime.names("buys_from")),
        "sells_to": list(regime.names("sells_to")),
        "confidence": regime.said.confidence,
    }


def row_relied_on(regime: Regime | None) -> dict[str, Any] | None:
    """Return which row was read, for the log."""
    return {"key": regime.key, "event": regime.said.event_id} if regime else None
