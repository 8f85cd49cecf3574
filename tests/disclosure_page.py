"""Prints the tables of docs/disclosure.md: `python -m tests.disclosure_page`. The registry is their only source."""

from __future__ import annotations

import os
import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "disclosure.md"
MARKS = ("<!-- disclosure -->", "<!-- /disclosure -->")


def table() -> str:
    """Return the table of disclosure, group by group in its own order."""
    from ledger.parties.disclosure import DISCLOSURE, EVERYWHERE, GROUPS, WHERE

    lines = ["| group | who sees it | of which entries | where | why |", "|---|---|---|---|---|"]
    for line in sorted(DISCLOSURE, key=lambda each: GROUPS.index(each.group)):
        kinds = ", ".join(f"`{kind}{'*' if kind.endswith('.') else ''}`" for kind in line.kinds) or "all"
        where = "everywhere" if line.where == EVERYWHERE else ", ".join(sorted(line.where, key=WHERE.index))
        lines.append(f"| {line.group} | {line.who.words} | {kinds} | {where} | {line.why} |")
    return "\n".join(lines)


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
