"""A world whose tagging agent and clerk have phones that sign."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings

from ledger.deeds.entries import Actor, Answer
from ledger.deeds.kinds import KINDS
from ledger.deeds.replay import compare
from tests import make
from tests.devices.phone import Ed25519Key, Es256Key, Phone, split


def sign(phone: Phone, envelope: dict[str, Any], seq: int | None = None) -> dict[str, Any]:
    """Let a phone sign an envelope of any kind."""
    groups = {name: fact.group for name, fact in KINDS[envelope["kind"]].schema.items() if fact.group != "open"}
    opened, hidden = split(envelope, groups)
    return phone.signed(opened, seq, **hidden)


@dataclass
class Field:
    """A world, and the phone of its tagging agent."""

    world: make.World
    phone: Phone

    def bag(self, seq: int | None = None, **facts: Any) -> dict[str, Any]:
        """Return a signed entry that tags a bag."""
        return sign(self.phone, self.world.tagging(**facts), seq)

    def enter(self, *envelopes: dict[str, Any], actor: Actor | None = None) -> list[Answer]:
        return make.enter(actor or self.world.tagger, *envelopes)

    def enrol(self, phone: Phone | None = None, party: str | None = None, **more: Any) -> None:
        facts = (phone or self.phone).enrolment(party or self.world.agency, **more)
        make.entered(self.world.programme, make.envelope("device.enrolled.v1", **facts))

    def revoke(self, reason: str = "lost", since: str = make.NOW, by: Actor | None = None) -> Answer:
        facts = {"device": self.phone.device, "reason": reason, "since": since}
        (answer,) = make.enter(by or self.world.programme, make.envelope("device.revoked.v1", **facts))
        return answer


@pytest.fixture
def world() -> make.World:
    return make.world()


@pytest.fixture(params=[Ed25519Key, Es256Key], ids=["Ed25519", "ES256"])
def new_key(request: Any) -> Callable[[], Any]:
    return request.param


@pytest.fixture
def pit(world: make.World) -> Field:
    """The agent's phone, enrolled, with Ed25519."""
    made = Field(world, Phone(settings.LOG_ORIGIN))
    made.enrol(label="phone 3")
    return made


@pytest.fixture
def replays() -> Callable[[], None]:
    """Return a check that replay gives the same tables."""

    def check() -> None:
        replayed, different = compare()
        assert replayed > 0
        assert different == {}

    return check
