"""Licences: what the parties of the demo hold, so that their trade is a trade between licensed hands."""

from __future__ import annotations

from buyers.demo import cast
from buyers.demo.script import Script
from ledger import codes

GRANTED, RENEWED = "licence.granted.v1", "licence.renewed.v1"
OPEN_END = None
LICENCES: tuple[tuple[str, str, int, int | None], ...] = (
    (cast.MANONO, "CD-COOP", 475, -420),
    (cast.NYUNZU, "CD-COOP", 475, -310),
    # it ends soon, and nobody has asked for its renewal yet
    (cast.KAMBOVE, "CD-COOP", 340, -25),
    (cast.COMPTOIR, "CD-COMPT", 470, 106),
    (cast.COMPTOIR, "CD-CDN", 470, OPEN_END),
    (cast.RIVALS, "CD-COMPT", 300, -64),
    (cast.RIVALS, "CD-CDN", 300, OPEN_END),
)
"""Holder, kind, first and last day, in days before the demo's day (negative: after it)."""
RENEWAL_FROM, RENEWAL_TO = 105, -259


def license_all(script: Script) -> None:
    """Enter the licences of everybody, and the one renewal."""
    for number, (holder, regime, first, last) in enumerate(LICENCES, start=1):
        script.say(
            "programme",
            GRANTED,
            f"{holder} {regime}",
            script.at(first, "12:30"),
            licence=code_of(holder, regime),
            number=f"DEMO/{number:03d}",
            regime=regime,
            jurisdiction="CD",
            holder=holder,
            valid_from=script.at(first).date().isoformat(),
            valid_to=None if last is None else script.at(last).date().isoformat(),
        )
    renewed = {
        "licence": code_of(cast.COMPTOIR, "CD-COMPT"),
        "valid_from": script.at(RENEWAL_FROM).date().isoformat(),
        "valid_to": script.at(RENEWAL_TO).date().isoformat(),
        "act": "DEMO/R/001",
    }
    script.say("programme", RENEWED, "first renewal", script.at(RENEWAL_FROM, "09:30"), **renewed)


def code_of(holder: str, regime: str) -> str:
    """Return the code of a licence in the demo."""
    return cast.code(codes.LICENCE, f"{holder} {regime}")
