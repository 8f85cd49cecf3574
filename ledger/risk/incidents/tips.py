"""What people send without a name (WB-01): it lies outside the log until a case officer takes it in.

The log forgets nothing, so what is in it must hold no word that leads to whoever spoke. A machine cannot judge that; a
person reads the message, writes the claim in words of their own, and only then it becomes a case. The message itself
stays here, encrypted, readable by few, and goes when it is no longer needed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, transaction

from ledger import codes
from ledger.deeds.guards import works_out
from ledger.reference.parameters import parameter
from ledger.risk.incidents.models import Incident, Tip, TipWord

WAITING, TAKEN, SET_ASIDE = "waiting", "taken", "set_aside"
WEB, TEXT, PAPER = "web", "text", "paper"
SIGNS = 12
"""60 random bits: nobody guesses a code, and a person can write it down."""
MOST_SIGNS = 4_000
ABOUT = ("unknown", "security", "state", "trader", "cooperative", "programme")


class TooMany(Exception):
    """More messages came in this hour than anybody could read; nothing is kept of who sent them."""


@dataclass(frozen=True)
class Said:
    """What an anonymous person says."""

    words: str
    channel: str = WEB
    language: str = ""
    about: str = "unknown"
    category: str = ""
    place: str | None = None
    place_words: str = ""
    contact: str = ""


@works_out("WB-01", on="incident.reported.v1", source="domain/custody_3t.md §6", otherwise="")
def new_return_code() -> str:
    """An anonymous message gets a code by which its sender, and nobody else, reads what became of it."""
    body = "".join(secrets.choice(codes.ALPHABET) for _ in range(SIGNS))
    return body + codes.check_sign(body)


def shown(code: str) -> str:
    """Return a return code in groups of four, its check sign apart."""
    return "-".join([*(code[start : start + 4] for start in range(0, SIGNS, 4)), code[SIGNS:]])


def is_return_code(typed: str) -> bool:
    """Say whether something typed is a return code that was read right."""
    code = codes.normal(typed)
    right = len(code) == SIGNS + 1 and all(sign in codes.VALUE for sign in code)
    return right and codes.check_sign(code[:-1]) == code[-1]


def mark_of(code: str) -> str:
    """Return the keyed hash under which a message is kept; the code itself is kept nowhere."""
    return hmac.new(_key("return code"), codes.normal(code).encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    return hashlib.sha256(f"tips:{purpose}:{settings.SECRET_KEY}".encode()).digest()


def hidden(words: str) -> bytes:
    """Return words encrypted: whoever reads the database alone reads nothing."""
    return Fernet(base64.urlsafe_b64encode(_key("words"))).encrypt(words.encode())


def read(kept: bytes | memoryview | None) -> str:
    """Return kept words; nothing where the key of the house is another by now."""
    if kept is None:
        return ""
    try:
        return Fernet(base64.urlsafe_b64encode(_key("words"))).decrypt(bytes(kept)).decode()
    except InvalidToken:
        return ""


def take(said: Said, now: datetime | None = None) -> str:
    """Keep a message and return its return code. Raises TooMany.

    Of the time only the day is kept: an hour beside a phone company's list would name a person.
    """
    now = now or datetime.now(UTC)
    with transaction.atomic():
        _count(now)
        code = new_return_code()
        Tip.objects.create(
            key=uuid4(),
            code_mark=mark_of(code),
            received_on=now.date(),
            channel=said.channel,
            language=said.language[:5],
            about=said.about if said.about in ABOUT else ABOUT[0],
            category=said.category,
            place=said.place,
            place_words=said.place_words[:200],
            words=hidden(said.words[:MOST_SIGNS]),
            contact=hidden(said.contact[:200]) if said.contact else None,
        )
    return code


_COUNT = """
    INSERT INTO ledger_tiphour AS kept (hour, number) VALUES (date_trunc('hour', %s::timestamptz), 1)
    ON CONFLICT (hour) DO UPDATE SET number = kept.number + 1 RETURNING number"""


def _count(now: datetime) -> None:
    """Count a message of this hour; the counts of past days go."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [now])
        (number,) = cursor.fetchone()
        cursor.execute("DELETE FROM ledger_tiphour WHERE hour < %s", [now - timedelta(days=1)])
    if number > parameter("tips_per_hour", now.date()):
        raise TooMany


def find(code: str) -> Tip | None:
    """Return the message of a return code."""
    if not is_return_code(code):
        return None
    return Tip.objects.filter(code_mark=mark_of(code)).first()


def add(tip: Tip, words: str, *, by_reporter: bool, now: datetime | None = None) -> None:
    """Add what the reporter says later, or what is answered. Raises TooMany."""
    now = now or datetime.now(UTC)
    with transaction.atomic():
        if by_reporter:
            _count(now)
        TipWord.objects.create(tip=tip, on_day=now.date(), by_reporter=by_reporter, words=hidden(words[:MOST_SIGNS]))


def thread(tip: Tip) -> list[tuple[TipWord, str]]:
    """Return what was said after the first message, oldest first."""
    return [(each, read(each.words)) for each in tip.later.order_by("id")]


def taken(tip: Tip, incident: str) -> None:
    """Keep that a message became a case, or belongs to one."""
    Tip.objects.filter(pk=tip.pk).update(state=TAKEN, incident=incident)


def set_aside(tip: Tip) -> None:
    """Keep that a message opens no case; its sender may still add to it."""
    Tip.objects.filter(pk=tip.pk, state=WAITING).update(state=SET_ASIDE)


def forget(tip: Tip) -> None:
    """Forget a message with its contact and thread; the case that came of it stays."""
    tip.delete()


def state_of(tip: Tip) -> dict[str, Any]:
    """Return what the sender may know: whether somebody has read it, and how far the case is."""
    row = Incident.objects.filter(code=tip.incident).first() if tip.incident else None
    return {
        "state": tip.state,
        "received_on": tip.received_on,
        "acknowledged": bool(row and row.acknowledged_at),
        "finding": row.finding if row else None,
        "outcome": row.outcome if row else None,
        "closed_on": row.closed_on if row else None,
        "summary": row.public_summary if row else None,
        "thread": thread(tip),
    }


def waits_too_long(tip: Tip, today: Any) -> bool:
    """Say whether nobody has read a message in time; of its arrival only the day is known."""
    hours = parameter("tip_hours", tip.received_on)
    return tip.state == WAITING and (today - tip.received_on).days * 24 > hours
