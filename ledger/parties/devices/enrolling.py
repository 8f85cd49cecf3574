"""Enrol: a party's device may sign entries from now on, with the key that it keeps."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.deeds.entries import Entry, Event
from ledger.deeds.facts import Choice, Code, Words
from ledger.deeds.guards import guard
from ledger.deeds.kinds import deed
from ledger.deeds.needs import Needs
from ledger.deeds.rows import Rows
from ledger.errors import BadEntry
from ledger.parties.device_access import enrols_for_any_party
from ledger.parties.devices.keys import BadKey, check_public_key
from ledger.parties.devices.refusals import DeviceKeyTaken, DeviceTaken, NotYourDevice
from ledger.parties.devices.tables import DEVICE, DEVICE_KEY
from ledger.parties.tables import PARTY
from ledger.proofs.source import ALGORITHMS

KIND = "device.enrolled.v1"
UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LABEL = "(phone|tablet|computer|scale|program)( [1-9][0-9]{0,3})?"
"""A sort and a number: a free label would soon be somebody's name, and open facts cannot be erased."""
SCHEMA = {
    "device": Words(most=36, pattern=UUID, about="UUID of the device, made by it."),
    "alg": Choice(of=ALGORITHMS, about="How it signs: ECDSA on P-256 with SHA-256, or Ed25519."),
    "public_key": Words(
        most=88, about="Base64 of the raw public key: an uncompressed point of P-256, or 32 bytes of Ed25519."
    ),
    "party": Code(kind="Q", about="The party for which it signs."),
    "holder": Words(
        required=False, most=64, pattern="[A-Za-z0-9-]+", about="Public id of the one user who may use it."
    ),
    "label": Words(required=False, most=20, pattern=LABEL, about="What it is called on pages: a sort and a number."),
}


def needs(entry: Entry) -> Needs:
    return Needs(
        create={DEVICE: [entry["device"]], DEVICE_KEY: [entry["public_key"]]}, rely_on={PARTY: [entry["party"]]}
    )


def known(entry: Entry, rows: Rows) -> None:
    """Refuse a party that nobody registered, and what is no public key."""
    if rows.get(PARTY, entry["party"]) is None:
        raise BadEntry("unknown_party", "facts.party", "the code of a registered party", given=entry["party"])
    try:
        check_public_key(entry["alg"], entry["public_key"])
    except BadKey as bad:
        raise BadEntry("no_public_key", "facts.public_key", str(bad)) from None


@guard("DEV-01", on=KIND, source="domain/proofs.md §4.6")
def enrolled_for_whom(entry: Entry, rows: Rows) -> None:
    """Keepers of the register enrol devices of any party, a manager of a depot those of the own party."""
    if entry["party"] != entry.actor.party and not enrols_for_any_party(entry.actor):
        raise NotYourDevice(device=entry["device"])


def check(entry: Entry, rows: Rows) -> dict[str, Any]:
    """Refuses device_taken, device_key_taken."""
    if rows.get(DEVICE, entry["device"]) is not None:
        raise DeviceTaken(device=entry["device"])
    if rows.get(DEVICE_KEY, entry["public_key"]) is not None:
        raise DeviceKeyTaken(device=entry["device"])
    return {}


def apply(event: Event, rows: Rows) -> None:
    """Open the device; its counter stands at nothing."""
    rows.add(
        DEVICE,
        device=event["device"],
        alg=event["alg"],
        public_key=event["public_key"],
        party=event["party"],
        holder=event.get("holder"),
        label=event.get("label"),
        enrolled_on=date.fromisoformat(event.local_date),
        event_id=event.id,
        revocations=[],
        entries=0,
        last_seq=0,
    )
    rows.add(DEVICE_KEY, public_key=event["public_key"], device=event["device"])


deed(
    KIND,
    about="A device of a party may sign entries from now on.",
    schema=SCHEMA,
    example={
        "device": "6c1bb8fc-4a44-4c5d-9a39-1a2f7f6f3f10",
        "alg": "Ed25519",
        "public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "party": "Q0000001H",
        "label": "phone 3",
    },
    needs=needs,
    known=known,
    check=check,
    apply=apply,
)
