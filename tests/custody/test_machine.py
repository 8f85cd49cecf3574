"""Whatever two organisations do, in whatever order: grams conserved, origins whole, tags used once, replay equal."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.custody.border_machine import BorderMachine

WORKED = {
    f"{kind}.v1"
    for kind in (
        "consignment.dispatched",
        "consignment.received",
        "consignment.refused",
        "consignment.returned",
        "custody.handed_over",
        "export_certificate.issued",
        "export_certificate.noted",
        "lot.assayed",
        "lot.blended",
        "lot.bought",
        "lot.corrected",
        "lot.exported",
        "lot.imported",
        "lot.processed",
        "lot.retagged",
        "lot.split",
        "lot.tagged",
        "lot.voided",
        "lot.weighed",
        "proposal.signed",
        "stock.brought_in",
        "stock.counted",
        "tag.missed",
        "tag.voided",
    )
}
"""Kinds of which the machine must be able to make at least one: what it never does, it does not test."""
pytestmark = pytest.mark.django_db
CHAINS = settings(
    max_examples=8,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)


def test_no_chain_of_deeds_breaks_the_books(db):
    BorderMachine.recorded.clear()

    run_state_machine_as_test(BorderMachine, settings=CHAINS)

    assert BorderMachine.recorded.total() > 300, BorderMachine.recorded


def test_the_machine_can_do_every_deed(db):
    BorderMachine.recorded.clear()
    machine = BorderMachine()
    machine.found_a_world()
    acts = (
        lambda: machine.tag(at=0, mass_g=42_000),
        lambda: machine.buy(which=0, who=0),
        lambda: machine.weigh(which=0, who=0, over=400),
        lambda: machine.assay(which=0, who=0, grade_ppm=600_000, wet=30_000),
        lambda: machine.correct(which=0, percent=-5),
        lambda: machine.blend(who=0, many=2, percent=-1),
        lambda: machine.split(which=0, who=0, share=40),
        lambda: machine.process(who=0, many=1, share=60, lost=4),
        lambda: machine.dispatch(who=0, many=2),
        lambda: machine.leave(who=0),
        lambda: machine.receive(which=0, part=False),
        lambda: machine.turn_away_and_take_back(which=0),
        lambda: machine.count(who=0, percent=100),
        lambda: machine.bring_in(who=1, mass_g=50_000, special=False),
        lambda: machine.import_ore(who=1, mass_g=50_000, over=False),
        lambda: machine.tag(at=1, mass_g=42_000),
        lambda: machine.void(which=0),
        lambda: machine.lose_a_tag(which=0, stolen=True),
        lambda: machine.void_a_tag(which=0),
        lambda: machine.export(which=0, who=1),
        lambda: machine.tag(at=0, mass_g=39_000),
        lambda: machine.buy(which=0, who=1),
        lambda: machine.retag(which=0, who=1),
    )
    for act in acts:
        act()
        machine.the_books_hold()
    machine.teardown()

    assert BorderMachine.recorded.keys() >= WORKED, BorderMachine.recorded
