"""Answers of the inbox, dressed for HTTP: a refusal carries the members of a problem (RFC 9457)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from ledger.api.problems import members_of
from ledger.custody import (
    blending,
    buying,
    dispatching,
    exporting,
    importing,
    processing,
    receiving,
    sending_back,
    splitting,
    tagging,
)
from ledger.deeds.entries import Answer

NOT_ALLOWED, KEY_REUSED = "not_allowed", "key_reused"
MOVE_HEADS = frozenset(
    {
        tagging.KIND,
        buying.KIND,
        blending.KIND,
        splitting.KIND,
        processing.KIND,
        dispatching.KIND,
        receiving.KIND,
        sending_back.REFUSED,
        sending_back.RETURNED,
        importing.KIND,
        exporting.KIND,
    }
)
"""Kinds after which the head of their lots is the key of the entry; observations and holds leave it."""
LONGEST_KEY = 64


@dataclass(frozen=True)
class Shaped:
    """An answer as it leaves; `well_formed` says that the entry itself was in order, whatever became of it."""

    members: dict[str, Any]
    code: str | None
    well_formed: bool


def shaped(number: int, envelope: Any, answer: Answer, receipt: str | None = None) -> Shaped:
    """Return the answer to the entry at this place of its batch, with its sentence in the active language.

    `receipt` is the log's signed word that it took the entry; the proof that it is in the log comes from `receipt_url`.
    """
    members: dict[str, Any] = {"key": _key(envelope, answer), "status": answer.status}
    if answer.status in {"recorded", "repeated"}:
        members |= {"event_id": answer.event_id, "receipt_url": reverse("receipt", args=[answer.key])}
        if receipt is not None:
            members["receipt"] = receipt
        if envelope["kind"] in MOVE_HEADS:
            members["head"] = answer.key
        return Shaped(members, None, True)
    well_formed = _was_well_formed(answer)
    problem = members_of(str(answer.code), answer.facts, _path(number, answer))
    kept = answer.status == "waiting" or well_formed and answer.code != KEY_REUSED
    members |= {**problem, "sentence": problem["detail"], "rule": answer.rule, "kept": kept}
    return Shaped(members, answer.code, well_formed)


def _was_well_formed(answer: Answer) -> bool:
    # only an entry that could not be read, or names what is not there, is refused with a field and not kept
    if answer.status == "waiting" or answer.code == KEY_REUSED:
        return True
    return answer.code != NOT_ALLOWED and answer.field is None


def _path(number: int, answer: Answer) -> str | None:
    field = answer.field if answer.field is not None else answer.facts.get("field")
    if field is None:
        return None
    return f"entries[{number}].{field}" if field else f"entries[{number}]"


def _key(envelope: Any, answer: Answer) -> str:
    """Return the key as it was sent, so that the writer finds the entry again; nothing that is no key."""
    sent = envelope.get("key") if isinstance(envelope, dict) else None
    return sent if isinstance(sent, str) and len(sent) <= LONGEST_KEY else answer.key[:LONGEST_KEY]
