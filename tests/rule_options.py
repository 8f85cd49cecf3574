"""`--rule ID` runs the tests of a rule; `--without-rule ID` takes the rule away, and then they must fail."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rule", action="append", default=[], metavar="ID", help="run only the tests of this rule")
    parser.addoption("--without-rule", action="append", default=[], metavar="ID", help="switch this rule off")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = set(config.getoption("--rule"))
    if not wanted:
        return
    chosen = [item for item in items if wanted & rules_of(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def rules_of(item: pytest.Item) -> set[str]:
    return {marker.args[0] for marker in item.iter_markers("rule")}


@pytest.fixture(autouse=True, scope="session")
def rules_switched_off(request: pytest.FixtureRequest) -> None:
    from ledger.deeds import guards

    guards.switched_off.update(request.config.getoption("--without-rule"))
