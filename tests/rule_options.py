"""`--rule ID` runs the tests of a rule, `--without-rule ID` takes the rule away: then they must fail.

`--teeth` runs every test of a rule once for each of its rules, each time without that rule. The run is good if every
rule lost at least one test: a rule that nobody misses is toothless. With `--first-tooth` a process leaves a rule alone
once it has lost a test there.
"""

from __future__ import annotations

import pytest
from _pytest.runner import runtestprotocol

TAKEN = "rule taken away"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rule", action="append", default=[], metavar="ID", help="run only the tests of this rule")
    parser.addoption("--without-rule", action="append", default=[], metavar="ID", help="switch this rule off")
    parser.addoption("--first-tooth", action="store_true", help="with --teeth: one lost test of a rule is enough")
    parser.addoption("--teeth", action="store_true", help="run the tests of every rule without it; each must lose one")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = set(config.getoption("--rule"))
    if not wanted and not config.getoption("--teeth"):
        return
    chosen = [item for item in items if (wanted & rules_of(item) if wanted else rules_of(item))]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def rules_of(item: pytest.Item) -> set[str]:
    return {marker.args[0] for marker in item.iter_markers("rule")}


@pytest.fixture(autouse=True, scope="session")
def rules_switched_off(request: pytest.FixtureRequest) -> None:
    from ledger.deeds import guards

    guards.switched_off.update(request.config.getoption("--without-rule"))


_bitten: set[str] = set()
"""Rules that have lost a test in this process."""


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test once for each of its rules, without it."""
    if not item.config.getoption("--teeth"):
        return None
    enough = _bitten if item.config.getoption("--first-tooth") else set()
    left = sorted(rules_of(item) - enough)
    if not left:
        item.session._setupstate.teardown_exact(nextitem)
    while left:
        rule_id = left.pop(0)
        if hasattr(item, "_initrequest"):
            item._initrequest()
        reports = _run_without(rule_id, item, item if left else nextitem)
        _bitten.update({rule_id} if any(each.when == "call" and each.failed for each in reports) else ())
        for report in reports:
            report.user_properties = [*report.user_properties, (TAKEN, rule_id)]
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def _run_without(rule_id: str, item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    from ledger.deeds import guards

    guards.switched_off.add(rule_id)
    try:
        return runtestprotocol(item, nextitem=nextitem, log=False)
    finally:
        guards.switched_off.discard(rule_id)


class Teeth:
    """Counts, where all reports come together, how many tests each rule lost."""

    def __init__(self) -> None:
        self.lost: dict[str, int] = {}
        self.run: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        rule_id = dict(report.user_properties).get(TAKEN)
        if rule_id is None or report.when == "teardown":
            return
        self.run[rule_id] = self.run.get(rule_id, 0) + (report.when == "call")
        self.lost[rule_id] = self.lost.get(rule_id, 0) + (report.when == "call" and report.failed)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.run and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED if self.toothless() else pytest.ExitCode.OK

    def toothless(self) -> list[str]:
        """Return the rules that no test misses, those without a test among them."""
        from ledger.deeds.guards import RULES

        return sorted(rule_id for rule_id in {rule.id for rule in RULES} if not self.lost.get(rule_id))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for rule_id in sorted(self.run):
            terminalreporter.write_line(f"{rule_id:<10} {self.lost[rule_id]} of {self.run[rule_id]} tests miss it")
        for rule_id in self.toothless():
            terminalreporter.write_line(f"{rule_id:<10} DOES NOT BITE")
