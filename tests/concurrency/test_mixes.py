"""Everybody at once: random deeds that lock several lots, tags, places and consignments, in any order, for a while.

Whatever wins, nobody meets a deadlock, nothing is answered but recorded, refused or waiting, and the books agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db.models import Sum

from ledger import codes
from ledger.custody.tables import CONSUMED, EXPORTED, IN_TRANSIT, OPEN, VOIDED
from ledger.models import Consignment, Lot, Move, Proposal
from ledger.parties.roles import DEPOT_CLERK, DEPOT_MANAGER
from tests import make
from tests.concurrency.together import WRITERS, at_once
from tests.correcting.acts import correction
from tests.exports.conftest import exporting
from tests.make import enter, envelope
from tests.tags.conftest import PHOTO

DEEDS = 20
MANY_KINDS = 14
"""A mix in which most kinds are refused proves little."""
NOT_STOCK = (CONSUMED, EXPORTED, VOIDED)


class Hand:
    """One of those who work at the same time, with dice of its own; looks before it acts, and is often too late."""

    def __init__(self, world: make.World, org: make.Organisation, tags: list[str], seed: int) -> None:
        self.world, self.org, self.tags, self.dice = world, org, tags, Random(seed)
        self.other = world.rivals if org is world.ours else world.ours
        roles = frozenset({DEPOT_CLERK, DEPOT_MANAGER})
        self.trader = make.Actor(f"hand-{seed}", org.party, roles)
        self.tagger = make.Actor(f"tagger-{seed}", world.agency, world.tagger.roles)
        self.done: Counter[str] = Counter()

    def work(self) -> list[Any]:
        """Do random deeds one after the other, some of them two or three together."""
        answers = []
        while len(answers) < DEEDS:
            acts = [self.act() for _ in range(self.dice.choice((1, 1, 1, 2, 3)))]
            by = {actor.id: actor for actor, _ in acts}
            for actor in by.values():
                said = [envelope for one, envelope in acts if one.id == actor.id]
                answered = enter(actor, *said)
                answers += answered
                for each, answer in zip(said, answered, strict=True):
                    self.done[each["kind"]] += answer.status == "recorded"
        return answers

    def act(self) -> tuple[make.Actor, dict]:
        acts: list[Callable[[], tuple[make.Actor, dict] | None]] = [
            *[self.blend, self.split, self.process, self.dispatch, self.receive, self.correct, self.sign] * 3,
            *[self.refuse, self.take_back, self.weigh, self.count, self.tag, self.buy, self.retag, self.void] * 2,
            *[self.calibrate, self.decide, self.hold, self.release, self.export, self.lose],
        ]
        while True:
            if done := self.dice.choice(acts)():
                return done

    def lots(self, most: int = 4, **having: Any) -> list[Lot]:
        found = list(Lot.objects.filter(**{"holder": self.org.party, "state": OPEN, **having}))
        self.dice.shuffle(found)
        return found[:most]

    def trade(self, kind: str, **facts: Any) -> tuple[make.Actor, dict]:
        return self.trader, envelope(kind, **facts)

    def blend(self):
        lots = self.lots(self.dice.randint(2, 5))
        if len(lots) > 1:
            inputs, mass_g = [lot.code for lot in lots], sum(lot.mass_g for lot in lots)
            return self.trade("lot.blended.v1", lot=make.code(codes.LOT), inputs=inputs, mass_g=mass_g)
        return None

    def split(self):
        for lot in self.lots(1):
            masses = (lot.mass_g // 3, lot.mass_g // 3, lot.mass_g - 2 * (lot.mass_g // 3))
            parts = [{"lot": make.code(codes.LOT), "mass_g": mass} for mass in masses]
            return self.trade("lot.split.v1", lot=lot.code, outputs=parts)
        return None

    def process(self):
        lots = self.lots(self.dice.randint(1, 3))
        if not lots:
            return None
        whole = sum(lot.mass_g for lot in lots)
        out = {"lot": make.code(codes.LOT), "mass_g": whole - whole // 10, "what": "main", "product": "concentrate"}
        lines = [{"cause": "washing", "grams": -(whole // 10)}]
        inputs = [lot.code for lot in lots]
        return self.trade("lot.processed.v1", process="washing", inputs=inputs, outputs=[out], changes=lines)

    def dispatch(self):
        lots = self.lots(self.dice.randint(1, 4))
        if not lots:
            return None
        facts = {"consignment": make.code(codes.CONSIGNMENT), "lots": [lot.code for lot in lots]}
        return self.trade("consignment.dispatched.v1", to=self.other.party, destination=self.other.depot, **facts)

    def coming(self, **having: Any) -> Consignment | None:
        found = list(Consignment.objects.filter(state__in=("sent", "part_received"), **having))
        return self.dice.choice(found) if found else None

    def receive(self):
        sent = self.coming(to_party=self.org.party)
        if sent is None:
            return None
        expected = sorted(sent.lots if sent.missing is None else sent.missing)
        facts: dict[str, Any] = {"consignment": sent.code, "place": self.org.depot}
        if len(expected) > 1 and self.dice.random() < 0.5:
            facts |= {"came": [{"lot": expected[0], "weighed_g": 1_000}], "missing": expected[1:]}
        return self.trade("consignment.received.v1", **facts)

    def refuse(self):
        sent = self.coming(to_party=self.org.party)
        return self.trade("consignment.refused.v1", consignment=sent.code, reason="seals") if sent else None

    def take_back(self):
        found = list(Consignment.objects.filter(state__in=("refused", "part_received"), from_party=self.org.party))
        if not found:
            return None
        return self.trade("consignment.returned.v1", consignment=self.dice.choice(found).code, place=self.org.depot)

    def correct(self):
        found = list(Lot.objects.filter(holder=self.org.party).exclude(state=VOIDED))
        lot = self.dice.choice(found)
        return self.trader, correction(lot.code, mass_g=lot.mass_g + self.dice.randint(1, 500))

    def sign(self):
        waiting = Proposal.objects.filter(state="waiting", party__in=[self.org.party, self.world.agency])
        for proposal in self.dice.sample(list(waiting), min(1, len(waiting))):
            actor = self.trader if proposal.party == self.org.party else self.tagger
            return actor, envelope("proposal.signed.v1", proposal=proposal.key)
        return None

    def weigh(self):
        for lot in self.lots(1):
            moisture = self.dice.choice((None, 20_000))
            said = {"lot": lot.code, "gross_g": lot.mass_g + 400, "tare_g": 400, "moisture_ppm": moisture}
            return self.trade("lot.weighed.v1", place=self.org.depot, **said)
        return None

    def count(self):
        lots = self.lots(5, place=self.org.depot)
        lines = [{"lot": lot.code, "counted_g": lot.mass_g} for lot in lots]
        facts = {"place": self.org.depot, "mineral": "cassiterite", "lots": lines or None}
        return self.trade("stock.counted.v1", counted_g=sum(lot.mass_g for lot in lots), **facts)

    def calibrate(self):
        facts = {"place": self.org.depot, "scale": "B-1", "capacity_g": 100_000, "division_g": 50}
        days = {"calibrated_on": "2026-10-01", "valid_to": "2027-10-01"}
        return self.trade("scale.calibrated.v1", by_whom="Office of weights", **facts, **days)

    def decide(self):
        facts = {"place": self.world.site, "by": "state", "status": "green", "valid_from": "2026-03-01"}
        return self.world.regulator, envelope("site.status_decided.v1", valid_to="2059-12-31", **facts)

    def hold(self):
        for lot in self.lots(1):
            return self.world.programme, envelope("lot.held.v1", lot=lot.code, rule="TAG-02")
        return None

    def release(self):
        for lot in self.lots(1, on_hold=True):
            return self.world.programme, envelope("lot.released.v1", lot=lot.code, note="Answered.")
        return None

    def export(self):
        for lot in self.lots(1):
            return self.trader, exporting(lot.code)
        return None

    def tag(self):
        tag = self.dice.choice(self.tags)
        return self.tagger, self.world.tagging(tag=tag, mass_g=self.dice.randint(30_000, 50_000))

    def buy(self):
        for lot in self.lots(1, holder=self.world.cooperative):
            return self.trade("lot.bought.v1", lot=lot.code, place=self.org.depot)
        return None

    def void(self):
        for lot in self.lots(1, holder=self.world.cooperative):
            return self.tagger, envelope("lot.voided.v1", lot=lot.code, tag=lot.tag, reason="Entered twice.")
        return None

    def retag(self):
        tagged = list(Lot.objects.filter(state__in=(OPEN, IN_TRANSIT), tag__isnull=False))
        if not tagged:
            return None
        lot = self.dice.choice(tagged)
        facts = {"lot": lot.code, "old_tag": lot.tag, "new_tag": self.dice.choice(self.tags), "how": "damaged"}
        seen = {"place": self.world.site, "weighed_g": 45_000, "photo": PHOTO, "witness": "A driver"}
        return self.tagger, envelope("lot.retagged.v1", **facts, **seen)

    def lose(self):
        some = self.dice.sample(self.tags, 5)
        noticed = {"how": "lost", "noticed_at": "2026-11-03T08:00:00+02:00"}
        return self.tagger, envelope("tag.missed.v1", tags=some[:1], **noticed)


@pytest.mark.parametrize("seed", range(3))
def test_16_hands_trade_12_lots_3_consignments_and_a_booklet_at_once(world, seed):
    tags = world.issue(60)
    for org, other in ((world.ours, world.rivals), (world.rivals, world.ours)):
        lots = [world.bought(by=org, tag=tags.pop()) for _ in range(6)]
        world.dispatched(*lots[:2], by=org, to=other)
    world.dispatched(*[world.bought(tag=tags.pop()) for _ in range(3)])
    for _ in range(4):
        world.lot(tag=tags.pop())
    hands = [
        Hand(world, (world.ours, world.rivals)[number % 2], tags, 1_000 * seed + number) for number in range(WRITERS)
    ]

    answers = [answer for each in at_once([hand.work for hand in hands]) for answer in each]

    assert {answer.status for answer in answers} <= {"recorded", "refused", "waiting"}
    done = sum((hand.done for hand in hands), Counter())
    assert done.total() > len(answers) // 4, Counter(answer.code for answer in answers)
    assert len(+done) >= MANY_KINDS, done
    in_stock = Lot.objects.exclude(state__in=NOT_STOCK).aggregate(grams=Sum("mass_g"))["grams"]
    assert Move.objects.aggregate(grams=Sum("grams"))["grams"] == in_stock
