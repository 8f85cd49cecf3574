"""Every rule of worry says of itself what a person needs to answer it: what it reads, what may explain it innocently,
what clears it, and which dated numbers decide.
"""

import ast
import csv
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.functional import Promise

from ledger.reference import parameters
from ledger.risk.answering import ANSWERED, STOP
from ledger.risk.flags import SEVERITIES
from ledger.risk.incidents.categories import codes
from ledger.risk.rules import OPERATIONAL, RISK_RULES

MAY_STOP = {
    "MINE-02": "B of the trade's book through MINE-01: ore of a site that was Red on the day it was dug is not traded.",
    "SCR-02": "A person confirmed by a second identifier that a party is on a sanctions list: laws forbid the trade.",
}
"""The rules of worry that may say "stop", and why. All others hold for review or warn: nothing accuses by itself."""
ROOMS = ("ledger.risk", "sites", "buyers")
HOUSE = Path(__file__).parent.parent.parent
RULES = sorted(RISK_RULES.values(), key=lambda rule: rule.id)
by_id = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def severities(rule):
    return {name.split(".")[0] for name in rule.sentences}


@by_id
def test_a_rule_that_is_not_hard_names_an_innocent_explanation(rule):
    assert rule.innocent or severities(rule) == {STOP}
    assert len(rule.innocent) <= 20, f"{ANSWERED} counts them up to 20"


@by_id
def test_a_rule_says_what_it_reads_and_what_clears_it(rule):
    assert rule.reads
    assert str(rule.clears).endswith(".")


@by_id
def test_what_a_rule_says_of_itself_is_translated(rule):
    for words in (*rule.sentences.values(), *rule.innocent, *rule.reads, rule.clears):
        assert isinstance(words, Promise), words


@by_id
def test_severities_are_known_ones(rule):
    assert severities(rule) <= set(SEVERITIES)


CATEGORY = re.compile(r'"(A2-[0-9][^"]*|RF-(?:L[123]|S[12]|C))"')
RED_FLAGS = {"RF-L1", "RF-L2", "RF-L3", "RF-S1", "RF-S2", "RF-C"}


@by_id
def test_a_rule_is_about_paragraphs_of_annex_ii_red_flags_or_operational(rule):
    assert set(rule.categories) <= {*codes(), *RED_FLAGS, OPERATIONAL}


@by_id
def test_a_rule_declares_what_its_module_worries_about(rule):
    source = Path(sys.modules[rule.function.__module__].__file__).read_text(encoding="utf-8")
    declared = {
        each for other in RULES if other.function.__module__ == rule.function.__module__ for each in other.categories
    }
    assert set(CATEGORY.findall(source)) - {other.id for other in RULES} <= declared


def test_only_these_rules_may_stop_and_each_for_a_reason():
    assert {rule.id for rule in RULES if STOP in severities(rule)} == set(MAY_STOP)


@cache
def known():
    with (parameters.DATA / "parameters.csv").open(newline="", encoding="utf-8") as file:
        return {row["name"] for row in csv.DictReader(file)}


@by_id
def test_every_parameter_that_a_rule_names_has_a_row(rule):
    assert set(rule.parameters) <= known()
    assert len(set(rule.parameters)) == len(rule.parameters)


# --- every parameter that the source of a rule reads is named by it ---


@cache
def source(module: str) -> ast.Module:
    path = HOUSE / (module.replace(".", "/") + ".py")
    if not path.exists():
        path = HOUSE / module.replace(".", "/") / "__init__.py"
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def rules_in() -> dict[str, list[str]]:
    """Return the IDs of the rules by the module that registers them."""
    found: dict[str, list[str]] = {}
    for module in sorted(name for name in sys.modules if name.startswith(ROOMS)):
        for call in ast.walk(source(module)):
            if _calls(call, "rule", "told_by_refusals"):
                found.setdefault(module, []).append(_value_of(call.args[0], module))
    return found


def _calls(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and bool(node.args)


def _value_of(node: ast.expr, module: str) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else str(getattr(sys.modules[module], ast.unparse(node)))


def near(module: str) -> set[str]:
    """Return the modules of the rooms of risk that a module names."""
    found = {each.module for each in ast.walk(source(module)) if isinstance(each, ast.ImportFrom) and each.module}
    return {name for name in found if name in sys.modules and name.startswith(("ledger.risk.", "sites.zones."))}


def used_by(module: str) -> set[str]:
    """Return a module and those that it reads with, which have no rules of their own and which no deed uses."""
    found, left = {module}, [module]
    while left:
        new = near(left.pop()) - found - set(rules_in()) - used_by_deeds()
        found |= new
        left += new
    return found


@cache
def used_by_deeds() -> frozenset[str]:
    """Return modules of deeds, and what these name: what they read, a deed resolves."""
    rooms = [name for name in sys.modules if name.startswith(ROOMS)]
    deeds = {name for name in rooms if any(_calls(node, "deed", "signable") for node in ast.walk(source(name)))}
    return frozenset(deeds | {name for deed in deeds for name in near(deed)})


@cache
def read_in(module: str) -> frozenset[str]:
    """Return the parameters that a module asks for: names that stand in it, and those that a name in parts fits."""
    tree = source(module)
    told = {id(node) for each in ast.walk(tree) if _tells(each) for node in ast.walk(each)}
    nodes = [node for node in ast.walk(tree) if id(node) not in told]
    whole = {node.value for node in nodes if isinstance(node, ast.Constant) and node.value in known()}
    patterns = [pattern for node in nodes if isinstance(node, ast.JoinedStr) for pattern in _patterns(node)]
    return frozenset(whole | {name for name in known() for pattern in patterns if re.fullmatch(pattern, name)})


def _tells(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == "parameters"


def _patterns(text: ast.JoinedStr) -> Iterator[str]:
    first = text.values[0]
    if (
        isinstance(first, ast.Constant)
        and re.fullmatch(r"[a-z]+(_[a-z_]*)?", str(first.value))
        and len(text.values) > 1
    ):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[a-z_]+" for p in text.values)


def test_every_rule_of_worry_was_found_in_its_source():
    assert sorted(name for names in rules_in().values() for name in names) == [rule.id for rule in RULES]


@pytest.mark.parametrize("module", sorted(rules_in()))
def test_a_module_of_rules_names_every_parameter_that_it_reads(module):
    named = {name for rule in rules_in()[module] for name in RISK_RULES[rule].parameters}

    assert read_in(module) <= named


@pytest.mark.parametrize(
    "helper", sorted({each for module in rules_in() for each in used_by(module)} - set(rules_in()))
)
def test_what_is_read_for_rules_is_named_by_one_of_them(helper):
    modules = [module for module in rules_in() if helper in used_by(module)]
    named = {name for module in modules for rule in rules_in()[module] for name in RISK_RULES[rule].parameters}

    assert read_in(helper) <= named
