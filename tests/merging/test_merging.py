"""A site that was registered twice becomes one, keeps all its names and numbers, and can be split again."""

import pytest

from ledger import codes
from ledger.custody.models import Origin
from ledger.standing.merging import merged_into, taken_in
from ledger.standing.models import Standing
from sites.merging.showing import codes_of, codes_of_each, going_on
from sites.models import MineSite
from sites.searching import search, sites_exactly
from tests import make
from tests.registering.sites import number, registered

UNMERGED = "site.unmerged.v1"
mrg = pytest.mark.rule("MRG-01")


@pytest.fixture
def older(world):
    numbers = [number("IPIS", "codmine00001")]
    because = {"distinct_from": [world.site], "distinct_because": "Nobody was sure."}
    place = registered(world, "Kashuvi Ouest", numbers=numbers, **because)
    world.status(place=place, **make.FOR_MANY_YEARS)
    return place


def stated(place):
    return Standing.objects.filter(subject=place)


def test_the_older_code_is_an_alias_and_keeps_its_lots(world, older, merge):
    lot = world.lot(place=older, tag=world.issue(1, place=older)[0])

    assert merge(older, world.site).status == "recorded"

    assert MineSite.objects.get(code=older).merged_into == world.site
    assert merged_into(stated(older)) == world.site
    assert taken_in(stated(world.site)) == {older}
    assert Origin.objects.get(lot=lot).place == older
    assert codes_of(world.site) == [world.site, older]
    assert codes_of_each([world.site, older]) == {world.site: [world.site, older], older: [older]}
    assert going_on([older]) == [older, world.site]


@mrg
def test_nothing_new_is_entered_at_the_older_code(world, older, merge):
    (tag,) = world.issue(1, place=older)
    merge(older, world.site)
    seen = {"visited_on": "2026-10-19", "by_whom": "Field team", "on_site": "yes"}
    answers = dict.fromkeys(("presence", "interference", "children"), "no")
    act = {"number": "0214/2026", "signed_on": "2026-03-01"}
    status = {"by": "state", "status": "green", "valid_from": "2026-03-01"}

    for actor, entry in (
        (world.tagger, world.tagging(place=older, tag=tag)),
        (world.programme, make.envelope("site.visited.v1", place=older, **seen, **answers)),
        (world.regulator, make.envelope("site.status_decided.v1", place=older, **status)),
        (world.regulator, make.envelope("act.signed.v1", sites=[world.site, older], **act, **status)),
    ):
        (refused,) = make.enter(actor, entry)
        assert (refused.code, refused.rule) == ("site_merged", "MRG-01"), entry["kind"]
        assert refused.facts == {"place": older, "into": world.site}


def test_tags_that_were_issued_to_the_older_code_are_used_at_the_survivor(world, older, merge):
    (tag,) = world.issue(1, place=older)
    merge(older, world.site)

    lot = world.lot(tag=tag)

    assert Origin.objects.get(lot=lot).place == world.site


def test_tags_of_a_site_that_was_split_off_are_its_own_again(world, older, merge):
    first, second = world.issue(2, place=older)
    merge(older, world.site)
    merge(older, world.site, UNMERGED)

    (refused,) = make.enter(world.tagger, world.tagging(tag=first))

    assert refused.code == "tag_of_other_place"
    assert world.lot(place=older, tag=second)


def test_it_is_split_off_and_merged_again(world, older, merge):
    merge(older, world.site)
    assert merge(older, world.site, UNMERGED).status == "recorded"
    assert MineSite.objects.get(code=older).merged_into is None
    assert (merged_into(stated(older)), taken_in(stated(world.site))) == (None, set())
    assert codes_of(world.site) == [world.site]

    assert merge(older, world.site).status == "recorded"
    assert codes_of(world.site) == [world.site, older]


def test_of_three_codes_two_are_merged_into_the_third(world, older, merge):
    third = world.new_site()
    merge(older, world.site)

    refused = merge(world.site, third)
    assert (refused.code, refused.facts["carried"]) == ("carries_others", [older])

    merge(older, world.site, UNMERGED)
    assert [merge(each, third).status for each in (older, world.site)] == ["recorded", "recorded"]
    assert codes_of(third) == [third, *sorted([older, world.site])]


def test_a_site_is_merged_once_and_never_into_an_alias(world, older, merge):
    third = world.new_site()
    merge(older, world.site)

    assert merge(older, third).facts == {"place": older, "into": world.site}
    assert merge(third, older).code == "site_merged"
    assert merge(world.site, older).code == "site_merged"
    assert merge(world.site, third).code == "carries_others"
    assert merge(third, world.site, UNMERGED).code == "site_not_merged"


@pytest.mark.parametrize(("into", "code"), [("itself", "merged_into_itself"), ("nobody", "unknown_place")])
def test_a_site_is_merged_into_another_that_there_is(world, merge, into, code):
    bad = merge(world.site, world.site if into == "itself" else make.code(codes.PLACE))

    assert (bad.code, bad.field) == (code, "facts.into")


def test_a_depot_is_no_mine_site(world, merge):
    bad = merge(world.ours.depot, world.site)

    assert (bad.code, bad.field) == ("unknown_place", "facts.place")


def test_sites_of_two_countries_are_two_sites(world, merge):
    abroad = registered(world, "Gatumba", country="RW", zone="Africa/Kigali")

    refused = merge(abroad, world.site)

    assert (refused.code, refused.facts["country"], refused.facts["other"]) == ("countries_differ", "RW", "CD")


@pytest.mark.parametrize("typed", ["CODMINE00001", "codmine00001", "IPIS:codmine00001"])
def test_a_number_of_the_older_code_finds_both(world, older, merge, typed):
    merge(older, world.site)

    assert sites_exactly(typed) == [older, world.site]
    assert {site.code for site in search(typed)} == {older, world.site}
