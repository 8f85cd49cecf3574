"""Regions: what left a country, beside what was tagged in it, lay there before, and came in under a certificate.

Rule MB-03 (domain/custody_3t.md §6), G7-G9 of beyond_the_peers.md: smuggling shows as exports that nothing feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.balance.books import rows_of
from ledger.balance.periods import Period

# ore on the road belongs to the country that it was sent from; grams from abroad count only under another country's
# certificate, and what went abroad without an export is no stock that exports could have come from
_REGIONS = """
    WITH posted AS (
        SELECT move.*, coalesce(place.country, sender.country) AS country
        FROM ledger_move move LEFT JOIN ledger_place place ON place.code = move.place
        LEFT JOIN LATERAL (
            SELECT place_before.country
            FROM ledger_move sent JOIN ledger_place place_before ON place_before.code = sent.place
            WHERE move.place = '' AND sent.lot = move.lot AND sent.cause = 'sent' AND sent.grams < 0
                AND sent.event_id <= move.event_id
            ORDER BY sent.event_id DESC LIMIT 1) sender ON true
        WHERE move.on_day <= %(last)s AND (%(known)s::bigint IS NULL OR move.event_id <= %(known)s))
    SELECT country, mineral,
        coalesce(-sum(grams) FILTER (WHERE cause = 'exported' AND on_day >= %(first)s), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE cause = 'dug' AND on_day >= %(first)s), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE on_day < %(first)s OR cause = 'opening'), 0)::bigint,
        coalesce(sum(grams), 0)::bigint,
        coalesce(sum(grams) FILTER (WHERE cause IN ('received', 'imported') AND on_day >= %(first)s AND EXISTS (
            SELECT FROM ledger_exportcertificate paper
            WHERE paper.lot = posted.lot AND paper.country <> posted.country
                AND posted.on_day BETWEEN paper.issued_on AND paper.expires_on)), 0)::bigint,
        coalesce(-sum(grams) FILTER (WHERE cause IN ('sold', 'handed_over') AND on_day >= %(first)s AND EXISTS (
            SELECT FROM ledger_move there JOIN ledger_place arrived ON arrived.code = there.place
            WHERE there.lot = posted.lot AND there.event_id = posted.event_id AND there.grams > 0
                AND arrived.country <> posted.country)), 0)::bigint
    FROM posted WHERE country = ANY(%(countries)s) GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True)
class RegionLine:
    """A mineral of a country over a period, net wet grams. `opening_g` has stock that was counted in as old."""

    country: str
    mineral: str
    exported_g: int
    tagged_g: int
    opening_g: int
    stock_g: int
    certified_g: int
    gone_abroad_g: int

    @property
    def from_stock_g(self) -> int:
        """Grams by which the stock went down; below nothing it grew."""
        return self.opening_g - self.stock_g

    @property
    def fed_g(self) -> int:
        """Grams from which the exports can have come: tagged, out of stock, certified from abroad."""
        return self.tagged_g + self.from_stock_g - self.gone_abroad_g + self.certified_g

    @property
    def unfed_g(self) -> int:
        """Exported grams that nothing feeds; less than nothing is what was lost on the way."""
        return self.exported_g - self.fed_g


def regions(countries: Sequence[str], period: Period, known: int | None = None) -> list[RegionLine]:
    """Return the lines of countries that exported, tagged or hold anything; one query."""
    asked = {"countries": list(countries), "first": period.first, "last": period.last, "known": known}
    return [RegionLine(*record) for record in rows_of(_REGIONS, asked)]
