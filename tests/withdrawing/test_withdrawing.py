"""What was entered by mistake is taken back: it stays in the book and no longer counts."""

from datetime import date

import pytest

from ledger.parties.models import Party, Place
from ledger.standing.models import Standing
from ledger.standing.reading import PRESENCE, STATE, decided_on, last_seen
from sites.models import MineSite, Visit, Withdrawn
from tests.make import DUG, enter, entered, envelope

DAY = date.fromisoformat(DUG)


def said_of(place):
    return list(Standing.objects.filter(subject=place))


def event_of(place, topic):
    return Standing.objects.filter(subject=place, topic=topic).latest("event_id").event_id


def withdrawal(*lines, **more):
    entries = [{"subject": subject, "event": event} for subject, event in lines]
    return envelope("entries.withdrawn.v1", entries=entries, reason="The file named the wrong site.", **more)


def test_a_decision_taken_back_leaves_the_one_before_it(world):
    world.status("green", since="2026-03-01")
    world.status("red", since="2026-06-01")

    entered(world.programme, withdrawal((world.site, event_of(world.site, STATE))))

    assert decided_on(said_of(world.site), STATE, DAY).value == "green"


def test_a_visit_taken_back_is_no_evidence(world):
    world.visit("2026-10-19", presence="yes")
    visit = Visit.objects.get(place=world.site)

    entered(world.programme, withdrawal((world.site, visit.event_id)))

    assert last_seen(said_of(world.site), PRESENCE, DAY) is None
    assert Withdrawn.objects.get(event_id=visit.event_id).reason == "The file named the wrong site."


@pytest.mark.rule("WDR-01")
def test_no_lot_starts_at_a_site_whose_registration_was_taken_back(world):
    site = world.new_site()
    tag = world.issue(1, place=site)[0]
    registered = Place.objects.get(code=site).event_id

    entered(world.programme, withdrawal((site, registered)))
    (answer,) = enter(world.tagger, world.tagging(place=site, tag=tag))

    assert (answer.status, answer.code, answer.rule) == ("refused", "registration_withdrawn", "WDR-01")
    assert MineSite.objects.get(code=site).withdrawn_by is not None


@pytest.mark.rule("WDR-01")
def test_nothing_is_sent_to_a_party_whose_registration_was_taken_back(world):
    lot = world.bought()
    registered = Party.objects.get(code=world.rivals.party).event_id

    entered(world.programme, withdrawal((world.rivals.party, registered)))
    (answer,) = enter(
        world.ours.clerk,
        envelope(
            "consignment.dispatched.v1",
            consignment="C0000001W",
            lots=[lot],
            to=world.rivals.party,
            destination=world.rivals.depot,
        ),
    )

    assert (answer.status, answer.code) == ("refused", "registration_withdrawn")


def test_an_entry_is_taken_back_once(world):
    world.status("red", since="2026-06-01")
    line = (world.site, event_of(world.site, STATE))
    entered(world.programme, withdrawal(line))

    (answer,) = enter(world.programme, withdrawal(line))

    assert (answer.status, answer.code) == ("refused", "nothing_to_withdraw")


@pytest.mark.parametrize("subject", ["S0000009F", "P00000019", "XYZ"])
def test_a_subject_that_nobody_registered_is_a_bad_entry(world, subject):
    (answer,) = enter(world.programme, withdrawal((subject, 1)))

    assert (answer.code, answer.field, answer.kept) == ("unknown_subject", "facts.entries[0].subject", False)


def test_an_entry_about_another_subject_is_not_taken_back(world):
    world.status("red", since="2026-06-01")
    other = world.new_site()

    (answer,) = enter(world.programme, withdrawal((other, event_of(world.site, STATE))))

    assert (answer.status, answer.code) == ("refused", "nothing_to_withdraw")
    assert not Withdrawn.objects.exists()


def test_the_register_forgets_the_colour_and_the_visit_that_were_taken_back(world):
    world.status("green", since="2026-03-01")
    world.visit("2026-09-01", presence="no", workers=12)
    world.visit("2026-10-19", presence="yes", workers=480)
    world.status("red", since="2026-10-20")
    last = Visit.objects.filter(place=world.site).latest("visited_on")

    entered(world.programme, withdrawal((world.site, event_of(world.site, STATE)), (world.site, last.event_id)))

    line = MineSite.objects.get(code=world.site)
    assert (line.state, line.presence, line.workers, line.seen_on) == ("green", "no", 12, date(2026, 9, 1))


def test_a_visit_taken_back_earlier_does_not_come_back_with_another(world):
    for day, workers in (("2026-08-01", 12), ("2026-09-01", 480), ("2026-10-19", 900)):
        world.visit(day, workers=workers)
    first, second, third = Visit.objects.filter(place=world.site).order_by("visited_on")

    entered(world.programme, withdrawal((world.site, second.event_id)))
    entered(world.programme, withdrawal((world.site, third.event_id)))

    line = MineSite.objects.get(code=world.site)
    assert (line.workers, line.workers_on) == (12, first.visited_on)
