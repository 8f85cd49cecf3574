"""What people see of devices: on the lot how each entry was signed, on the list which numbers never came."""

from __future__ import annotations

from html import unescape
from re import findall, search, sub
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import codes
from ledger.parties import roles
from ledger.parties.devices.models import Device
from tests import make
from tests.devices.conftest import Field, sign
from tests.devices.phone import Es256Key, Phone

pytestmark = pytest.mark.django_db


def signed_in(role: str, party: str) -> Client:
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.fixture
def keeper(world):
    return signed_in(roles.PROGRAMME_MANAGER, world.programme_party)


def text_of(answer):
    return " ".join(unescape(sub(r"<[^>]+>", " ", answer.content.decode())).split())


def filled(client, path, **fields):
    """Send the form of a page with its own key and time."""
    page = client.get(path).content.decode()
    hidden = dict(findall(r'<input type="hidden" name="(key|at|party)" value="([^"]+)"', page))
    return client.post(path, {**hidden, **fields})


def test_a_lot_says_which_of_its_entries_a_device_signed(pit, keeper):
    bag = pit.bag()
    pit.enter(bag)
    lot = bag["facts"]["lot"]
    make.entered(pit.world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=pit.world.ours.depot))

    page = text_of(keeper.get(f"/lots/{lot}/"))

    tagged, bought = page.index("Signed at the source · Phone 3"), page.index("Entered at the server")
    assert tagged < bought


def test_bags_that_went_in_are_counted_by_how_they_were_signed(pit, keeper):
    lots = []
    for signed in (True, True, False):
        tagging = pit.world.tagging()
        pit.enter(sign(pit.phone, tagging) if signed else tagging)
        lots.append(tagging["facts"]["lot"])
        make.entered(pit.world.ours.clerk, make.envelope("lot.bought.v1", lot=lots[-1], place=pit.world.ours.depot))
    blend = pit.world.blended(*lots, mass_g=3 * 45_800)

    page = text_of(keeper.get(f"/lots/{blend}/"))

    assert "2 of 3 signed at the source · Phone 3" in page
    assert "Signed at the source 2 of 7 by the device that made them" in page


def test_an_entry_signed_after_the_phone_was_stolen_is_marked(pit, keeper):
    bag = pit.bag()
    pit.enter(bag)
    pit.revoke("stolen", since="2026-11-03T08:00:00+02:00")

    page = text_of(keeper.get(f"/lots/{bag['facts']['lot']}/"))

    assert "1 signed after its device was no longer trusted" in page


def test_the_device_is_a_link_only_for_those_who_may_open_it(pit, keeper):
    bag = pit.bag()
    pit.enter(bag)
    lot = bag["facts"]["lot"]
    make.entered(pit.world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=pit.world.ours.depot))
    address = f"/devices/{pit.phone.device}/"
    clerk = signed_in(roles.DEPOT_CLERK, pit.world.ours.party)

    assert address in keeper.get(f"/lots/{lot}/").content.decode()
    assert address not in clerk.get(f"/lots/{lot}/").content.decode()
    assert "Phone 3" in text_of(clerk.get(f"/lots/{lot}/"))
    assert (keeper.get(address).status_code, clerk.get(address).status_code) == (200, 404)


def test_the_list_names_numbers_that_never_came_and_not_those_that_were_refused(pit, keeper):
    bag = pit.bag()
    pit.enter(bag, pit.bag(tag=bag["facts"]["tag"]), pit.bag(seq=5))

    listed, one = text_of(keeper.get("/devices/")), text_of(keeper.get(f"/devices/{pit.phone.device}/"))

    assert search(r"Phone 3 .* In use .* 2 2 ", listed)
    assert "Missing 2 : 3–4. Let the phone send again, or ask why." in one
    assert f"2 Refused. Tag {codes.shown(bag['facts']['tag'])} is already on lot" in one


def test_a_device_without_gaps_says_so(pit, keeper):
    pit.enter(pit.bag())

    assert "No number is missing." in text_of(keeper.get(f"/devices/{pit.phone.device}/"))


def test_the_list_asks_as_many_questions_for_thirty_devices_as_for_two(world, keeper):
    def questions():
        keeper.get("/devices/")
        with CaptureQueriesContext(connection) as asked:
            assert keeper.get("/devices/").status_code == 200
        return len(asked)

    for _ in range(2):
        Field(world, Phone(settings.LOG_ORIGIN)).enrol()
    few = questions()
    for _ in range(28):
        Field(world, Phone(settings.LOG_ORIGIN)).enrol()

    assert questions() == few


