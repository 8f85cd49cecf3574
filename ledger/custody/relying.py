"""What guards rely on beyond the rows of custody itself: standing of the parties, the country's dated rules."""

from __future__ import annotations

from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.tables import PARTY, PLACE
from ledger.rulebook.tables import REFERENCE, shelf
from ledger.standing.tables import STANDING

RULES_OF_A_COUNTRY = ("licence_regimes", "country_rules")
"""Shelves of the rule book that answer who may do what: licences, and dated bans and duties."""


def standing_and_rules(rows: Rows, parties: list[str], places: list[str]) -> Needs:
    """Return the needs to judge parties under the rules of the countries of these places, as far as they are loaded.

    The parties' own countries come with them: a consignment that leaves is judged where it comes from.
    """
    loaded = [rows.get(PLACE, place) for place in places if rows.holds(PLACE, place)]
    loaded += [rows.get(PARTY, party) for party in parties if rows.holds(PARTY, party)]
    countries = sorted({each.country for each in loaded if each is not None})
    shelves = [shelf(table, country) for table in RULES_OF_A_COUNTRY for country in countries]
    return Needs(read={STANDING: parties, REFERENCE: shelves})
