"""The API lists corrections with the lots that they touched, as far as the asker sees them."""

from ledger.models import Lot
from ledger.parties import roles
from tests.correcting.acts import corrected_by_two, correction, sign
from tests.make import entered
from tests.served import caller


def test_a_correction_is_told_with_what_it_touched(world):
    bag, other = world.bought(mass_g=40_000), world.bought(mass_g=60_000)
    blend = world.blended(bag, other, mass_g=100_000)
    corrected_by_two(world, bag, mass_g=39_000)

    answer = caller(roles.DEPOT_CLERK, world.ours.party).get(f"/api/v1/lots/{bag}/corrections/").json()

    (told,) = answer["results"]
    assert (told["was"], told["now"], told["signed_by_two"]) == ({"mass_g": 40_000}, {"mass_g": 39_000}, True)
    assert told["corrects"] == answer["said_by"] == Lot.objects.get(code=bag).event_id
    assert told["still_counting"] is False
    (touched,) = told["touched"]
    assert (touched["lot"], touched["mass_g"], touched["unexplained_g"]) == (blend, 100_000, 1_000)


def test_who_does_not_see_the_touched_lot_is_told_that_there_is_one(world):
    bag = world.bought(mass_g=40_000)
    world.received(world.dispatched(bag))
    blend = world.blended(bag, world.bought(by=world.rivals), by=world.rivals, mass_g=85_800)
    sent = correction(bag, mass_g=39_000)
    entered(world.rivals.clerk, sent)
    assert sign(world.programme, sent).status == "recorded"

    answer = caller(roles.DEPOT_CLERK, world.ours.party).get(f"/api/v1/lots/{bag}/corrections/").json()

    assert answer["results"][0]["touched"] == []
    assert answer["results"][0]["touched_not_shown"] == 1
    assert blend not in str(answer)
