"""A day at the mine and a day at the depot as files: hundreds of bags go through the one door, each for itself."""

from datetime import datetime

import pytest
from django.db import transaction

from ledger import codes
from ledger.deeds.entries import Actor
from ledger.log.reading import events_by_id
from ledger.models import Assay, BookLine, EventKey, Lot, Tag, Weighing
from ledger.parties import roles
from sites.bringing import orders
from sites.bringing.models import ImportEntry, ImportProblem
from tests import make
from tests.imports.conftest import as_xlsx, bag_row, brought, counts, entered, purchase_row, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def told(run) -> list[tuple]:
    """Return row, column, value, code and suggestion of what is wrong."""
    found = ImportProblem.objects.filter(run=run.pk).order_by("row", "column")
    return [(each.row, each.column, each.value, each.code, each.suggestion) for each in found]


def moments(run) -> dict[int, str]:
    """Return by row when its entries happened."""
    made = dict(ImportEntry.objects.filter(run=run.pk).values_list("event_id", "row"))
    return {made[event.id]: event.envelope["happened_at"] for event in events_by_id(list(made))}


def tagged(world, number: int) -> list[str]:
    """Tag bags and return their tags."""
    taggings = [world.tagging(tag=tag) for tag in world.issue(number)]
    make.entered(world.tagger, *taggings)
    return [each["facts"]["tag"] for each in taggings]


def test_a_day_of_tagging_becomes_lots_with_weighing_and_line_of_the_book(world):
    tags = world.issue(3)
    rows = [
        bag_row(tags[0], world),
        bag_row(tags[1], world, mass="", gross="46.2", tare="0.4", scale="B-12", miner="Jean Kashuvi"),
        bag_row(
            codes.shown(tags[2]), world, mass="101", unit="lb", book="NG-0417", page="12", line="3", page_lines="25"
        ),
    ]

    run = entered(world, "bags", rows, by=world.tagger)

    assert counts(run) == (3, 0, 0), told(run)
    assert [Lot.objects.get(tag=tag).mass_g for tag in tags] == [45_800, 45_800, 45_813]
    weighed = Weighing.objects.get(lot=Lot.objects.get(tag=tags[1]).code)
    assert (weighed.gross_g, weighed.tare_g, weighed.step, weighed.scale) == (46_200, 400, "mine", "B-12")
    line = BookLine.objects.get()
    assert (line.book, line.page, line.line, line.lot) == ("NG-0417", 12, 3, Lot.objects.get(tag=tags[2]).code)
    assert set(moments(run).values()) == {"2026-11-03T10:42:00+02:00"}


def test_hundreds_of_purchases_are_entered_and_a_second_run_adds_nothing(world):
    tags = tagged(world, 300)
    rows = [
        purchase_row(tag, world, gross="46,1", tare="0,4", receipt=f"22-{number}") for number, tag in enumerate(tags)
    ]

    run = entered(world, "purchases", rows, by=world.ours.clerk)

    assert (counts(run), run.entries) == ((300, 0, 0), 600), told(run)[:3]
    assert Lot.objects.filter(tag__in=tags, holder=world.ours.party, place=world.ours.depot).count() == 300
    assert Weighing.objects.filter(step="depot", net_g=45_700).count() == 300
    keys = EventKey.objects.count()
    again = brought(world, "purchases", as_xlsx(rows), by=world.ours.manager)
    assert counts(again) == (0, 300, 0)
    assert EventKey.objects.count() == keys


def test_three_hundred_bags_of_a_workbook_are_tagged(world):
    rows = [
        bag_row(tag, world, mass=45.8, tagged_at=datetime(2026, 11, 3, 15, 40), dug_on=datetime(2026, 11, 2))
        for tag in world.issue(300)
    ]

    run = entered(world, "bags", as_xlsx(rows), by=world.tagger)

    assert counts(run) == (300, 0, 0), told(run)[:3]
    assert Lot.objects.filter(mass_g=45_800, place=world.site).count() == 300
    assert counts(brought(world, "bags", as_xlsx(rows), by=world.tagger)) == (0, 300, 0)


def test_a_purchase_with_moisture_and_grade_is_weighed_and_assayed(world):
    (tag,) = tagged(world, 1)
    row = purchase_row(tag, world, gross="46,1", tare="0,4", moisture="2,5", grade="64.5%", grade_of="sno2")

    run = entered(
        world, "purchases", [{**row, "method": "portable XRF", "seller": world.cooperative}], by=world.ours.clerk
    )

    assert (counts(run), run.entries) == ((1, 0, 0), 3), told(run)
    lot = Lot.objects.get(tag=tag)
    assert (lot.moisture_ppm, lot.grade_ppm, lot.grade_of) == (25_000, 645_000, "SnO2")
    assert Assay.objects.get().provisional


