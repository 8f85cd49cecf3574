"""A trade that nobody planned: random deeds of two rival organisations, in any order, with repeats and quarrels.

After every step the books must hold; what is refused must have written nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger import codes
from ledger.custody.correcting import walking
from ledger.custody.models import Consignment, Lot
from ledger.custody.stock_models import Proposal
from ledger.custody.tables import CONSUMED, EXPORTED, IN_TRANSIT, OPEN, VOIDED
from ledger.deeds.replay import compare
from tests import make
from tests.make import enter, envelope

CLOSED = (CONSUMED, EXPORTED, VOIDED)
numbers = st.integers(0, 10_000)
shares = st.integers(1, 99)
LAWS = {
    "origins make up the mass of every lot": """
        SELECT lot.code FROM ledger_lot lot LEFT JOIN ledger_origin origin ON origin.lot = lot.code
        WHERE lot.state <> 'voided' GROUP BY lot.code HAVING coalesce(sum(origin.grams), 0) <> lot.mass_g""",
    "postings make up what a lot still weighs": """
        SELECT lot.code FROM ledger_lot lot LEFT JOIN ledger_move move ON move.lot = lot.code
        GROUP BY lot.code HAVING coalesce(sum(move.grams), 0)
            <> CASE WHEN lot.state IN ('open', 'in_transit') THEN lot.mass_g ELSE 0 END""",
    "the postings of the last book are the lot": """
        SELECT lot.code FROM ledger_lot lot JOIN ledger_move move ON move.lot = lot.code
        WHERE lot.state = 'open' AND move.party = lot.holder AND move.place = lot.place
        GROUP BY lot.code HAVING sum(move.grams) <> lot.mass_g""",
    "what went in and what was lost or won make what came out": """
        SELECT lot.code FROM ledger_lot lot
        WHERE lot.made_by IS NOT NULL AND lot.mass_g <>
            (SELECT coalesce(sum(grams), 0) FROM ledger_edge WHERE child = lot.code)
            + (SELECT coalesce(sum(grams), 0) FROM ledger_lotchange WHERE lot = lot.code)""",
    "a lot that was used up is used up whole": """
        SELECT lot.code FROM ledger_lot lot
        WHERE lot.state = 'consumed' AND lot.mass_g <>
            (SELECT coalesce(sum(grams), 0) FROM ledger_edge WHERE parent = lot.code)""",
    "a tag is on one lot": """
        SELECT tag FROM ledger_lot WHERE tag IS NOT NULL AND state <> 'voided' GROUP BY tag HAVING count(*) > 1""",
}
"""What no lot may break; each query names those that do."""


class TradingMachine(RuleBasedStateMachine):
    """Two organisations and two sites inside a savepoint; `history` holds what was recorded, to be sent again.

    `recorded` counts kinds over all examples: a machine whose deeds are all refused proves nothing.
    """

    recorded: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.history: list[tuple[Any, dict]] = []

    @initialize()
    def found_a_world(self) -> None:
        self.world = make.world()
        self.sites = [self.world.site, self.world.new_site()]
        self.tags = {site: self.world.issue(400, place=site) for site in self.sites}
        self.orgs = [self.world.ours, self.world.rivals]

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                _, differences = compare()
                assert differences == {}
        finally:
            transaction.savepoint_rollback(self.savepoint)

    # --- doing --------------------------------------------------------------------------------------------------------

    def do(self, actor: Any, said: dict) -> str:
        """Enter one deed; a refusal must have written nothing but itself."""
        before = written()
        (answer,) = enter(actor, said)
        if answer.status == "recorded":
            self.history.append((actor, said))
            self.recorded[said["kind"]] += 1
        elif answer.status == "refused":
            assert written() == before, answer
        self.reflow()
        return str(answer.status)

    def reflow(self) -> None:
        for correction in walking.due():
            touched = walking.walk(correction, 10_000)
            assert touched is not None
            walking.finish(correction, touched)

    def lots(self, **having: Any) -> list[Lot]:
        return list(Lot.objects.filter(**having).order_by("event_id"))

    def stock(self, org: Any, many: int = 1) -> list[Lot]:
        """Return open lots at an organisation's depot, at least so many: what is missing is dug and bought."""
        said = {"holder": org.party, "place": org.depot, "state": OPEN, "on_hold": False, "special": None}
        while len(found := self.lots(**said)) < many:
            site = self.sites[len(self.history) % 2]
            tagging = self.world.tagging(place=site, tag=self.tags[site].pop(), mass_g=40_000 + len(self.history))
            assert self.do(self.world.tagger, tagging) == "recorded"
            self.do(org.clerk, envelope("lot.bought.v1", lot=tagging["facts"]["lot"], place=org.depot))
        return found

    # --- the trade ----------------------------------------------------------------------------------------------------

    @rule(at=numbers, mass_g=st.integers(1, 60_000))
    def tag(self, at: int, mass_g: int) -> None:
        site = self.sites[at % 2]
        if self.tags[site]:
            said = self.world.tagging(place=site, tag=self.tags[site].pop(), mass_g=mass_g)
            assert self.do(self.world.tagger, said) == "recorded"

    @rule(which=numbers, who=numbers)
    def buy(self, which: int, who: int) -> None:
        org = self.orgs[who % 2]
        if found := self.lots(holder=self.world.cooperative, state=OPEN, on_hold=False):
            lot = found[which % len(found)]
            self.do(
                org.clerk, envelope("lot.bought.v1", lot=lot.code, place=org.depot, price_minor=100, currency="USD")
            )

    @rule(which=numbers, who=numbers, over=st.integers(0, 2_000))
    def weigh(self, which: int, who: int, over: int) -> None:
        org = self.orgs[who % 2]
        if found := self.stock(org):
            lot = found[which % len(found)]
            self.do(org.clerk, envelope("lot.weighed.v1", lot=lot.code, gross_g=lot.mass_g + over + 1, tare_g=over))

    @rule(who=numbers, many=st.integers(2, 4), percent=st.integers(-20, 20))
    def blend(self, who: int, many: int, percent: int) -> None:
        org = self.orgs[who % 2]
        found = self.stock(org, many)[-many:]
        whole = sum(lot.mass_g for lot in found)
        change = max(1 - whole, whole * percent // 100)
        lines = [{"cause": "unexplained", "grams": change}] if change else None
        facts = {"lot": make.code(codes.LOT), "inputs": [lot.code for lot in found], "mass_g": whole + change}
        self.do(org.manager, envelope("lot.blended.v1", changes=lines, **facts))

    @rule(which=numbers, who=numbers, share=shares)
    def split(self, which: int, who: int, share: int) -> None:
        org = self.orgs[who % 2]
        found = [lot for lot in self.stock(org) if lot.mass_g > 1]
        if found:
            lot = found[which % len(found)]
            first = min(max(1, lot.mass_g * share // 100), lot.mass_g - 1)
            parts = [{"lot": make.code(codes.LOT), "mass_g": mass} for mass in (first, lot.mass_g - first)]
            self.do(org.manager, envelope("lot.split.v1", lot=lot.code, outputs=parts))

    @rule(who=numbers, many=st.integers(1, 3), share=shares, lost=st.integers(0, 30))
    def process(self, who: int, many: int, share: int, lost: int) -> None:
        org = self.orgs[who % 2]
        found = self.stock(org, many)[-many:]
        whole = sum(lot.mass_g for lot in found)
        out = whole - whole * lost // 100
        main = max(1, out * share // 100)
        if out - main < 1:
            return
        outputs = [
            {"lot": make.code(codes.LOT), "mass_g": main, "what": "main", "product": "concentrate"},
            {"lot": make.code(codes.LOT), "mass_g": out - main, "what": "tailings", "product": "tailings"},
        ]
        lines = [{"cause": "washing", "grams": out - whole}] if out != whole else None
        inputs = [lot.code for lot in found]
        said = envelope("lot.processed.v1", process="washing", inputs=inputs, outputs=outputs, changes=lines)
        self.do(org.manager, said)

    @rule(who=numbers, many=st.integers(1, 3))
    def dispatch(self, who: int, many: int) -> None:
        org, other = self.orgs[who % 2], self.orgs[(who + 1) % 2]
        if found := self.stock(org, many)[:many]:
            facts = {"consignment": make.code(codes.CONSIGNMENT), "lots": [lot.code for lot in found]}
            to = {"to": other.party, "destination": other.depot}
            self.do(org.clerk, envelope("consignment.dispatched.v1", **facts, **to))

    @rule(which=numbers, part=st.booleans())
    def receive(self, which: int, part: bool) -> None:
        waiting = self.on_the_way("sent", "part_received")
        sent = waiting[which % len(waiting)]
        org = next(org for org in self.orgs if org.party == sent.to_party)
        coming = sorted(lot.code for lot in self.lots(consignment=sent.code, state=IN_TRANSIT))
        facts: dict[str, Any] = {"consignment": sent.code, "place": org.depot}
        if part and len(coming) > 1:
            facts |= {"came": [{"lot": coming[0]}], "missing": coming[1:]}
        self.do(org.clerk, envelope("consignment.received.v1", **facts))

    @rule(which=numbers)
    def turn_away_and_take_back(self, which: int) -> None:
        waiting = self.on_the_way("sent")
        sent = waiting[which % len(waiting)]
        to, sender = (next(org for org in self.orgs if org.party == p) for p in (sent.to_party, sent.from_party))
        self.do(to.clerk, envelope("consignment.refused.v1", consignment=sent.code, reason="seals"))
        self.do(sender.clerk, envelope("consignment.returned.v1", consignment=sent.code, place=sender.depot))

    def on_the_way(self, *states: str) -> list[Consignment]:
        """Return consignments in these states; where there are none, one is sent."""
        asked = Consignment.objects.filter(state__in=states).order_by("event_id")
        if not asked.exists():
            self.dispatch(who=len(self.history), many=2)
        return list(asked)

    @rule(which=numbers, percent=st.integers(-30, 30))
    def correct(self, which: int, percent: int) -> None:
        self.stock(self.orgs[which % 2])
        found = [lot for lot in self.lots() if lot.state != VOIDED and lot.holder != self.world.cooperative]
        lot = found[which % len(found)]
        now = max(1, lot.mass_g + lot.mass_g * percent // 100)
        org = next(org for org in self.orgs if org.party == lot.holder)
        facts = {"lot": lot.code, "corrects": lot.event_id, "was": {"mass_g": lot.mass_g}, "now": {"mass_g": now}}
        self.do(org.clerk, envelope("lot.corrected.v1", reason="Misread.", **facts))
        self.sign(org)

    def sign(self, org: Any) -> None:
        for proposal in Proposal.objects.filter(state="waiting", party=org.party):
            assert self.do(org.clerk, envelope("proposal.signed.v1", proposal=proposal.key)) == "refused"  # SIG-01
            self.do(org.manager, envelope("proposal.signed.v1", proposal=proposal.key))

    @rule(which=numbers)
    def void(self, which: int) -> None:
        if found := self.lots(state=OPEN, holder=self.world.cooperative):
            lot = found[which % len(found)]
            self.do(self.world.tagger, envelope("lot.voided.v1", lot=lot.code, tag=lot.tag, reason="Entered twice."))

    @rule(which=numbers)
    def hold_or_release(self, which: int) -> None:
        found = self.lots(state=OPEN)
        if found:
            lot = found[which % len(found)]
            if lot.on_hold:
                self.do(self.world.programme, envelope("lot.released.v1", lot=lot.code, note="Answered."))
            else:
                self.do(self.world.programme, envelope("lot.held.v1", lot=lot.code, rule="TAG-02"))

    # --- what must do no harm -----------------------------------------------------------------------------------------

    @rule(which=numbers)
    def send_again(self, which: int) -> None:
        if self.history:
            actor, said = self.history[which % len(self.history)]
            before = written()
            (answer,) = enter(actor, said)
            assert answer.status == "repeated"
            assert written() == before

    @rule(which=numbers)
    def two_clerks_at_once(self, which: int) -> None:
        found = self.lots(holder=self.world.cooperative, state=OPEN, on_hold=False)
        if not found:
            return
        lot = found[which % len(found)]
        heads = {lot.code: str(lot.head)}
        statuses = [
            self.do(org.clerk, envelope("lot.bought.v1", heads=heads, lot=lot.code, place=org.depot))
            for org in self.orgs
        ]
        assert statuses == ["recorded", "refused"]

    @rule(mass_g=st.integers(1, 60_000), order=st.permutations(range(3)))
    def arrive_in_any_order(self, mass_g: int, order: list[int]) -> None:
        org, site = self.orgs[0], self.sites[0]
        if not self.tags[site]:
            return
        tagging = self.world.tagging(tag=self.tags[site].pop(), mass_g=mass_g)
        lot = tagging["facts"]["lot"]
        buying = envelope("lot.bought.v1", heads={lot: tagging["key"]}, lot=lot, place=org.depot)
        facts = {"consignment": make.code(codes.CONSIGNMENT), "lots": [lot], "to": self.orgs[1].party}
        to = self.orgs[1].depot
        sending = envelope("consignment.dispatched.v1", heads={lot: buying["key"]}, destination=to, **facts)
        chain = [(self.world.tagger, tagging), (org.clerk, buying), (org.clerk, sending)]
        for place in order:
            enter(chain[place][0], chain[place][1])
        assert Lot.objects.get(code=lot).state == IN_TRANSIT
        self.history += chain

    @rule(which=numbers)
    def use_a_tag_twice(self, which: int) -> None:
        used = [lot for lot in self.lots() if lot.tag and lot.place in self.sites]
        if used:
            tag = used[which % len(used)].tag
            site = used[which % len(used)].place
            assert self.do(self.world.tagger, self.world.tagging(place=site, tag=tag)) == "refused"

    @rule(which=numbers)
    def take_what_is_another_s(self, which: int) -> None:
        found = self.lots(holder=self.orgs[0].party, state=OPEN)
        if len(found) > 1:
            inputs = [lot.code for lot in found[:2]]
            mass_g = sum(lot.mass_g for lot in found[:2])
            said = envelope("lot.blended.v1", lot=make.code(codes.LOT), inputs=inputs, mass_g=mass_g)
            assert self.do(self.orgs[1].manager, said) == "refused"

    @invariant()
    def the_books_hold(self) -> None:
        for law, asked in LAWS.items():
            with connection.cursor() as cursor:
                cursor.execute(asked)
                assert cursor.fetchall() == [], law


def written() -> tuple[int, ...]:
    """Return how many events, lots, origins, postings and edges there are; holds that a refusal brings are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM ledger_event WHERE kind NOT LIKE 'lot.held.%%' AND kind NOT LIKE 'flag.%%'),"
            " (SELECT count(*) FROM ledger_lot), (SELECT count(*) FROM ledger_origin),"
            " (SELECT coalesce(sum(grams), 0) FROM ledger_origin), (SELECT count(*) FROM ledger_move),"
            " (SELECT count(*) FROM ledger_edge)"
        )
        return tuple(cursor.fetchone())
