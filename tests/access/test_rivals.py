"""Two rivals in one ledger: neither ever sees the other's lots, origins, events, packs or prices."""

import pytest

from tests.access.conftest import SECRETS, SLIP
from tests.access.doors import DOORS
from tests.access.people import OURS, RIVAL_STAFF, RIVALS

pytestmark = pytest.mark.django_db
OF_LOT = ("", "origins/", "lineage/", "events/", "pack/")
RIVALS_STAFF = [person for person in RIVAL_STAFF if person.side == RIVALS and not person.oversees]
OUR_STAFF = [person for person in RIVAL_STAFF if person.side == OURS and not person.oversees]


def secrets_in(response):
    """Return what of our trade stands in an answer, in any of its bytes."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return [secret for secret in SECRETS if secret.encode() in content]


@pytest.mark.parametrize("person", RIVALS_STAFF, ids=str)
def test_a_rival_gets_404_for_everything_below_our_lots(house, person):
    for lot in (house.kept, house.second, house.blend):
        for below in OF_LOT:
            response = house.people[person].knock("get", f"/api/v1/lots/{lot}/{below}")
            assert response.status_code == 404
        assert house.people[person].knock("get", f"/lots/{lot}/").status_code == 404


@pytest.mark.parametrize("person", OUR_STAFF, ids=str)
def test_and_we_get_404_for_theirs(house, person):
    for below in OF_LOT:
        assert house.people[person].knock("get", f"/api/v1/lots/{house.theirs}/{below}").status_code == 404


@pytest.mark.parametrize("person", RIVALS_STAFF, ids=str)
def test_no_list_of_a_rival_names_our_lots(house, person):
    for path in ("/api/v1/lots/?limit=500", f"/api/v1/places/{house.world.site}/lots/", "/lots/", "/", "/desk/",
                 f"/sites/{house.world.site}/", "/sites/"):  # fmt: skip
        response = house.people[person].knock("get", path)
        for lot in (house.kept, house.second, house.blend):
            assert lot.encode() not in response.content, path


@pytest.mark.parametrize("person", RIVALS_STAFF, ids=str)
def test_no_answer_to_a_rival_holds_a_byte_of_our_trade(house, person):
    knocker = house.people[person]
    paths = {
        door.path.format(**{**house.things, "lot": lot})
        for lot in (house.kept, house.blend, house.sold)
        for door in DOORS.values()
        if door.get
    }

    assert [path for path in sorted(paths) if secrets_in(knocker.knock("get", path))] == []


def test_nobody_reads_our_trade_either(house):
    from tests.access.people import NOBODY

    for door in DOORS.values():
        if door.get:
            path = door.path.format(**house.things)
            assert secrets_in(house.people[NOBODY].knock("get", path)) == [], path


@pytest.mark.parametrize("person", RIVALS_STAFF, ids=str)
def test_what_we_sold_them_they_see_with_its_origins_and_without_our_price(house, person):
    knocker = house.people[person]

    events = knocker.knock("get", f"/api/v1/lots/{house.sold}/events/").json()["results"]
    origins = knocker.knock("get", f"/api/v1/lots/{house.sold}/origins/").json()
    pack = knocker.knock("get", f"/api/v1/lots/{house.sold}/pack/")

    bought = next(event for event in events if event["kind"] == "lot.bought.v1")
    sent = next(event for event in events if event["kind"] == "consignment.dispatched.v1")
    assert (bought["withheld"], bought["opened"]) == (["trade"], {})
    assert sent["opened"]["trade"]["to"] == house.world.rivals.party
    assert origins["total_g"] == 45_800
    assert (pack.status_code, secrets_in(pack)) == (200, [])


@pytest.mark.parametrize("person", OUR_STAFF, ids=str)
def test_we_ourselves_read_our_trade_so_the_secret_is_there_to_be_kept(house, person):
    events = house.people[person].knock("get", f"/api/v1/lots/{house.kept}/events/")
    pack = house.people[person].knock("get", f"/api/v1/lots/{house.kept}/pack/")

    assert SLIP in secrets_in(events)
    assert SLIP in secrets_in(pack)