def test_a_day_alone_is_noon_at_the_place_and_the_time_may_stand_beside_it(world):
    tags = tagged(world, 3)
    rows = [
        purchase_row(tags[0], world, bought_at="2026-11-03", time=""),
        purchase_row(tags[1], world, bought_at="13/11/2026 16h05", time=""),
        purchase_row(tags[2], world, bought_at="2026-11-03", time="9:15"),
    ]

    run = entered(world, "purchases", rows, by=world.ours.clerk)

    assert counts(run) == (3, 0, 0), told(run)
    assert moments(run) == {
        2: "2026-11-03T12:00:00+02:00",
        3: "2026-11-13T16:05:00+02:00",
        4: "2026-11-03T09:15:00+02:00",
    }


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"mass": "a lot"}, ("mass", "a lot", "not_a_weight")),
        ({"mass": "0"}, ("mass", "0", "fact_not_whole")),
        ({"mass": ""}, ("mass", "", "no_weight")),
        ({"mass": "45.8", "gross": "46"}, ("tare", "", "half_a_weighing")),
        ({"mass": "45.8", "gross": "46", "tare": "0.4"}, ("mass", "45.8", "net_differs")),
        ({"gross": "0.4", "tare": "46", "mass": ""}, ("gross", "0.4", "gross_not_above_tare")),
        ({"mass": "45 kg", "unit": "lb"}, ("mass", "45 kg", "unit_twice")),
        ({"unit": "bushel"}, ("unit", "bushel", "not_listed")),
        ({"tagged_at": "2026-11-03 25:00"}, ("tagged_at", "2026-11-03 25:00", "not_a_time")),
        ({"tagged_at": "2026-11-03 10:42", "time": "11:00"}, ("time", "11:00", "time_twice")),
        ({"tagged_at": "2059-11-03"}, ("tagged_at", "2059-11-03", "day_in_future")),
        ({"dug_on": "2026-11-04"}, ("dug_on", "2026-11-04", "dug_later")),
        ({"page": "12"}, ("book", "", "half_a_line")),
        ({"book": "NG", "page": "1", "line": "26", "page_lines": "25"}, ("line", "26", "not_whole")),
        ({"holder": "Q0000001H"}, ("holder", "Q0000001H", "unknown_holder")),
        ({"mineral": "cassitrite"}, ("mineral", "cassitrite", "not_listed")),
    ],
)
def test_a_bad_row_says_row_column_what_came_and_what_was_expected(world, changed, problem):
    first, second = world.issue(2)

    run = brought(world, "bags", [bag_row(first, world), bag_row(second, world, **changed)], by=world.tagger)

    assert counts(run) == (1, 0, 1)
    assert [line[:4] for line in told(run)] == [(3, *problem)]
    assert not Lot.objects.exists()


def test_a_misread_tag_is_told_with_the_one_that_was_issued(world):
    (tag,) = world.issue(1)
    misread = tag[:-1] + ("0" if tag[-1] != "0" else "1")

    run = brought(world, "bags", [bag_row(misread, world)], by=world.tagger)

    assert told(run) == [(2, "tag", misread, "not_a_tag", codes.shown(tag))]


def test_a_tag_stands_in_one_row_alone_and_opens_one_lot(world):
    tag, other = world.issue(2)
    twice = brought(world, "bags", [bag_row(tag, world), bag_row(codes.shown(tag), world, mass="12")], by=world.tagger)
    assert [line[:4] for line in told(twice)] == [(3, "tag", tag, "doubled_in_file")]
    entered(world, "bags", [bag_row(tag, world)], by=world.tagger)

    run = entered(world, "bags", [bag_row(tag, world, mass="12"), bag_row(other, world)], by=world.tagger)

    assert (counts(run), [line[:4] for line in told(run)][-1]) == ((1, 0, 1), (2, "tag", tag, "tag_already_used"))
    assert Lot.objects.get(tag=tag).mass_g == 45_800
    assert not Lot.objects.get(tag=tag).on_hold


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"bag": "T00000018"}, ("bag", "T00000018", "unknown_bag")),
        ({"bag": "T0000001X"}, ("bag", "T0000001X", "not_a_tag")),
        ({"depot": "Port-Sabelo"}, ("depot", "Port-Sabelo", "unknown_depot")),
        ({"price": "1,200.50"}, ("price", "1,200.50", "not_money")),
        ({"currency": ""}, ("currency", "", "missing")),
        ({"moisture": "2.5"}, ("moisture", "2.5", "moisture_of_nothing")),
        ({"grade": "64"}, ("grade_of", "", "half_a_grade")),
    ],
)
def test_a_bad_purchase_is_told_by_its_cell(world, changed, problem):
    first, second = tagged(world, 2)

    run = brought(
        world, "purchases", [purchase_row(first, world), purchase_row(second, world, **changed)], by=world.ours.clerk
    )

    assert counts(run) == (1, 0, 1)
    assert [line[:4] for line in told(run)] == [(3, *problem)]


