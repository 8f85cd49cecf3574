"""The docs say what the code is: rules, kinds and commands are all there."""

from pathlib import Path

import pytest

from ledger.deeds.guards import RULES
from ledger.deeds.kinds import KINDS
from tests import rules

ROOT = Path(__file__).parent.parent


def test_the_page_of_rules_is_the_registry():
    ordered = sorted(RULES, key=lambda rule: (rule.id, rule.on))

    assert rules.PAGE.read_text(encoding="utf-8") == rules.page(ordered), "run: make rules"


def test_every_rule_has_tests_of_its_own(request):
    marked = {
        marker.args[0]
        for path in (ROOT / "tests").rglob("test_*.py")
        for marker in _rule_marks(path.read_text(encoding="utf-8"))
    }

    assert {rule.id for rule in RULES} <= marked


def _rule_marks(text):
    import ast
    from types import SimpleNamespace

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
            yield SimpleNamespace(args=[ast.literal_eval(node.args[0])])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_in_the_docs(kind):
    assert f"`{kind}`" in (ROOT / "docs" / "events.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_docs():
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")} - {"__init__"}
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

    assert {name for name in commands if f"`manage.py {name}" not in text} == set()


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs").rglob("*.md")) + [ROOT / "README.md"], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page):
    import re

    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"
