"""Mutation testing of the code that carries the proofs: a small fault is planted, and the tests must notice it.

    python -m tests.proofs.mutating [MODULE ...] [--sample N]

Every fault is one change of one place: a comparison, a number, a bound of a slice, an operator of arithmetic or of
logic, a condition turned round, a value not returned, a statement left out. For each, a child of this process runs the
tests of that module up to the first that fails. Faults that no test can notice, because they change nothing that can be
seen, are listed in docs/mutants.md, each with its reason; any other that survives ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import re
import resource
import signal
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[2]
TESTS = {
    "tree": ("test_tree", "test_properties"),
    "tiles": ("test_tiles", "test_tree", "test_properties"),
    "tile_paths": ("test_tiles",),
    "paths": ("test_tiles", "test_properties"),
    "notes": ("test_notes", "test_checkpoints"),
    "checkpoints": ("test_checkpoints", "test_notes"),
    "tlog_proof": ("test_tlog_proof",),
    "fields": ("test_fields", "test_notes", "test_checkpoints", "test_tlog_proof"),
    "keys": ("test_notes", "test_policy"),
    "policy": ("test_policy", "test_pack"),
    "submission": ("test_promised",),
    "bundles": ("test_bundles",),
    "leaves": ("test_mirror", "test_pack_contents"),
    "contents": ("test_pack_contents", "test_pack", "test_sources"),
    "manifest": ("test_pack_container", "test_pack"),
    "statement": ("test_pack_contents", "test_pack", "test_recount"),
    "archive": ("test_pack_container", "test_pack"),
    "signed_checkpoint": ("test_promised", "test_pack", "test_mirror"),
    "verify": ("test_pack", "test_pack_container", "test_pack_contents"),
    "promised": ("test_promised",),
    "mirror": ("test_mirror", "test_promised"),
    "sources": ("test_sources",),
    "heads": ("test_heads",),
}
"""Each module, and the tests that are to notice its faults, the likeliest first."""

SHORTEST_LIMIT_S, PATIENCE, MOST_MEMORY = 8, 4, 3_000_000_000
"""A fault that lets the tests run on and on is noticed: four times as long as they take without it, in CPU time."""
SURVIVORS = ROOT / "docs" / "mutants.md"
LISTED = re.compile(r"^\| `([a-z_0-9]+)` \| `(.+)` \| .+ \|$", re.MULTILINE)
PYTEST = ["-q", "-m", "not slow", "--noconftest", "-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"]
Change = Callable[[Any], object]
COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}


@dataclass(frozen=True)
class Fault:
    """One change of one place of a module; `number` counts the changes of that module."""

    module: str
    number: int
    line: int
    words: str
    tree: ast.Module

    @property
    def name(self) -> tuple[str, str]:
        """The fault as the list of survivors knows it: by its words, so that it stays when lines move."""
        return self.module, self.words.replace("|", "/")


def faults_of(module: str) -> Iterator[Fault]:
    """Give every fault that can be planted in a module."""
    source = (ROOT / "ledger" / "proofs" / f"{module}.py").read_text(encoding="utf-8")
    tree, lines = ast.parse(source), source.splitlines()
    _Frozen().visit(tree)
    places = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    number = 0
    for at, node in enumerate(places):
        for change, words in changes_of(node):
            planted = copy.deepcopy(tree)
            target = [each for each in ast.walk(planted) if hasattr(each, "lineno")][at]
            change(target)
            said = f"{lines[node.lineno - 1].strip()} -- {words}"
            yield Fault(module, number, node.lineno, said, ast.fix_missing_locations(planted))
            number += 1


class _Frozen(ast.NodeTransformer):
    """Takes out what is no program: annotations."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            argument.annotation = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Name("object", ast.Load(), lineno=node.lineno, col_offset=0)
        return self.generic_visit(node)


def changes_of(node: ast.AST) -> Iterator[tuple[Change, str]]:
    """Give what can be changed at one place, and the words for it."""
    was = ast.unparse(node) if isinstance(node, (ast.expr, ast.stmt)) else ""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield _set_item("ops", at, other()), f"{was} -> {other.__name__}"
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in OPERATORS:
        yield _set("op", OPERATORS[type(node.op)]()), f"{was} -> {OPERATORS[type(node.op)].__name__}"
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield _set("op", other()), f"{was} -> {other.__name__}"
        for at in range(len(node.values)):
            yield _drop("values", at), f"{was} without {ast.unparse(node.values[at])}"
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield _set("value", node.value + 1), f"{was} + 1"
        yield _set("value", node.value - 1), f"{was} - 1"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield _set("value", not node.value), f"{was} turned round"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _set("op", ast.UAdd()), f"{was} without not"
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield (
            _negate("test"),
            f"{'while' if isinstance(node, ast.While) else 'if'} {ast.unparse(node.test)} turned round",
        )
    elif isinstance(node, ast.Return) and node.value is not None and was != "return None":
        yield _set("value", ast.Constant(None)), f"{was} -> None"
    elif isinstance(node, ast.Slice):
        for bound in ("lower", "upper"):
            if getattr(node, bound) is not None:
                yield _set(bound, None), f"[{was}] without its {bound} bound"
    elif isinstance(node, (ast.Raise, ast.Break, ast.Continue)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ):
        yield _replace_by_pass, f"without {was.splitlines()[0][:80]}"


def _set(name: str, value: object) -> Change:
    return lambda node: setattr(node, name, value)


def _set_item(name: str, at: int, value: object) -> Change:
    return lambda node: getattr(node, name).__setitem__(at, value)


def _drop(name: str, at: int) -> Change:
    return lambda node: getattr(node, name).pop(at)


