"""DEV-02: entries about a lot were signed by a device after the time since when it was not trusted any more.

They came before anybody told of the loss; what comes afterwards is refused. Nothing of them is taken out of the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from ledger.log.reading import Positioned
from ledger.parties.devices.revoking import KIND
from ledger.parties.devices.taking import IN_GOOD_ORDER
from ledger.risk.finders import finds, touches
from ledger.risk.rules import LotSeen, Worry, rule

SENTENCES = {
    "warn": _(
        "%(entries)s entries about it were signed by device %(device)s, which had been replaced or taken out of use "
        "on %(since_on)s."
    ),
    "hold": _(
        "%(entries)s entries about it were signed by device %(device)s after its key was out of its owner's hands, "
        "since %(since_on)s. Ask those who were there what was done."
    ),
}
_SIGNED_LATER = """
    SELECT about.lot, device.device, device.label, device.revoked_reason, device.revoked_since, count(*)
    FROM ledger_lotevent about
    JOIN ledger_deviceentry entry ON entry.event_id = about.event_id
    JOIN ledger_device device ON device.device = entry.device AND entry.happened_at >= device.revoked_since
    WHERE about.lot = ANY(%s) GROUP BY 1, 2"""
_LOTS = """
    SELECT DISTINCT about.lot
    FROM ledger_device device
    JOIN ledger_deviceentry entry ON entry.device = device.device AND entry.happened_at >= device.revoked_since
    JOIN ledger_lotevent about ON about.event_id = entry.event_id
    WHERE device.device = ANY(%s::uuid[])"""


@finds("lot")
def signed_later(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return, by lot under "signed_later", the devices that signed entries when they were not trusted any more."""
    found: dict[str, dict[str, Any]] = {}
    for lot, *said in _asked(_SIGNED_LATER, list(codes)):
        found.setdefault(lot, {"signed_later": []})["signed_later"].append(tuple(said))
    return found


@touches
def lots_of_revoked(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """A revocation brings the lots to be looked at about which the device said something later than that."""
    devices = [event.facts["device"] for event in events if event.kind == KIND]
    return set(), {lot for (lot,) in _asked(_LOTS, devices)} if devices else set()


def _asked(sql: str, names: list[str]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [names])
        return list(cursor.fetchall())


@rule(
    "DEV-02",
    looks_at="lot",
    version=1,
    sentences=SENTENCES,
    source="domain/proofs.md §4.6",
    reads=(_("which device signed each entry, and since when a device is not trusted"),),
    innocent=(
        _("The loss was noticed late, and the agent had the phone until then."),
        _("The clock of the phone was wrong."),
    ),
    clears=_("What the agent and a second person who was there say was done, and a release where the lot is held."),
    answered_by_person=True,
)
def signed_after_loss(lot: LotSeen) -> Worry | None:
    """Entries signed by a device after it was lost, stolen or its key known are to be reviewed; else they warn."""
    found = lot.findings.get("signed_later") or []
    if not found:
        return None
    number, label, reason, since, entries = min(found, key=lambda each: (each[2] in IN_GOOD_ORDER, str(each[0])))
    evidence = {
        "device": label or str(number)[:8],
        "number": str(number),
        "reason": reason,
        "since_on": since.astimezone(UTC).date().isoformat(),
        "entries": entries,
        "devices": len(found),
    }
    return Worry("warn" if reason in IN_GOOD_ORDER else "hold", "operational", evidence)
