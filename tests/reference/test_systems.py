"""Every system that the report names has a line in docs/systems.md, and what the lines name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ledger.deeds.kinds import KINDS
from ledger.reference.files import shipped
from ledger.rulebook.declared import SHELVES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
LINES = {
    cells[1].strip(): cells[3].strip()
    for line in PAGE.splitlines()
    if (cells := line.split("|"))[1:2] and len(cells) == 5
}
SYSTEMS = {row["id"]: row for row in shipped("systems")}


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_every_system_has_a_line_that_says_where_it_lives(system):
    assert len(LINES.get(system, "")) > 10, f"{system} {SYSTEMS[system]['name']} has no line in docs/systems.md"
    assert SYSTEMS[system]["name"] in PAGE


def test_there_is_no_line_about_a_system_that_nobody_names():
    assert {name for name in LINES if re.fullmatch(r"S\d+", name)} == SYSTEMS.keys()


def kinds_without_version() -> set[str]:
    return {name.rsplit(".v", 1)[0] for name in KINDS}


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_kinds_shelves_rows_and_commands_that_a_line_names_are_there(system):
    rows = {row[SHELVES[table].key[0]] for table in SHELVES for row in shipped(table)}
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")}
    for named in re.findall(r"`([^`]+)`", LINES[system]):
        if command := re.match(r"manage\.py (\w+)", named):
            assert command[1] in commands, named
        elif re.fullmatch(r"[a-z]+\.[a-z_]+", named):
            assert named in kinds_without_version(), named
        elif not named.startswith("/") and named != "msp_member":
            assert named in SHELVES or named in rows or named == "exclusive_buyer", named


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_rows_in_brackets_are_there_too(system):
    rows = {row[SHELVES[table].key[0]] for table in SHELVES for row in shipped(table)}
    for named in re.findall(r"(?<![A-Z-])[A-Z]{2}-[A-Z0-9-]*[A-Z0-9]|\bF\d{3}\b", LINES[system]):
        if named + "-*" not in LINES[system]:
            assert named in rows, named
