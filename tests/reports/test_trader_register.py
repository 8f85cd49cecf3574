"""RPT-CD-01: the register of a trader and its monthly report say what the law asks for, and what nobody stated."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from ledger.custody.models import Lot
from ledger.parties import roles
from ledger.parties.models import Party
from ledger.reports.trader_register import BOUGHT, SOLD, monthly, register, stock_on
from tests import make
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def world():
    return make.world()


def buy(world, *, price_minor=None, mass_g=45_000) -> str:
    lot = world.lot(mass_g=mass_g)
    price = {"price_minor": price_minor, "currency": "USD"} if price_minor else {}
    make.entered(world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **price))
    return lot


def report(world, party=None):
    return monthly(Party.objects.get(code=party or world.ours.party), 2026, 11)


@pytest.mark.rule("RPT-CD-01")
def test_a_purchase_has_date_place_seller_quantity_quality_and_price(world):
    lot = buy(world, price_minor=40_500)

    (line,) = register(world.ours.party, *NOVEMBER)

    assert (line.on_day, line.what, line.place, line.other) == (
        date(2026, 11, 3),
        BOUGHT,
        world.ours.depot,
        world.cooperative,
    )
    assert (line.lot, line.mineral, line.grams, line.price_minor, line.currency) == (
        lot,
        "cassiterite",
        45_000,
        40_500,
        "USD",
    )
    assert (line.grade_ppm, line.grade_of) == (None, None)


@pytest.mark.rule("RPT-CD-01")
def test_a_sale_is_told_to_both_sides(world):
    lot = buy(world, price_minor=40_500)
    world.received(world.dispatched(lot))

    sold = [line for line in register(world.ours.party, *NOVEMBER) if line.what == SOLD]
    bought = register(world.rivals.party, *NOVEMBER)

    assert [(line.other, line.place, line.grams) for line in sold] == [(world.rivals.party, world.rivals.depot, 45_000)]
    assert [(line.what, line.other, line.place) for line in bought] == [(BOUGHT, world.ours.party, world.rivals.depot)]


@pytest.mark.rule("RPT-CD-01")
def test_the_month_adds_up_and_its_stock_is_what_the_party_holds(world):
    first, second = buy(world, price_minor=40_500), buy(world, price_minor=20_250, mass_g=22_500)
    buy(world, mass_g=10_000)
    world.received(world.dispatched(first))

    told = report(world)

    (ore,) = told.ores
    assert (told.purchases, told.sales) == (3, 1)
    assert (ore.bought_g, ore.sold_g, ore.paid, ore.without_price) == (77_500, 45_000, {"USD": 60_750}, 2)
    held = sum(lot.mass_g for lot in Lot.objects.filter(holder=world.ours.party, state="open"))
    assert ore.stock_g == held == 32_500
    assert second in set(Lot.objects.filter(holder=world.ours.party).values_list("code", flat=True))


def test_what_is_on_its_way_is_still_the_sender_s_stock_and_other_months_are_empty(world):
    world.dispatched(buy(world))

    assert stock_on(world.ours.party, NOVEMBER[1]) == {"cassiterite": 45_000}
    assert register(world.ours.party, date(2026, 12, 1), date(2026, 12, 31)) == []


def test_the_address_is_the_one_described_last(world):
    described = make.envelope("party.described.v1", party=world.ours.party, address="12 av. du Lac, Bukavu")
    make.entered(world.programme, described)

    assert report(world).address == "12 av. du Lac, Bukavu"


def test_the_page_and_its_files_are_for_the_trader_and_the_overseers(world, as_role):  # noqa: F811
    lot = buy(world, price_minor=40_500)
    path, asked = f"/traders/{world.ours.party}/", {"month": "2026-11"}

    page = as_role(roles.DEPOT_CLERK).get(path, asked)
    text = as_role(roles.AUDITOR).get(f"{path}register.csv", asked).content.decode("utf-8-sig")
    book = b"".join(as_role(roles.REGULATOR).get(f"{path}register.xlsx", asked).streaming_content)

    assert "405.00 USD" in page.content.decode()
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert (row["Lot"], row["Quantity, kg net wet"], row["Price"]) == (lot, "45.0", "405.0")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert ["Purchases", 1.0] in [row[:2] for row in workbook.get_sheet_by_name("Month").to_python()]
    assert workbook.get_sheet_by_name("Register").to_python()[1][4] == lot
    rival = as_role(roles.DEPOT_MANAGER, at=world.rivals.party)
    assert {rival.get(path).status_code, rival.get(f"{path}register.csv").status_code} == {404}
    assert as_role(roles.AUDITOR).get(f"{path}register.pdf").status_code == 404