def test_an_issued_tag_without_a_bag_cannot_be_bought(world):
    (tag,) = world.issue(1)

    assert wrong(brought(world, "purchases", [purchase_row(tag, world)], by=world.ours.clerk)) == [
        (2, "bag", "tag_unused", "")
    ]


def test_the_only_depot_of_a_party_need_not_be_named_and_a_lot_may_stand_for_its_tag(world):
    (tag,) = tagged(world, 1)
    lot = Lot.objects.get(tag=tag).code

    run = entered(world, "purchases", [purchase_row(codes.shown(lot), world, depot="")], by=world.ours.clerk)

    assert counts(run) == (1, 0, 0), told(run)
    assert Lot.objects.get(pk=lot).place == world.ours.depot


def test_a_purchase_at_a_depot_of_another_party_is_refused_by_its_cell(world):
    (tag,) = tagged(world, 1)

    run = entered_or_bad(world, [purchase_row(tag, world, depot=world.rivals.depot)], world.ours.clerk)

    assert [line[:4] for line in told(run)] == [(2, "depot", world.rivals.depot, "not_your_place")]
    assert Lot.objects.get(tag=tag).holder == world.cooperative


def entered_or_bad(world, rows, actor):
    """Bring purchases of which no row is good."""
    run = brought(world, "purchases", rows, by=actor)
    with pytest.raises(orders.OrderRefused, match="no_good_rows"):
        orders.accept(run.pk, actor, only_good=True)
    return run


@pytest.mark.rule("SEG-01")
def test_who_tagged_a_bag_does_not_buy_it_by_file_either(world):
    both = Actor("both", world.ours.party, frozenset({roles.TAGGING_AGENT, roles.DEPOT_CLERK}))
    (tag,) = world.issue(1)
    entered(world, "bags", [bag_row(tag, world)], by=both)

    run = brought(world, "purchases", [purchase_row(tag, world)], by=both)

    assert [line[:4] for line in told(run)] == [(2, "bag", tag, "tagger_receives")]


def test_sheets_are_brought_by_who_may_enter_their_deeds(world):
    (tag,) = world.issue(1)
    for sheet, actor in (
        ("bags", world.ours.clerk),
        ("bags", world.programme),
        ("purchases", world.tagger),
        ("purchases", world.ours.buyer),
        ("purchases", world.regulator),
        ("sites", world.ours.manager),
        ("visits", world.tagger),
    ):
        with pytest.raises(orders.OrderRefused, match="unknown_sheet"):
            brought(world, sheet, [bag_row(tag, world)], by=actor)


def test_nobody_else_has_the_rows_entered_and_nobody_undoes_them_whole(world):
    (tag,) = world.issue(1)
    run = brought(world, "bags", [bag_row(tag, world)], by=world.tagger)
    other = Actor("other", world.agency, frozenset({roles.TAGGING_AGENT}))
    for actor in (other, world.programme, world.ours.clerk):
        with pytest.raises(orders.OrderRefused, match="not_yours"):
            orders.accept(run.pk, actor, only_good=True)
    run = entered(world, "bags", [bag_row(tag, world)], by=world.tagger)

    for actor in (world.tagger, world.programme):
        with pytest.raises(orders.OrderRefused, match="one_by_one"):
            orders.undo(run.pk, actor, "Wrong file.")
    assert Tag.objects.get(pk=tag).state == "used"


def test_names_of_miners_are_struck_from_the_kept_file_once_it_is_entered(world, django_capture_on_commit_callbacks):
    from sites.bringing.keeping import all_lines, folder_of

    first, second = world.issue(2)
    rows = [bag_row(first, world, miner="Jean Kashuvi"), bag_row(second, world, miner="Aline Kashuvi", mass="?")]

    with django_capture_on_commit_callbacks(execute=True):
        run = entered(world, "bags", rows, by=world.tagger)

    assert counts(run) == (1, 0, 1)
    assert not any(b"Kashuvi" in path.read_bytes() for path in folder_of(run.pk).iterdir())
    assert [line.texts["tag"] for line in all_lines(run.pk, run.columns)] == [first, second]


def test_a_key_that_somebody_else_took_does_not_pass_for_an_entered_bag(world):
    tag, other = world.issue(2)
    with transaction.atomic():
        entered(world, "bags", [bag_row(tag, world)], by=world.tagger)
        key = str(ImportEntry.objects.get().key)
        transaction.set_rollback(True)
    intruder = Actor("intruder", world.agency, frozenset({roles.TAGGING_AGENT}))
    make.entered(intruder, world.tagging(tag=other, key=key))

    run = brought(world, "bags", [bag_row(tag, world)], by=world.tagger)

    assert [line[:4] for line in told(run)] == [(2, "", "", "key_reused")]
