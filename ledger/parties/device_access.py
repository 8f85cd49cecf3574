"""The part of the access layer about devices: who sees, enrols and revokes them. Default: no."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.access import sees_everything, sees_trade_of_party
from ledger.parties.devices.models import Device
from ledger.parties.entering import may_enter
from ledger.parties.roles import DEPOT_MANAGER, KEEPERS


def may_read_devices(actor: Actor) -> bool:
    """Say whether an actor may open the list of devices; whose it shows is `devices_seen_by`'s answer."""
    return bool(actor.roles)


def devices_seen_by(actor: Actor) -> QuerySet[Device]:
    """Return the devices that an actor sees: those of the own party, or all."""
    found = Device.objects.all()
    return found if sees_everything(actor) else found.filter(party=actor.party)


def sees_device(actor: Actor, party: str) -> bool:
    """Say whether an actor sees a device of a party."""
    return bool(actor.roles) and sees_trade_of_party(actor, party)


def may_enrol_devices(actor: Actor) -> bool:
    """Say whether an actor may enrol devices at all."""
    return may_enter(actor, "device.enrolled.v1")


def enrols_for_any_party(actor: Actor) -> bool:
    """Say whether an actor enrols devices of other parties too."""
    return bool(actor.roles & KEEPERS)


def may_revoke_devices(actor: Actor) -> bool:
    """Say whether an actor may revoke devices at all; which one is `may_revoke_device`'s answer."""
    return may_enter(actor, "device.revoked.v1")


def may_revoke_device(actor: Actor, device: Any) -> bool:
    """Say whether an actor may revoke this device: keepers, the manager of its party, and who holds it."""
    own = actor.party != "" and device.party == actor.party
    return bool(actor.roles & KEEPERS) or own and (DEPOT_MANAGER in actor.roles or device.holder == actor.id)