def test_the_list_goes_on_and_back(world, keeper):
    for _ in range(45):
        Field(world, Phone(settings.LOG_ORIGIN)).enrol()

    first = keeper.get("/devices/").content.decode()
    (after,) = findall(r'href="\?(after=\d+)"', first)
    second = keeper.get(f"/devices/?{after}").content.decode()
    (before,) = findall(r'href="\?(before=\d+)"', second)
    devices = r'href="(/devices/[0-9a-f-]{36}/)"'

    assert len({*findall(devices, first), *findall(devices, second)}) == 45
    assert findall(devices, keeper.get(f"/devices/?{before}").content.decode()) == findall(devices, first)


def test_revoked_devices_are_listed_by_themselves(pit, keeper):
    other = Phone(settings.LOG_ORIGIN)
    pit.enrol(other)
    pit.revoke()

    assert other.device not in keeper.get("/devices/?state=revoked").content.decode()
    assert "Lost" in text_of(keeper.get("/devices/?state=revoked"))
    assert pit.phone.device not in keeper.get("/devices/?state=in_use").content.decode()


def test_a_keeper_enrols_a_phone_from_what_it_shows(world, keeper):
    phone, agent = Phone(settings.LOG_ORIGIN, Es256Key()), make.user("agent", roles.TAGGING_AGENT, world.agency)
    shown = {"device": phone.device, "alg": "ES256", "public_key": phone.key.public}

    answer = filled(
        keeper, "/devices/new/", party=world.agency, sort="phone", number="4", holder=agent.username, **shown
    )

    device = Device.objects.get(device=phone.device)
    assert (answer.status_code, answer["Location"]) == (302, f"/devices/{phone.device}/")
    assert (device.label, device.party, device.holder) == ("phone 4", world.agency, str(agent.public_id))
    assert agent.username in text_of(keeper.get(answer["Location"]))


def test_a_manager_enrols_for_the_own_party_without_being_asked(world):
    manager, phone = signed_in(roles.DEPOT_MANAGER, world.ours.party), Phone(settings.LOG_ORIGIN)

    answer = filled(
        manager, "/devices/new/", device=phone.device, alg="Ed25519", public_key=phone.key.public, sort="program"
    )

    assert answer.status_code == 302
    assert Device.objects.get().party == world.ours.party


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"public_key": "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}, "is no public key of that sort"),
        ({"device": "phone-4"}, "Paste it as the device shows it"),
        ({"holder": "nobody"}, "Nobody of this party signs in under this name."),
        ({"sort": "", "number": "4"}, "Say what it is, too."),
    ],
)
def test_a_form_says_what_is_wrong_beside_the_field(world, keeper, wrong, said):
    shown = {"device": str(uuid4()), "alg": "Ed25519", "public_key": Phone("").key.public}

    answer = filled(keeper, "/devices/new/", **{"party": world.agency, "sort": "phone", **shown, **wrong})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert Device.objects.count() == 0


def test_a_stolen_phone_is_revoked_with_the_time_since_when(pit, keeper):
    path = f"/devices/{pit.phone.device}/revoke/"
    when = {"since_on": "2026-11-03", "since_at": "07:30", "zone": "Africa/Lubumbashi"}

    answer = filled(keeper, path, reason="stolen", **when)

    device = Device.objects.get()
    page = text_of(keeper.get(f"/devices/{pit.phone.device}/"))
    assert answer.status_code == 302
    assert (device.revoked_reason, device.revoked_since.isoformat()) == ("stolen", "2026-11-03T05:30:00+00:00")
    assert "Revoked" in page
    assert "Nothing that comes from now on is taken" in page
    assert f"/devices/{pit.phone.device}/revoke/" not in keeper.get(f"/devices/{pit.phone.device}/").content.decode()


def test_a_loss_that_lies_ahead_is_not_taken(pit, keeper):
    when = {"since_on": "2059-01-01", "since_at": "07:30", "zone": "Africa/Lubumbashi"}

    answer = filled(keeper, f"/devices/{pit.phone.device}/revoke/", reason="lost", **when)

    assert "This lies ahead." in text_of(answer)
    assert Device.objects.get().revoked_reason is None


def test_the_holder_of_a_phone_revokes_it_and_a_colleague_does_not(world):
    holder = make.user("agent", roles.TAGGING_AGENT, world.agency)
    pit = Field(world, Phone(settings.LOG_ORIGIN))
    pit.enrol(holder=str(holder.public_id))
    own, colleague = Client(), signed_in(roles.TAGGING_AGENT, world.agency)
    own.force_login(holder)
    path = f"/devices/{pit.phone.device}/revoke/"

    assert colleague.get(path).status_code == 403
    assert own.get(path).status_code == 200
