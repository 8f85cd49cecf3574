"""How the log stands: sizes, checkpoints, anchor, witnesses; and when it is frozen, why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.log.anchor import Anchor
from ledger.log.ended_models import EndedLog
from ledger.log.halting import frozen
from ledger.log.measuring import measure
from ledger.log.partitions import PARTITION_IDS
from ledger.log.witnessing import WrongWitnesses, configured
from ledger.parties.access import may_operate_log
from ledger.parties.doors import for_actors
from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.errors import ProofError
from ledger.proofs.notes import parse_note
from sites.operating.steps import WHY, steps_for

LONGEST_WAIT_S = 10
"""Within so many seconds every entry is promised its position."""


@dataclass(frozen=True)
class Held:
    """A checkpoint as somebody holds it: how many entries it speaks of, and its note; None for what cannot be read."""

    size: int | None
    note: str


@dataclass(frozen=True)
class WitnessTold:
    """What a witness held when it was last asked, and how long ago it answered, in seconds."""

    name: str
    size: int | None
    age_s: float | None
    fault: str | None


@for_actors(may_operate_log)
def operator_log(request: HttpRequest) -> HttpResponse:
    """Show programme managers and regulators how the log stands."""
    measures, said = measure(), frozen()
    witnesses, wrong = _witnesses()
    context = {
        "origin": settings.LOG_ORIGIN,
        "measures": measures,
        "partitions_left": measures.ids_left // PARTITION_IDS,
        "anchor": _held(_anchored()),
        "witnesses": witnesses,
        "wrong_witnesses": wrong,
        "ended": EndedLog.objects.order_by("-number"),
        "frozen": said and _frozen(said),
        "stands_still": (measures.oldest_pending_s or 0) > LONGEST_WAIT_S,
    }
    return render(request, "operating/log.html", context)


def _frozen(said: dict[str, Any]) -> dict[str, Any]:
    reason = str(said.get("reason"))
    return {
        "why": WHY.get(reason, reason),
        "whose": said.get("whose"),
        "since": datetime.fromisoformat(said["since"]),
        "published": _held(said.get("published")),
        "held": _held(said.get("held")),
        "steps": steps_for(reason, _bundles()),
    }


def _bundles() -> str | None:
    """Return the folder of bundles on this machine, where one is left."""
    folder = Path(settings.LOG_BUNDLES_FOLDER)
    return str(folder) if folder.is_dir() else None


def _anchored() -> str | None:
    try:
        return Anchor(settings.LOG_FOLDER / "anchor").read()
    except (OSError, UnicodeError):
        return None


def _held(note: str | None) -> Held | None:
    if not note:
        return None
    try:
        found: Checkpoint = parse_checkpoint(parse_note(note).text)
    except ProofError:
        return Held(None, note)
    return Held(found.size, note)


def _witnesses() -> tuple[list[WitnessTold], str]:
    """Return what the sequencer last heard of each witness, and what is wrong with the policy, if anything is."""
    try:
        states = configured().states()
    except WrongWitnesses as wrong:
        return [], str(wrong)
    now = datetime.now(UTC).timestamp()
    ages = [None if seen.answered_at is None else max(0.0, now - seen.answered_at) for seen in states]
    return [WitnessTold(seen.name, seen.size, age, seen.fault) for seen, age in zip(states, ages, strict=True)], ""
