"""What must hold when the month is over: the ledger against itself, and against what the people wrote down."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from buyers.audit import balance
from ledger.balance.periods import month as period_of
from ledger.balance.regions import regions
from ledger.custody.tags.reconciling import account_of
from ledger.models import Flag, Lot, Tag
from tests.custody.trading_machine import LAWS
from tests.month.cast import SERIES
from tests.month.clock import MONTH, NAME, YEAR
from tests.month.playing import Month

EXPECTED = {"CUST-01", "CUST-05"}
"""Flags that the month brings on itself: a bag too many, and one that never came."""
Check = Callable[[Month, Path], str]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a check; it raises AssertionError, or returns what it looked at."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


@check("laws of every lot")
def laws(month: Month, folder: Path) -> str:
    with connection.cursor() as cursor:
        for law, sql in LAWS.items():
            cursor.execute(sql)
            found = cursor.fetchall()
            assert found == [], (law, found[:5])
    return f"{len(LAWS)} laws, {Lot.objects.count():,} lots"


@check("statements of every place, party, ore and month")
def statements(month: Month, folder: Path) -> str:
    asked = [{"place": site.code} for site in month.cast.sites]
    asked += [{"place": house.place} for house in month.cast.houses]
    parties = {site.cooperative for site in month.cast.sites} | {house.party for house in month.cast.houses}
    asked += [{"party": party} for party in sorted(parties)]
    asked += [{"mineral": mineral} for mineral in sorted(month.known.dug_g)]
    asked += [{"party": house.party, "mineral": each} for house in month.cast.houses for each in month.known.dug_g]
    for scope in asked:
        said = month.cast.auditor.get("/api/v1/statements/", month=NAME, **scope)
        parts = [said[name]["wet_g"] for name in ("opening", "in", "out", "declared", "unexplained")]
        assert said["closes"] and not said["impossible"], said
        assert sum(parts) == said["stock"]["wet_g"] == sum(book["stock_g"] for book in said["books"]), said
        assert all(count["difference_g"] == 0 for count in said["counts"]), said["counts"]
    return f"{len(asked)} statements close to the gram; every count agrees with its book"


@check("the region feeds what left it")
def region(month: Month, folder: Path) -> str:
    known = month.known
    lines = {line.mineral: line for line in regions(["CD"], period_of(NAME))}
    for mineral, dug_g in known.dug_g.items():
        line = lines[mineral]
        left_g = dug_g + known.corrected_g[mineral] - known.lost_g[mineral] - known.exported_g[mineral]
        told = (line.tagged_g, line.exported_g, line.opening_g, line.stock_g)
        assert told == (dug_g, known.exported_g[mineral], 0, left_g), (mineral, told, left_g)
        assert line.unfed_g <= 0, line
    return "; ".join(
        f"{name}: {line.tagged_g:,} g tagged, {line.exported_g:,} g exported" for name, line in lines.items()
    )


@check("the audit page's balance")
def audit(month: Month, folder: Path) -> str:
    said = balance()
    assert said.not_explained.grams == month.known.unexplained_g, said
    return f"not explained: {said.not_explained.grams} g, the one late correction"


@check("tags: every number is accounted for")
def tags(month: Month, folder: Path) -> str:
    known, first, last = month.known, date(YEAR, MONTH, 1), date(YEAR, MONTH, monthrange(YEAR, MONTH)[1])
    books = month.cast.auditor.get("/api/v1/tags/stock/")
    for book in books:
        account = account_of(SERIES, book["holder"], first, last)
        assert account.closing == book["in_book"] == book["counted"], (account, book)
        assert account.gap == book["gap"] == 0, (account, book)
    in_books = sum(book["in_book"] for book in books)
    assert known.tags == len(known.tags_used) + known.spoilt_tags + in_books, (known.tags, in_books)
    used = f"{len(known.tags_used):,} used, {known.spoilt_tags} spoilt or lost"
    return f"{known.tags:,} tags: {used}, {in_books:,} in books"


@check("every exported gram goes back to used tags")
def origins(month: Month, folder: Path) -> str:
    auditor, sites, bags = month.cast.auditor, {site.code for site in month.cast.sites}, set()
    for code in month.known.export_lots:
        lot = auditor.get(f"/api/v1/lots/{code}/")
        found = auditor.all(f"/api/v1/lots/{code}/origins/", limit=500)
        assert sum(each["grams"] for each in found) == lot["mass_g"], code
        assert {each["place"] for each in found} <= sites, "nothing of unknown origin came in"
        graph = auditor.get(f"/api/v1/lots/{code}/lineage/graph/")
        assert sum(graph["traced"].values()) == graph["traced"]["site_g"] == lot["mass_g"], graph["traced"]
        bags |= _roots_that_are_tagged_bags(month, graph["back"])
    return f"{len(month.known.export_lots)} lots, {len(bags):,} bags behind them"


def _roots_that_are_tagged_bags(month: Month, back: dict[str, Any]) -> set[str]:
    made = {edge["target"] for edge in back["edges"]}
    roots = {node["code"] for node in back["nodes"]} - made
    assert not back["cut"] and roots <= month.known.bags, roots - month.known.bags
    tags = set(Lot.objects.filter(code__in=roots).values_list("tag", flat=True))
    assert tags <= month.known.tags_used
    assert set(Tag.objects.filter(code__in=tags).values_list("state", flat=True)) == {"used"}
    return roots


@check("nothing was late, and the rules worry about what happened and nothing else")
def flags(month: Month, folder: Path) -> str:
    found = Flag.objects.filter(cleared_on=None)
    assert set(found.values_list("rule", flat=True)) == EXPECTED, list(found.exclude(rule__in=EXPECTED).values()[:5])
    missing = set(found.filter(rule="CUST-05").values_list("subject", flat=True))
    held = set(Lot.objects.filter(on_hold=True).values_list("code", flat=True))
    assert missing == held == set(month.known.missing), (missing, held, month.known.missing)
    return f"{found.count()} flags: {', '.join(sorted(EXPECTED))}"


@check("replay --check")
def replay(month: Month, folder: Path) -> str:
    return _command("replay", check=True)


@check("verify_log")
def verified(month: Month, folder: Path) -> str:
    month.background.sequencer.finish()
    return _command("verify_log")


def _command(name: str, **options: Any) -> str:
    said = StringIO()
    try:
        with redirect_stdout(said):
            call_command(name, stdout=said, **options)
    except SystemExit as gone:
        raise AssertionError(f"{name} exits {gone.code}: {said.getvalue()[:2_000]}") from None
    return " ".join(said.getvalue().split())
