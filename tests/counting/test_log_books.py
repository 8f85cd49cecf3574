"""Pages of a log book are typed; a missing page or line, or two lots on one line, is looked at."""

import pytest

from ledger import codes
from ledger.models import BookLine
from ledger.risk.finders import findings_about
from ledger.risk.rules import PlaceSeen, explain, rules_for
from tests import make
from tests.make import enter, entered, envelope
from tests.risk.test_rules import TODAY


def page(world, number, *lines, **more):
    said = [{"line": line, "lot": make.code(codes.LOT)} for line in lines]
    facts = {"book": "NG-0417", "place": world.site, "page": number, "printed_lines": 25, "lines": said, **more}
    return envelope("log_book.page_typed.v1", **facts)


def worry(world):
    findings = findings_about("place", [world.site], TODAY)
    place = PlaceSeen(world.site, (), TODAY, findings=findings.get(world.site, {}))
    return next((rule.function(place) for rule in rules_for("place") if rule.id == "DATA-02"), None)


@pytest.mark.rule("DATA-02")
@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ([(1, [1, 2, 3]), (2, [1, 2])], None),
        ([(7, [1]), (8, [1])], None),
        ([(1, [1]), (3, [1])], "pages"),
        ([(1, [1, 3])], "lines"),
        ([(1, [1, 1])], "doubled"),
    ],
)
def test_a_book_is_whole_or_it_is_looked_at(world, pages, why):
    entered(world.tagger, *[page(world, number, *lines) for number, lines in pages])

    found = worry(world)

    assert (found and found.evidence["why"]) == why
    if found:
        assert "NG-0417" in explain("DATA-02", found.severity, found.evidence, TODAY)


@pytest.mark.rule("DATA-02")
def test_a_line_typed_twice_for_different_lots_is_looked_at_until_then_nothing(world):
    entered(world.tagger, page(world, 1, 1, 2))
    assert worry(world) is None

    entered(world.programme, page(world, 1, 2))

    assert worry(world).evidence["lots"] == 2


def test_the_page_that_was_missing_ends_the_worry(world):
    entered(world.tagger, page(world, 1, 1), page(world, 3, 1))
    assert worry(world) is not None

    entered(world.tagger, page(world, 2, 1))

    assert worry(world) is None
    assert BookLine.objects.count() == 3


def test_a_line_beyond_the_printed_ones_is_not_typed(world):
    (answer,) = enter(world.tagger, page(world, 1, 26))

    assert answer.code == "line_not_printed"
    assert not BookLine.objects.exists()
