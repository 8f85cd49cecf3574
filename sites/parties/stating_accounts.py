"""State an account: the number comes sealed already, so that it never lies in the clear in the ledger or its inbox."""

from __future__ import annotations

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Words
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.parties.accounts import SEALED
from ledger.parties.tables import PARTY
from sites.parties.facts import PARTY_FACT, known_party, not_forgotten
from sites.parties.tables import FORGOTTEN, PARTY_ACCOUNT, PARTY_EVENT, PERSON

KIND = "party.account_stated.v1"
BANK, WALLET = "bank", "wallet"
SCHEMA = {
    "party": PARTY_FACT,
    "account_kind": Choice(of=(BANK, WALLET), about="A bank account or a mobile wallet."),
    "fingerprint": Words(
        group="trade", most=64, pattern="[0-9a-f]{64}", about="Keyed fingerprint: the same number has the same one."
    ),
    "sealed": Words(group="people", most=260, pattern=SEALED, about="The number, encrypted; never the number itself."),
    "held_by": Words(group="people", required=False, most=120, about="Name of the holder of the account."),
    "institution": Words(group="trade", required=False, most=80, about="The bank or operator."),
}


def needs(entry: Entry) -> Needs:
    party = [entry["party"]]
    return Needs(change={PARTY: party}, rely_on={PERSON: party, FORGOTTEN: party})


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses to state an account of a person who was forgotten."""
    not_forgotten(entry, rows)
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Keep the fingerprint, by which shared accounts are found (ACT-02)."""
    party = event["party"]
    rows.add(
        PARTY_ACCOUNT,
        party=party,
        kind=event["account_kind"],
        fingerprint=event["fingerprint"],
        event_id=event.id,
    )
    rows.add(PARTY_EVENT, party=party, key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="An account or wallet of a party is stated; its number comes encrypted.",
    schema=SCHEMA,
    example={
        "party": "Q0000001H",
        "account_kind": "bank",
        "fingerprint": "5f" * 32,
        "sealed": "gAAAAA" + "Bk3x" * 30,
        "institution": "Rawbank",
    },
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
)
