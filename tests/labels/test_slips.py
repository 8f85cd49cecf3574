"""Slips: each deed's paper says what the reader may see of it, on A4 and on receipt rolls, in the reader's language."""

import pytest
from django.utils import translation

from ledger.custody.models import LotEvent
from ledger.labels.qr import tag_url
from ledger.parties import roles
from tests import make
from tests.labels.reading import pages_of, scan, text_of
from tests.pages.conftest import as_role  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make.world()


def event_of(lot: str, kind: str) -> int:
    from ledger.log.reading import events_by_id

    numbers = LotEvent.objects.filter(lot=lot).values_list("event_id", flat=True)
    return next(event.id for event in events_by_id(numbers) if event.kind.startswith(kind))


def bought_for(world, price_minor: int, **more) -> str:
    """Tag a bag of 45.8 kg and buy it at a price in US cents."""
    lot = world.lot(mass_g=45_800)
    facts = {"lot": lot, "place": world.ours.depot, "price_minor": price_minor, "currency": "USD", **more}
    make.entered(world.ours.clerk, make.envelope("lot.bought.v1", **facts))
    return lot


def slip(client, number: int, paper: str = "a4") -> bytes:
    answer = client.get(f"/slips/{number}/{paper}.pdf")
    assert answer.status_code == 200, answer.content[:300]
    return answer.content


def test_a_purchase_slip_tells_the_seller_what_to_check_later(world, as_role):  # noqa: F811
    lot = bought_for(world, 412_200, receipt="A-77")

    content = slip(as_role(roles.DEPOT_CLERK), event_of(lot, "lot.bought"))

    told = text_of(content)
    for words in ("Purchase slip", "45.8 kg", "4,122.00 USD", "90.00 USD", "A-77"):
        assert words in told
    assert [each.text for each in scan(content)] == [tag_url(lot)]


@pytest.mark.parametrize(("paper", "width"), [("a4", 210), ("80", 80), ("58", 58)])
def test_a_slip_fits_its_paper_and_can_be_scanned(world, as_role, paper, width):  # noqa: F811
    lot = world.bought()

    content = slip(as_role(roles.DEPOT_CLERK), event_of(lot, "lot.bought"), paper)

    ((wide, _high),) = pages_of(content)
    assert wide == pytest.approx(width, abs=0.01)
    assert [each.text for each in scan(content)] == [tag_url(lot)]


def test_a_weigh_ticket_keeps_gross_tare_and_net_apart(world, as_role):  # noqa: F811
    lot = world.bought()
    make.entered(world.ours.clerk, make.envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400, scale="B-12"))

    told = text_of(slip(as_role(roles.DEPOT_CLERK), event_of(lot, "lot.weighed")))

    for words in ("Weigh ticket", "46.2 kg", "0.4 kg", "45.8 kg", "B-12"):
        assert words in told


def test_dispatch_note_and_receipt_list_every_lot_with_its_mass(world, as_role):  # noqa: F811
    lots = [world.bought(mass_g=30_000), world.bought(mass_g=12_500)]
    consignment = world.dispatched(*lots)
    world.received(consignment)

    note = text_of(slip(as_role(roles.DEPOT_CLERK), event_of(lots[0], "consignment.dispatched")))
    receipt = text_of(slip(as_role(roles.DEPOT_CLERK), event_of(lots[0], "consignment.received"), "80"))

    for told, title in ((note, "Dispatch note"), (receipt, "Receipt")):
        for words in (title, "30.0 kg", "12.5 kg", "42.5 kg"):
            assert words in told


def test_a_slip_speaks_the_reader_s_language(world, as_role):  # noqa: F811
    client = as_role(roles.DEPOT_CLERK)
    client.cookies["django_language"] = "fr"
    lot = world.bought(mass_g=45_800)

    with translation.override("fr"):
        told = text_of(slip(client, event_of(lot, "lot.bought")))

    assert "45,8 kg" in told


def test_who_does_not_see_the_lot_gets_no_slip(world, as_role):  # noqa: F811
    number = event_of(world.bought(), "lot.bought")

    assert as_role(roles.DEPOT_MANAGER, at=world.rivals.party).get(f"/slips/{number}/a4.pdf").status_code == 404
    assert as_role(roles.DEPOT_CLERK).get(f"/slips/{number}/a5.pdf").status_code == 404
    assert as_role(roles.DEPOT_CLERK).get("/slips/1/a4.pdf").status_code == 404


def test_a_later_holder_is_not_shown_the_price_and_is_told_so(world, as_role):  # noqa: F811
    lot = bought_for(world, 412_200)
    number = event_of(lot, "lot.bought")
    world.received(world.dispatched(lot))

    told = text_of(slip(as_role(roles.DEPOT_MANAGER, at=world.rivals.party), number))

    assert "4,122.00" not in told
    assert "withheld" in told
