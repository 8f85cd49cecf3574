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
        "export_certificate.issued",
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
"""Kinds that must have worked in a run."""
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

    # the rarest of them comes about once in forty steps
    assert BorderMachine.recorded.keys() >= WORKED, BorderMachine.recorded
