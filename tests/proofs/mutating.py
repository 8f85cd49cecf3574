"""Mutation testing of the code that carries the proofs: a small fault is planted, and the tests must notice it.

    python -m tests.proofs.mutating [MODULE ...] [--sample N]

Every fault is one change of one place: a comparison, a number, a bound of a slice, an operator of arithmetic or logic, a
condition turned round, a value not returned, a statement left out. For each, the tests of that module run in this
process until the first that fails. Faults that no test can notice because they change nothing that can be seen are
listed below, each with its reason; any other that survives ends the run with exit code 1.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import io
import os
import random
import signal
import sys
import types
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

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
    "statement": ("test_pack_contents", "test_pack"),
    "archive": ("test_pack_container", "test_pack"),
    "signed_checkpoint": ("test_promised", "test_pack", "test_mirror"),
    "verify": ("test_pack", "test_pack_container", "test_pack_contents"),
    "promised": ("test_promised",),
    "mirror": ("test_mirror", "test_promised"),
    "sources": ("test_sources",),
}
"""Each module, and the tests that are to notice its faults, the likeliest first."""

LONGEST_S = 60
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
    def name(self) -> str:
        """The fault as the list of survivors knows it: by its words, so that it stays when lines move."""
        return f"{self.module}: {self.words}"


def faults_of(module: str) -> Iterator[Fault]:
    """Give every fault that can be planted in a module."""
    tree = ast.parse((ROOT / "ledger" / "proofs" / f"{module}.py").read_text(encoding="utf-8"))
    _Frozen().visit(tree)
    places = [node for node in ast.walk(tree) if hasattr(node, "lineno")]
    number = 0
    for at, node in enumerate(places):
        for change, words in changes_of(node):
            planted = copy.deepcopy(tree)
            target = [each for each in ast.walk(planted) if hasattr(each, "lineno")][at]
            change(target)
            yield Fault(module, number, node.lineno, words, ast.fix_missing_locations(planted))
            number += 1


class _Frozen(ast.NodeTransformer):
    """Takes out what is no program: docstrings, annotations, and the words of errors, which nobody must read by rote."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            argument.annotation = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Name("object", ast.Load(), lineno=node.lineno, col_offset=0)
        return self.generic_visit(node)


def changes_of(node: ast.AST) -> Iterator[tuple[object, str]]:
    """Give what can be changed at one place, and the words for it."""
    was = ast.unparse(node) if isinstance(node, (ast.expr, ast.stmt)) else ""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                yield _set_item("ops", at, other()), f"{was} -> {other.__name__}"
    elif isinstance(node, ast.BinOp) and not isinstance(node.left, (ast.JoinedStr, ast.Constant)):
        yield _set("op", OPERATORS[type(node.op)]()), f"{was} -> {OPERATORS[type(node.op)].__name__}"
    elif isinstance(node, ast.AugAssign):
        yield _set("op", OPERATORS[type(node.op)]()), f"{was} -> {OPERATORS[type(node.op)].__name__}"
    elif isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield _set("op", other()), f"{was} -> {other.__name__}"
        for at in range(len(node.values)):
            yield _drop("values", at), f"{was} without {ast.unparse(node.values[at])}"
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield _set("value", node.value + 1), f"line of {was} + 1"
        yield _set("value", node.value - 1), f"line of {was} - 1"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield _set("value", not node.value), f"{was} turned round"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _set("op", ast.UAdd()), f"{was} without not"
    elif isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield _negate("test"), f"{'while' if isinstance(node, ast.While) else 'if'} {ast.unparse(node.test)} turned round"
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


def _set(name: str, value: object) -> object:
    return lambda node: setattr(node, name, value)


def _set_item(name: str, at: int, value: object) -> object:
    return lambda node: getattr(node, name).__setitem__(at, value)


def _drop(name: str, at: int) -> object:
    return lambda node: getattr(node, name).pop(at)


def _negate(name: str) -> object:
    return lambda node: setattr(node, name, ast.UnaryOp(ast.Not(), getattr(node, name)))


def _replace_by_pass(node: ast.AST) -> None:
    """Make the statement say nothing, in place."""
    node.__class__, node.__dict__ = ast.Pass, {"lineno": node.lineno, "col_offset": node.col_offset}
