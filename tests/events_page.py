"""Prints the table of kinds for docs/events.md: `python -m tests.events_page`. The registry is its only source."""

from __future__ import annotations

import os
import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "events.md"
MARKS = ("<!-- kinds -->", "<!-- /kinds -->")


def table() -> str:
    """Return the table of kinds, in the order of their names."""
    from ledger.deeds.kinds import KINDS

    lines = ["| kind | what | open facts | hidden facts | entered by |", "|---|---|---|---|---|"]
    for _, kind in sorted(KINDS.items()):
        lines.append(f"| `{kind.name}` | {kind.about} | {_open(kind)} | {_hidden(kind)} | {_who(kind)} |")
    return "\n".join(lines)


def _open(kind) -> str:
    return ", ".join(name for name, fact in kind.schema.items() if fact.group == "open")


def _hidden(kind) -> str:
    groups: dict[str, list[str]] = {}
    for name, fact in kind.schema.items():
        if fact.group != "open":
            groups.setdefault(fact.group, []).append(name)
    return "; ".join(f"{group}: {', '.join(names)}" for group, names in groups.items()) or "none"


def _who(kind) -> str:
    from ledger.parties.entering import MAY_ENTER

    roles = MAY_ENTER.get(kind.name.rsplit(".v", 1)[0], frozenset())
    return ", ".join(sorted(roles)).replace("_", " ") or "the system"


def renewed(text: str) -> str:
    """Return the page with its table made anew."""
    start, end = (re.escape(mark) for mark in MARKS)
    fresh = f"{MARKS[0]}\n{table()}\n{MARKS[1]}"
    return re.sub(f"{start}.*{end}", lambda _: fresh, text, flags=re.DOTALL)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
