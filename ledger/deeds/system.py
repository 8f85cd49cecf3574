"""Entries that the system itself writes: flags and holds. Same path, same schema, actor "system"."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from ledger.deeds.entries import SYSTEM, Entry
from ledger.deeds.facts import read_all
from ledger.deeds.kinds import KINDS
from ledger.proofs import canonical


def system_entry(key: str, kind: str, facts: dict[str, Any], moment: datetime | None = None) -> Entry:
    """Return an entry by the system; its key follows from its cause, so that a second run changes nothing.

    The words' hash covers kind and facts alone: the second run happens at another time.
    """
    moment = moment or datetime.now(UTC)
    read = read_all(dict(KINDS[kind].schema), facts, "facts")
    words_hash = hashlib.sha256(canonical.encode({"kind": kind, "facts": read})).digest()
    happened_at = moment.astimezone(UTC).isoformat(timespec="seconds")
    return Entry(key, kind, happened_at, moment, read, {}, SYSTEM, words_hash)
