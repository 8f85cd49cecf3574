"""A box of tags is printed in ranges; its page says which numbers are on paper, how often, and since when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.labels import printing
from ledger.labels.models import DONE, WAITING, PrintedCode, PrintedRun, PrintJob
from ledger.labels.printed import Printed, laid_over, printed_of
from ledger.models import TagParcel
from ledger.parties import roles
from tests import make
from tests.labels.reading import pages_of, scan, text_of
from tests.make import entered, envelope
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)
from tests.pages.test_lot_page import text_of as page_text
from tests.tags.conftest import Stock

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def stock(world):
    return Stock(world)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path


@pytest.fixture
def programme(world, as_role):  # noqa: F811
    return as_role(roles.PROGRAMME_MANAGER)


def ordering(first: int, last: int, **changed) -> dict:
    return {"layout": "roll_62", "first": first, "last": last, "copies": 1, "right": 0, "down": 0, **changed}


def printed_by(client, box: str, first: int, last: int, **changed) -> PrintJob:
    page = client.post(f"/labels/box/{box}/", ordering(first, last, **changed))
    assert page.status_code == 302
    return PrintJob.objects.latest("ordered_at")


def asked(page) -> tuple[int, int]:
    """Return the range that the form proposes."""
    fields = page.context["form"].fields
    return fields["first"].initial, fields["last"].initial


def on_paper(box: str) -> list[Printed]:
    found = TagParcel.objects.get(code=box)
    return printed_of(found.series, found.first, found.last)


def test_the_numbers_still_in_a_box_are_printed_under_their_place_in_it(stock, programme):
    stock.opened()
    box = stock.box(300)
    stock.allocated(box, 100)

    page = programme.get(f"/labels/box/{box}/")
    job = printed_by(programme, box, 101, 103)

    assert (page.context["count"], asked(page)) == (200, (101, 300))
    content = printing.path_of(job).read_bytes()
    assert [scan(content, number)[0].text.rsplit("/t/")[1] for number in range(3)] == stock.numbers(101, 3)
    assert len(pages_of(content)) == 3
    assert "No. 101 of 300" in text_of(content)


def test_what_has_left_the_box_is_not_printed_from_it(stock, programme):
    stock.opened()
    box = stock.box(300)
    stock.allocated(box, 100)

    page = programme.post(f"/labels/box/{box}/", ordering(100, 103))

    assert page.status_code == 422
    assert "from no. 101 to no. 300" in page_text(page)
    assert not PrintJob.objects.exists()


def test_an_empty_box_and_one_that_was_given_back_have_nothing_to_print(stock, programme):
    tags = stock.booklet(10)
    box = TagParcel.objects.get(holder=stock.world.agency).code
    back = {"series": stock.series, "tags": tags, "to": stock.world.programme_party, "parcel": make.code("B")}
    entered(stock.world.tagger, envelope("tags.returned.v1", **back))
    issuing = stock.issuing(box, first=11, number=90)
    entered(stock.world.programme, issuing)
    stock.signed(issuing["key"])

    for each in (box, back["parcel"]):
        assert programme.get(f"/labels/box/{each}/").status_code == 404
        assert f"/labels/box/{each}/" not in programme.get(f"/tags/boxes/{each}/").content.decode()


def test_a_box_that_is_only_ordered_can_be_printed(stock, programme):
    stock.opened()
    box = stock.box(40, state="ordered")

    assert programme.get(f"/labels/box/{box}/").context["count"] == 40
    assert f"/labels/box/{box}/" in programme.get(f"/tags/boxes/{box}/").content.decode()


def test_another_party_s_box_cannot_be_printed(stock, as_role):  # noqa: F811
    stock.opened()
    box = stock.allocated(stock.box())

    for role, party in ((roles.TAGGING_AGENT, stock.world.rivals.party), (roles.DEPOT_CLERK, stock.world.ours.party)):
        assert as_role(role, at=party).get(f"/labels/box/{box}/").status_code in {403, 404}


def test_ten_thousand_are_one_job_that_a_worker_draws(stock, programme):
    stock.opened()
    box = stock.box(12_000)

    page = programme.get(f"/labels/box/{box}/")
    too_many = programme.post(f"/labels/box/{box}/", ordering(1, 10_001))
    with_copies = programme.post(f"/labels/box/{box}/", ordering(1, 5_001, copies=2))
    job = printed_by(programme, box, 2_001, 12_000)

    assert asked(page) == (1, 10_000)
    assert (page.context["count"], page.context["most"]) == (12_000, 10_000)
    assert (too_many.status_code, with_copies.status_code) == (422, 422)
    assert (job.state, job.total, PrintJob.objects.count()) == (WAITING, 10_000, 1)
    assert "0 of 10,000 drawn" in page_text(programme.get(f"/print/{job.pk}/"))


def test_the_box_says_what_is_printed_and_how_often(stock, programme):
    tags = stock.booklet(10)
    box = TagParcel.objects.get(holder=stock.world.agency).code
    assert "No number of this box was printed yet" in page_text(programme.get(f"/tags/boxes/{box}/"))

    printed_by(programme, box, 11, 14)
    again = printed_by(programme, box, 13, 16, copies=2)
    issuing = stock.issuing(box, first=11, number=4)
    entered(stock.world.programme, issuing)
    stock.signed(issuing["key"])

    assert text_of(printing.path_of(again).read_bytes()).split().count("R") == 4
    assert [(each.first, each.last, each.times) for each in on_paper(box)] == [
        (11, 12, 1),
        (13, 14, 3),
        (15, 16, 2),
    ]
    page = page_text(programme.get(f"/tags/boxes/{box}/"))
    assert all(said in page for said in ("11 – 12 1", "13 – 14 3", "15 – 16 2"))
    rows = {tag.code: times for tag, _, times in programme.get(f"/tags/boxes/{box}/").context["tags"]}
    assert [rows[tag] for tag in [*tags[:2], *issuing["facts"]["tags"]]] == [0, 0, 1, 1, 3, 3]


def test_a_number_is_printed_whatever_it_was_printed_from(stock, programme):
    stock.opened()
    box = stock.box(300)
    printed_by(programme, box, 90, 120)
    booklet = stock.allocated(box, 100)
    issuing = stock.issuing(booklet, first=1, number=10)
    entered(stock.world.programme, issuing)
    stock.signed(issuing["key"])

    programme.post(f"/labels/issue/{issuing['key']}/", ordering(3, 5))

    assert [(each.first, each.last, each.times) for each in on_paper(booklet)] == [(3, 5, 1), (90, 100, 1)]
    assert [(each.first, each.last) for each in on_paper(box)] == [(3, 5), (90, 120)]


def test_a_code_typed_with_dashes_is_the_same_box(stock, programme):
    stock.opened()
    box = stock.box(40)

    programme.post(f"/labels/box/{box[:4]}-{box[4:]}/", ordering(1, 2))

    assert [each.last for each in on_paper(box)] == [2]


def test_what_was_printed_is_known_when_the_order_is_forgotten(stock, programme):
    stock.opened()
    box = stock.box(40)
    job = printed_by(programme, box, 1, 3)
    PrintJob.objects.update(ordered_at=job.ordered_at - printing.KEPT * 2)

    assert printing.forget_old() == 1

    assert (job.state, [each.last for each in on_paper(box)]) == (DONE, [3])


def test_an_order_that_failed_put_nothing_on_paper(stock, programme):
    stock.opened()
    job = printed_by(programme, stock.box(1_000), 1, 300)
    PrintJob.objects.filter(pk=job.pk).update(layout="papyrus")

    printing.advance()

    assert not PrintedRun.objects.exists()
    assert not PrintedCode.objects.exists()


runs = st.tuples(st.integers(1, 30), st.integers(0, 12), st.integers(1, 3), st.integers(0, 3)).map(
    lambda said: (said[0], said[0] + said[1], said[2], NOON + timedelta(days=said[3]))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(runs, max_size=12))
def test_runs_laid_over_each_other_say_of_every_number_what_each_says(told):
    found = laid_over(told)

    for number in range(1, 45):
        over = [(copies, at) for first, last, copies, at in told if first <= number <= last]
        said = [(each.times, each.last_at) for each in found if each.first <= number <= each.last]
        assert said == ([(sum(copies for copies, _ in over), max(at for _, at in over))] if over else [])


def test_neighbours_that_say_the_same_are_one_line():
    assert laid_over([(1, 10, 1, NOON), (11, 20, 1, NOON)]) == [Printed(1, 20, 1, NOON)]