def _negate(name: str) -> Change:
    return lambda node: setattr(node, name, ast.UnaryOp(ast.Not(), getattr(node, name)))


def _replace_by_pass(node: ast.AST) -> None:
    """Make the statement say nothing, in place."""
    node.__class__, node.__dict__ = ast.Pass, {"lineno": node.lineno, "col_offset": node.col_offset}


def plant(fault: Fault) -> None:
    """Let the loaded module behave as if it had been written with this fault; raises ValueError if that cannot be."""
    module = import_module(f"ledger.proofs.{fault.module}")
    namespace: dict[str, Any] = {"__name__": module.__name__, "__builtins__": __builtins__}
    exec(compile(fault.tree, f"<{fault.module}>", "exec"), namespace)  # noqa: S102  (the program under test)
    for name, planted in namespace.items():
        was = vars(module).get(name)
        if isinstance(planted, type) and isinstance(was, type) and planted.__module__ == module.__name__:
            for member, value in vars(planted).items():
                _plant_code(vars(was).get(member), value)
        elif (
            not _plant_code(was, planted)
            and type(was) in (int, bytes, str, tuple, range, set, frozenset, re.Pattern)
            and was != planted
        ):
            _rebind(name, was, planted)
        elif type(was) is dict and not name.startswith("__") and repr(was) != repr(planted):
            was.clear()
            was.update(planted)


def _plant_code(was: Any, planted: Any) -> bool:
    """Give a function, method, property or cached function the code of another."""
    for unwrap in ("fget", "__func__", "__wrapped__"):
        was, planted = getattr(was, unwrap, was), getattr(planted, unwrap, planted)
    if isinstance(was, types.FunctionType) and isinstance(planted, types.FunctionType):
        was.__code__, was.__defaults__, was.__kwdefaults__ = (
            planted.__code__,
            planted.__defaults__,
            planted.__kwdefaults__,
        )
        for cell, other in zip(was.__closure__ or (), planted.__closure__ or (), strict=True):
            if type(cell.cell_contents) in (int, bool):  # the defaults of a dataclass
                cell.cell_contents = other.cell_contents
        return True
    return False


def _rebind(name: str, was: Any, planted: Any) -> None:
    for module in list(sys.modules.values()):
        of_ours = getattr(module, "__name__", "").startswith(("ledger.proofs.", "tests.proofs."))
        if of_ours and vars(module).get(name) is was:
            setattr(module, name, planted)


@dataclass
class Planting:
    """A plugin of pytest that, instead of running the tests once, runs them against one fault after another."""

    faults: Sequence[Fault]
    listed: set[tuple[str, str]]
    killed: int = 0
    excused: int = 0
    survivors: list[Fault] = field(default_factory=list)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests of each fault's module in a child."""
        by_file: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            by_file.setdefault(item.path.stem, []).append(item)
        limits: dict[str, float] = {}
        for fault in self.faults:
            items = [item for name in TESTS[fault.module] for item in by_file.get(name, [])]
            if fault.module not in limits:
                is_broken, taken = self._ran(None, items, 0)
                if is_broken:
                    print(f"\n{fault.module}.py: its tests fail without any fault", flush=True)
                    break
                limits[fault.module] = max(SHORTEST_LIMIT_S, PATIENCE * taken)
            if self._ran(fault, items, limits[fault.module])[0]:
                self.killed += 1
            elif fault.name in self.listed:
                self.excused += 1
            else:
                self.survivors.append(fault)
                print(f"\nsurvived: {fault.module}.py:{fault.line}: {fault.words}", flush=True)
        return True

    def _ran(self, fault: Fault | None, items: Sequence[pytest.Item], limit: float) -> tuple[bool, float]:
        """Run tests in a child; tell whether one failed, and how many seconds of CPU time they took."""
        child = os.fork()
        if child == 0:
            _quiet()
            signal.setitimer(signal.ITIMER_PROF, limit)
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            os._exit(_run_with(fault, items))
        _, status, used = os.wait4(child, 0)
        return os.waitstatus_to_exitcode(status) != 0, used.ru_utime + used.ru_stime


def _quiet() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _run_with(fault: Fault | None, items: Sequence[pytest.Item]) -> int:
    try:
        if fault:
            plant(fault)
        for item in items:
            reports = runtestprotocol(item, log=False, nextitem=None)
            if any(report.failed for report in reports):
                return 1
    except BaseException:  # the fault broke the module itself
        return 1
    return 0


def main(arguments: Sequence[str]) -> int:
    """Plant faults and print those that survive; exit code 1 if there are any that are not excused."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.mutating")
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help=f"of {', '.join(TESTS)}; all of them if none is named"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="only so many faults, evenly drawn")
    chosen = parser.parse_args(arguments)
    faults = [fault for module in chosen.modules or TESTS for fault in faults_of(module)]
    if chosen.sample is not None:
        faults = random.Random(0).sample(faults, min(chosen.sample, len(faults)))  # noqa: S311
    settings.register_profile(
        "mutants",
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
    listed = set(LISTED.findall(SURVIVORS.read_text(encoding="utf-8"))) if SURVIVORS.exists() else set()
    planting = Planting(faults, listed)
    files = sorted({f"tests/proofs/{name}.py" for fault in faults for name in TESTS[fault.module]})
    pytest.main(["-o", "addopts=", *PYTEST, *files], plugins=[planting])
    judged = planting.killed + planting.excused + len(planting.survivors)
    print(
        f"{judged} faults planted: {planting.killed} noticed ({planting.killed / max(judged, 1):.1%}), "
        f"{planting.excused} change nothing that can be seen, {len(planting.survivors)} survive"
    )
    return 1 if planting.survivors or judged < len(faults) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
