"""What pages call devices, how they sign, and why they were revoked."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.proofs.source import ED25519, ES256

ALGORITHMS = {ES256: _("A browser (ECDSA on P-256)"), ED25519: _("A program (Ed25519)")}
REASONS = {
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "compromised": _("Its key is in the wrong hands"),
    "replaced": _("Replaced by another device"),
    "left": _("Taken out of use"),
}
SORTS = {
    "phone": _("Phone"),
    "tablet": _("Tablet"),
    "computer": _("Computer"),
    "scale": _("Scale"),
    "program": _("Program"),
}


def called(device: Any) -> str:
    """Return what a device is called: its label, or its sort unknown, with the first signs of its UUID."""
    short = str(device.device)[:8]
    found = re.fullmatch(r"([a-z]+)(?: (\d+))?", device.label or "")
    if not found:
        return gettext("Device %(short)s") % {"short": short}
    sort, number = found.groups()
    return f"{SORTS[sort]} {number}" if number else str(SORTS[sort])
