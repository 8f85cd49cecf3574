"""The register of parties as the engine sees it."""

from ledger.deeds.tables import Table, table

PERSON = table(
    "person",
    "mine_sites_person",
    200,
    {
        "code": "text",
        "kind": "text",
        "country": "text",
        "typology": "text",
        "gender": "text",
        "card_to": "date",
        "forgotten_on": "date",
        "event_id": "bigint",
    },
    key="code",
)
PARTY_LINE = table(
    "party_line",
    "mine_sites_partyline",
    201,
    {
        "party": "text",
        "legal_form": "text",
        "stage": "text",
        "product_types": "jsonb",
        "sector_roles": "jsonb",
        "capacity_tpm": "integer",
        "numbers": "jsonb",
        "described_on": "date",
        "event_id": "bigint",
    },
    key="party",
)
PARTY_NUMBER = table("party_number", "mine_sites_partynumber", 202, {"number": "text", "party": "text"}, key="number")
"""A number of a register is one party, once ever, unless the party's registration is taken back."""
NOBODYS = ""
"""The party of a number that a registration taken back has left behind."""
MEMBERSHIP = table(
    "membership",
    "mine_sites_membership",
    203,
    {
        "pair": "text",
        "subject": "text",
        "body": "text",
        "role": "text",
        "valid_from": "date",
        "valid_to": "date",
        "event_id": "bigint",
    },
    key="pair",
)
CERTIFICATE = table(
    "certificate",
    "mine_sites_certificate",
    204,
    {
        "subject": "text",
        "scheme": "text",
        "version": "text",
        "kind": "text",
        "result": "text",
        "score": "integer",
        "number": "text",
        "issued_on": "date",
        "expires_on": "date",
        "auditor": "text",
        "document": "text",
        "event_id": "bigint",
    },
    key="subject event_id",
    by="subject",
)
PARTY_ACCOUNT = table(
    "party_account",
    "mine_sites_partyaccount",
    205,
    {"party": "text", "kind": "text", "fingerprint": "text", "event_id": "bigint"},
    key="party event_id",
    by="party",
)
PARTY_EVENT = table(
    "party_event",
    "mine_sites_partyevent",
    206,
    {"party": "text", "key": "uuid", "kind": "text", "event_id": "bigint"},
    key="party event_id",
    by="party",
)
FORGOTTEN = Table("forgotten", "ledger_forgotten", {"party": "text", "since": "date"}, ("party",), 207)
"""Whom the ledger has forgotten: it stands outside replay and is no read table, but deeds look whether it has a row."""
