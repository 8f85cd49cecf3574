"""What a writer knows for certain: every envelope before it is sent, every answer before the next is sent.

One JSON line each, flushed to the disk: {"sent": [...]}, {"answers": [...]}, {"sealed": {key: hash}}, {"failed": ...}.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Journal:
    """A writer's own file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = read(path)
        self.file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            os.write(self.file, b"\n")  # a line that a kill cut short; what it would have said was never known

    def note(self, **line: Any) -> None:
        """Write a line, durably."""
        os.write(self.file, json.dumps(line).encode() + b"\n")
        os.fsync(self.file)
        self.known.take(line)


@dataclass
class Known:
    """All that journals say together."""

    envelopes: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    by: str = ""
    sealed: dict[str, str] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def take(self, line: dict[str, Any]) -> None:
        """Take in one line."""
        if "sent" in line:
            self.unanswered, self.by = line["sent"], line["by"]
            self.envelopes.update({each["key"]: each for each in line["sent"]})
        for answer in line.get("answers", ()):
            self.unanswered = []
            # an entry recorded before its answer was lost is "repeated" to who asks again; a repeat changes nothing
            if self.answers.get(answer["key"], {}).get("status") not in RECORDED:
                self.answers[answer["key"]] = answer
            if answer.get("receipt"):
                self.receipts[answer["key"]] = answer["receipt"]
        self.sealed.update(line.get("sealed", {}))
        if "failed" in line:
            self.failures.append(line["failed"])


RECORDED = {"recorded", "repeated"}


def read(*paths: Path) -> Known:
    """Read journals; a line that is not whole was cut short by a kill, and was the last of its writer."""
    known = Known()
    for path in paths:
        for line in path.read_text().splitlines() if path.exists() else ():
            try:
                known.take(json.loads(line))
            except json.JSONDecodeError:
                continue
    return known
