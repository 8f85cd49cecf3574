"""Describe a party: legal form, numbers, address, what it does and how much; the last description counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Day, Lines, Parts, Whole, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry, Refused
from ledger.parties.tables import PARTY
from sites.parties.facts import PARTY_FACT, SHA256, known_party, not_forgotten, number_line
from sites.parties.numbers import check_number, check_rut, spelled
from sites.parties.tables import FORGOTTEN, NOBODYS, PARTY_EVENT, PARTY_LINE, PARTY_NUMBER, PERSON

KIND = "party.described.v1"
LEGAL_FORMS = (
    "natural",
    "sole_firm",
    "cooperative",
    "mining_company",
    "company",
    "union",
    "association",
    "state_body",
    "other",
)
SECTOR_ROLES = (
    "miner",
    "trader_in_country",
    "shipper",
    "processor",
    "warehouse",
    "importer",
    "exporter",
    "government",
)
"""Roles in the chain of custody of the ICGLR's data standard (MDC.05), in its order from 1 to 8."""
PAPER = Parts(
    about="One document behind the description.",
    of={
        "sha256": Words(most=64, pattern=SHA256, about="SHA-256 of the paper."),
        "kind": Words(most=40, about="What it is: statutes, registration, tax card."),
        "title": Words(required=False, most=120, about="Its title."),
        "valid_to": Day(required=False, about="Its last day."),
    },
)
SCHEMA = {
    "party": PARTY_FACT,
    "legal_form": Choice(required=False, of=LEGAL_FORMS, about="Its legal form."),
    "stage": Words(
        required=False,
        most=40,
        pattern="[A-Za-z0-9_-]+",
        about="Stage of formalisation, a key of formalisation_stages.",
    ),
    "product_types": Lines(
        required=False,
        most=20,
        each=Words(most=40, pattern="[A-Za-z0-9_-]+", about="A product type, for example ORE_CU_FLOT."),
        about="What it delivers.",
    ),
    "capacity_tpm": Whole(
        required=False, most=1_000_000, unit="tonnes", about="Tonnes that it can deliver in a month."
    ),
    "sector_roles": Lines(
        required=False,
        most=len(SECTOR_ROLES),
        each=Choice(of=SECTOR_ROLES, about="A role in the chain."),
        about="What it does in the chain of custody.",
    ),
    "numbers": Lines(
        group="trade",
        required=False,
        most=20,
        each=number_line("A number of a register."),
        about="Numbers of an organisation in registers; each belongs to one party.",
    ),
    "address": Words(group="trade", required=False, most=200, about="Its address."),
    "phone": Words(group="trade", required=False, most=30, about="Its telephone number."),
    "email": Words(group="trade", required=False, most=120, pattern="[^@]+@[^@]+", about="Its e-mail address."),
    "documents": Lines(group="trade", required=False, most=40, each=PAPER, about="Documents, as papers."),
    "own_numbers": Lines(
        group="people", required=False, most=10, each=number_line("A number."), about="Numbers of a person, hidden."
    ),
    "own_address": Words(group="people", required=False, most=200, about="Address of a person, hidden."),
    "own_phone": Words(group="people", required=False, most=30, about="Telephone number of a person, hidden."),
    "own_email": Words(
        group="people", required=False, most=120, pattern="[^@]+@[^@]+", about="E-mail address of a person, hidden."
    ),
}
OF_ORGANISATIONS = ("numbers", "address", "phone", "email")


class NumberTaken(Refused):
    code = "party_number_taken"


def keys_of(entry: Any) -> list[str]:
    """Return the numbers of an organisation in the spelling under which each is one party's."""
    return sorted({spelled(line) for line in entry.get("numbers") or []})


def needs(entry: Entry) -> Needs:
    party = [entry["party"]]
    changed = {PARTY: party, PARTY_LINE: party, PARTY_NUMBER: keys_of(entry)}
    return Needs(change=changed, rely_on={PERSON: party, FORGOTTEN: party})


def all_numbers(entry: Entry) -> list[tuple[dict[str, str], str]]:
    """Return every number of the entry with the path that names it."""
    return [
        (line, f"facts.{name}[{place}].number")
        for name in ("numbers", "own_numbers")
        for place, line in enumerate(entry.get(name) or [])
    ]


@guard("REG-06", on=KIND, source="domain/buying.md §1.2")
def rut_is_one(entry: Entry, rows: Rows) -> None:
    """A Chilean RUT carries the check digit that its other digits ask for."""
    for line, path in all_numbers(entry):
        check_rut(line, path)


def check(entry: Entry, rows: Rows) -> dict[str, object]:
    """Refuses numbers that are none or another party's, and facts of a person where all may read them."""
    party = entry["party"]
    not_forgotten(entry, rows)
    _in_the_right_group(entry, is_person=rows.get(PERSON, party) is not None)
    for line, path in all_numbers(entry):
        check_number(line, path)
    for key in keys_of(entry):
        owner = rows.get(PARTY_NUMBER, key)
        if owner is not None and owner.party not in {party, NOBODYS}:
            raise NumberTaken(number=key, party=owner.party)
    return {}


def _in_the_right_group(entry: Entry, *, is_person: bool) -> None:
    for name in OF_ORGANISATIONS:
        if is_person and entry.get(name):
            raise BadEntry("hidden_for_persons", f"facts.{name}", f"own_{name}, which stays hidden")
        if not is_person and entry.get(f"own_{name}"):
            raise BadEntry("only_for_persons", f"facts.own_{name}", f"{name}: this party is an organisation")


def apply(event: Event, rows: Rows) -> None:
    """Let the party's line say what was described last, and bind its numbers to it."""
    party = event["party"]
    said = {
        "legal_form": event.get("legal_form"),
        "stage": event.get("stage"),
        "product_types": event.get("product_types"),
        "sector_roles": event.get("sector_roles"),
        "capacity_tpm": event.get("capacity_tpm"),
        "described_on": date.fromisoformat(event.local_date),
        "event_id": event.id,
    }
    line = rows.get(PARTY_LINE, party)
    said["numbers"] = sorted({*(line.numbers if line and line.numbers else []), *keys_of(event)}) or None
    if line is None:
        rows.add(PARTY_LINE, party=party, **said)
    else:
        rows.change(PARTY_LINE, party, **said)
    for key in keys_of(event):
        if rows.get(PARTY_NUMBER, key) is None:
            rows.add(PARTY_NUMBER, number=key, party=party)
        else:
            rows.change(PARTY_NUMBER, key, party=party)
    rows.add(PARTY_EVENT, party=party, key=event.key, kind=event.kind, event_id=event.id)


deed(
    KIND,
    about="A party is described: its legal form, numbers, what it does.",
    schema=SCHEMA,
    example={
        "party": "Q0000001H",
        "legal_form": "company",
        "sector_roles": ["trader_in_country", "exporter"],
        "capacity_tpm": 120,
        "numbers": [{"register": "RUT", "number": "76086428-5", "country": "CL"}],
        "address": "12 av. du Lac, Bukavu",
    },
    needs=needs,
    known=known_party,
    check=check,
    apply=apply,
)
