"""Rooms only look down (docs/architecture.md): the order is written once, here it is read."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("config", "ledger", "sites", "buyers")
WEB = re.compile(
    r"^(rest_framework|drf_spectacular|django\.(http|urls|views|shortcuts|template|forms|contrib\.admin)\b)"
)
MAY_SPEAK_WEB = ("config", "sites", "buyers", "ledger.api", "ledger.admin")


def floors() -> list[list[str]]:
    """Return the floors from the top, as docs/architecture.md lists them between its marks."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = text.split("<!-- floors -->")[1].split("```")[1]
    return [[room.strip() for room in line.split("|")] for line in listed.strip().splitlines() if line.strip()]


def modules() -> dict[str, Path]:
    found = {}
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = path
    return found


def room_of(module: str) -> str | None:
    rooms = [room for floor in floors() for room in floor if module == room or module.startswith(room + ".")]
    return max(rooms, key=len, default=None)


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# these two gather what all rooms register; Django looks for them in the app's own folder
GATHERERS = {"ledger.models", "ledger.rooms", "ledger.apps", "ledger"}


@pytest.mark.parametrize("module", sorted(modules()))
def test_rooms_only_look_down(module):
    if module in GATHERERS:
        return
    floor_of = {room: number for number, floor in enumerate(floors()) for room in floor}
    here = room_of(module)
    assert here is not None, f"{module} stands in no room of docs/architecture.md"
    for imported in imports(modules()[module]):
        there = room_of(imported) if imported.split(".")[0] in ROOMS else None
        if there is None or there == here:
            continue
        assert floor_of[there] > floor_of[here], f"{module} ({here}) looks up or sideways to {imported}"


@pytest.mark.parametrize("module", sorted(modules()))
def test_only_the_edges_speak_web_and_celery(module):
    path = modules()[module]
    for imported in imports(path):
        if WEB.match(imported) and not module.startswith(MAY_SPEAK_WEB):
            pytest.fail(f"{module} imports {imported}")
        if imported.split(".")[0] == "celery":
            assert module.startswith("config") or path.name == "tasks.py", f"{module} imports celery"


PURE = ("ledger.proofs", "ledger.arithmetic", "ledger.codes", "ledger.units", "ledger.errors")


@pytest.mark.parametrize("module", sorted(name for name in modules() if name.startswith(PURE)))
def test_pure_rooms_import_neither_django_nor_each_others_ceiling(module):
    outside = {name.split(".")[0] for name in imports(modules()[module])}

    assert not outside & {"django", "psycopg", "celery", "rest_framework"}


def test_only_append_inserts_events():
    for name, path in modules().items():
        if name != "ledger.log.append":
            assert "INSERT INTO ledger_event " not in calls(path), name


def test_only_apply_functions_change_read_tables():
    """`rows.add` and `rows.change` stand in functions whose name begins with apply (or _apply), and nowhere else."""
    for name, path in modules().items():
        if name == "ledger.deeds.rows":
            continue
        for node in ast.walk(ast.parse(calls(path))):
            if isinstance(node, ast.FunctionDef) and not node.name.lstrip("_").startswith("apply"):
                for inner in ast.walk(node):
                    is_call = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
                    if is_call and inner.func.attr in {"add", "change"}:
                        target = inner.func.value
                        assert not (isinstance(target, ast.Name) and target.id == "rows"), f"{name}.{node.name}"


FORBIDDEN_NAMES = {"utils", "helpers", "helper", "managers", "common", "misc", "info", "base"}


def test_names_are_the_trades_own():
    assert not {name for name in modules() if name.rsplit(".", 1)[-1] in FORBIDDEN_NAMES}


def test_no_file_is_a_room_asking_to_be_divided():
    long = {name: lines for name, path in modules().items() if (lines := len(calls(path).splitlines())) > 400}

    assert long == {}


def test_every_package_opens_with_one_sentence():
    for name, path in modules().items():
        if path.name == "__init__.py" and name.split(".")[-1] not in {"management", "commands", "migrations"}:
            assert ast.get_docstring(ast.parse(calls(path))), f"{name} says nothing of itself"


def test_kinds_and_rules_stand_before_any_page_is_loaded():
    # a worker loads no addresses: what only they import would be unknown to it
    asked = (
        "import django; django.setup(); from ledger.deeds.kinds import KINDS; from ledger.deeds.guards import RULES; "
        "print(*sorted(KINDS), *sorted(f'{rule.id}:{rule.on}' for rule in RULES), sep='\\n')"
    )
    alone = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)

    importlib.import_module("config.urls")
    from ledger.deeds.guards import RULES
    from ledger.deeds.kinds import KINDS

    assert alone.stdout.splitlines() == [*sorted(KINDS), *sorted(f"{rule.id}:{rule.on}" for rule in RULES)]
