"""The kinds of party and place."""

from typing import Any

COOPERATIVE, MINER, AGENCY, TRADER, PROCESSOR, BUYER, PROGRAMME, AUDIT_FIRM = (
    "cooperative",
    "miner",
    "agency",
    "trader",
    "processor",
    "buyer",
    "programme",
    "audit_firm",
)
COMPANY, EXPORTER, STATE_BUYER, ASSOCIATION, PARTNER = "company", "exporter", "state_buyer", "association", "partner"
PARTY_KINDS = (
    COOPERATIVE,
    MINER,
    AGENCY,
    TRADER,
    PROCESSOR,
    BUYER,
    PROGRAMME,
    AUDIT_FIRM,
    COMPANY,
    EXPORTER,
    STATE_BUYER,
    ASSOCIATION,
    PARTNER,
)
"""A company holds titles; a partner is an organisation that works with the programme (NGO, field operator)."""
MINE_SITE, DEPOT, STORE, PLANT = "mine_site", "depot", "store", "plant"
PLACE_KINDS = (DEPOT, STORE, PLANT)
"""Kinds registered here; mine sites are registered by the register of sites."""


def is_producer(party: Any) -> bool:
    """Say whether a party digs: what it holds has not been sold yet."""
    return party.kind in {COOPERATIVE, MINER}
