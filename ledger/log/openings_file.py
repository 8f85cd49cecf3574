"""Openings in a file: what bundles do not hold, one line for each, written by the backup and read by the recovery.

Line 1 says whose they are: {"from": position, "forgotten": [codes], "origin": ..., "size": ..., "v": 1}. Each line
after it is {"group", "hmac_key", "key", "value"}, key and value in base64. Emptied openings are left out. The file is
as secret as the database.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from ledger.log.append import Opening
from ledger.proofs.commitments import commit_bytes

VERSION = 1
BATCH = 5_000
_OPENINGS = """
    SELECT leaf.position, opening.key::text, opening."group", opening.hmac_key, opening.value
    FROM ledger_leaf leaf JOIN ledger_event event ON event.id = leaf.event_id
    JOIN ledger_opening opening ON opening.key = event.key
    WHERE leaf.position >= %s AND leaf.position < %s AND octet_length(opening.value) > 0
    ORDER BY leaf.position, opening."group" """


class WrongOpenings(Exception):
    """The file is no file of openings, or of another log."""


def opening_lines(origin: str, start: int, size: int, forgotten: Sequence[str]) -> Iterator[bytes]:
    """Yield the lines of a file with all openings of the entries at positions [start, size)."""
    head = {"v": VERSION, "origin": origin, "from": start, "size": size, "forgotten": sorted(forgotten)}
    yield _line(head)
    for first in range(start, size, BATCH):
        with connection.cursor() as cursor:
            cursor.execute(_OPENINGS, [first, min(size, first + BATCH)])
            for _, key, group, hmac_key, value in cursor.fetchall():
                yield _line({"key": key, "group": group, "hmac_key": _spelled(hmac_key), "value": _spelled(value)})


class OpeningsFile:
    """The openings of some entries, read from a file; believed only where a commitment in a leaf says the same."""

    def __init__(self, path: Path, origins: Collection[str], keys: Collection[str]) -> None:
        self.found: dict[tuple[str, str], Opening] = {}
        self.forgotten: list[str] = []
        wanted = set(keys)
        try:
            with path.open("rb") as file:
                self._read_head(json.loads(file.readline()), origins)
                for line in file:
                    said = json.loads(line)
                    if said["key"] in wanted:
                        opening = Opening(said["group"], _read(said["hmac_key"]), _read(said["value"]))
                        self.found[said["key"], said["group"]] = opening
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise WrongOpenings(f"{path} is no file of openings ({type(fault).__name__})") from None

    def _read_head(self, head: dict[str, Any], origins: Collection[str]) -> None:
        if head["v"] != VERSION or head["origin"] not in origins:
            raise WrongOpenings(f"the openings are those of {head['origin']}")
        self.forgotten = list(head["forgotten"])

    def of(self, key: str, group: str, commitment: str) -> Opening | None:
        """Return the opening of a commitment; None where there is none. Raises WrongOpenings for a false one."""
        opening = self.found.get((key, group))
        if opening is not None and commit_bytes(group, opening.value, opening.key).hex() != commitment:
            raise WrongOpenings(f"the opening of {group} of entry {key} is not what its leaf commits to")
        return opening


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _spelled(octets: bytes) -> str:
    return base64.b64encode(bytes(octets)).decode("ascii")


def _read(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
