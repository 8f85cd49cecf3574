"""The words that pages show for stored words about parties, in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = {
    "cooperative": _("Cooperative"),
    "miner": _("Miner"),
    "agency": _("State agency"),
    "trader": _("Trader"),
    "processor": _("Processor"),
    "buyer": _("Buyer"),
    "programme": _("Programme"),
    "audit_firm": _("Audit firm"),
    "company": _("Company"),
    "exporter": _("Exporter"),
    "state_buyer": _("State buyer"),
    "association": _("Association"),
    "partner": _("Partner organisation"),
}
STATUSES = {
    "active": _("May act"),
    "suspended": _("Suspended"),
    "revoked": _("Revoked"),
    "none": _("Nothing decided"),
}
AUTHORITIES = {"state": _("The State"), "scheme": _("Scheme"), "own": _("Our own decision")}
REASONS = {
    "registration": _("Registration"),
    "checks_passed": _("Checks passed"),
    "fraud": _("Fraud"),
    "interference": _("Interference by armed actors"),
    "children": _("Children at work"),
    "unpaid_dues": _("Dues not paid"),
    "papers_lapsed": _("Papers have lapsed"),
    "other": _("Another reason"),
}
LEGAL_FORMS = {
    "natural": _("Natural person"),
    "sole_firm": _("Firm of one person"),
    "cooperative": _("Cooperative"),
    "mining_company": _("Mining company under mining law"),
    "company": _("Company"),
    "union": _("Union"),
    "association": _("Association"),
    "state_body": _("State body"),
    "other": _("Another form"),
}
SECTOR_ROLES = {
    "miner": _("Miner"),
    "trader_in_country": _("Trader in the country"),
    "shipper": _("Shipper"),
    "processor": _("Processor"),
    "warehouse": _("Warehouse"),
    "importer": _("Importer"),
    "exporter": _("Exporter"),
    "government": _("Government"),
}
TYPOLOGY = {
    "PERMANENT": _("All year, as a trade"),
    "SEASONAL": _("In some seasons"),
    "RUSH": _("Came with a rush"),
    "POVERTY_DRIVEN": _("Out of need"),
    "unstated": _("Not said"),
}
GENDERS = {"female": _("Women"), "male": _("Men"), "other": _("Other"), "unstated": _("Not said")}
RESULTS = {
    "conformant": _("Conformant"),
    "conditional": _("Conditional"),
    "not_conformant": _("Not conformant"),
    "withdrawn": _("Withdrawn"),
    "unknown": _("Not known"),
}
CERTIFICATE_KINDS = {"audit": _("Audit"), "certificate": _("Certificate")}
ACCOUNT_KINDS = {"bank": _("Bank account"), "wallet": _("Mobile wallet")}
PEOPLE_ROLES = {
    "owner": _("Owner"),
    "director": _("Director"),
    "representative": _("Representative"),
    "president": _("President"),
    "secretary": _("Secretary"),
    "treasurer": _("Treasurer"),
    "agent": _("Agent"),
    "other": _("Other"),
}
FORGOTTEN_BECAUSE = {
    "asked_by_person": _("They asked for it"),
    "left": _("They left"),
    "entered_by_mistake": _("Entered by mistake"),
    "law": _("The law demands it"),
}
TABLES = {
    "kind": KINDS,
    "status": STATUSES,
    "authority": AUTHORITIES,
    "reason": REASONS,
    "legal_form": LEGAL_FORMS,
    "sector_role": SECTOR_ROLES,
    "typology": TYPOLOGY,
    "gender": GENDERS,
    "result": RESULTS,
    "certificate": CERTIFICATE_KINDS,
    "account": ACCOUNT_KINDS,
    "people_role": PEOPLE_ROLES,
}


def word(table: str, stored: str | None) -> str:
    """Return the word for a stored word; one that has no word yet is shown as stored."""
    return str(TABLES[table].get(stored or "", stored or ""))
