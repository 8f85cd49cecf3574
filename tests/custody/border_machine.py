"""The unplanned trade goes on to the border: stock from before the book, assays, counts, ends of tags, exports."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from ledger import codes
from ledger.custody.models import Lot, Origin, Tag
from ledger.log.anchor import Anchor
from ledger.log.sequence import Sequencer
from ledger.proofs.signing import Signer
from ledger.tasks import watch_for_risk
from tests import make
from tests.custody.trading_machine import TradingMachine, numbers
from tests.exports.abroad import noting
from tests.exports.conftest import certificate, exporting
from tests.make import envelope

PHOTO = "ab" * 32


class BorderMachine(TradingMachine):
    """Adds to the trade what happens before it, beside it and at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.signer = Signer.generate(settings.LOG_ORIGIN)
        self.beside = TemporaryDirectory()
        self.folder = Path(self.beside.name)

    def teardown(self) -> None:
        self.beside.cleanup()
        super().teardown()

    @rule(who=numbers, mass_g=st.integers(1, 90_000), special=st.booleans())
    def bring_in(self, who: int, mass_g: int, special: bool) -> None:
        org = self.orgs[who % 2]
        lots = [{"lot": make.code(codes.LOT), "mineral": "cassiterite", "mass_g": mass_g}]
        facts = {"place": org.depot, "stock": "legacy" if special else "opening", "lots": lots}
        self.do(org.manager, envelope("stock.brought_in.v1", counted_on="2026-11-02", **facts))
        self.sign_by(org.manager, org.clerk)

    def sign_by(self, first: Any, second: Any) -> None:
        """Let the second person sign what the first proposed; nobody signs twice (SIG-01)."""
        key = self.history[-1][1]["key"]
        assert self.do(first, envelope("proposal.signed.v1", proposal=key)) == "refused"
        self.do(second, envelope("proposal.signed.v1", proposal=key))

    @rule(which=numbers, who=numbers, grade_ppm=st.integers(400_000, 780_000), wet=st.integers(0, 200_000))
    def assay(self, which: int, who: int, grade_ppm: int, wet: int) -> None:
        org = self.orgs[who % 2]
        lot = self.one_of(self.stock(org), which)
        facts = {"lot": lot.code, "grade_of": "SnO2", "grade_ppm": grade_ppm, "moisture_ppm": wet, "method": "xrf"}
        self.do(org.clerk, envelope("lot.assayed.v1", stage="final", **facts))

    @staticmethod
    def one_of(found: list[Lot], which: int) -> Lot:
        return found[which % len(found)]

    @rule(who=numbers, percent=st.integers(90, 110))
    def count(self, who: int, percent: int) -> None:
        org = self.orgs[who % 2]
        grams = sum(lot.mass_g for lot in self.stock(org)) * percent // 100
        facts = {"place": org.depot, "mineral": "cassiterite", "counted_g": grams}
        if self.do(org.clerk, envelope("stock.counted.v1", **facts)) == "recorded":
            self.sign_by(org.clerk, org.manager)

    @rule(which=numbers, who=numbers)
    def retag(self, which: int, who: int) -> None:
        org = self.orgs[who % 2]
        bags = [lot for lot in self.stock(org) if lot.tag]
        if not bags:
            return
        lot = self.one_of(bags, which)
        (new,) = self.world.issue(1, place=org.depot)
        facts = {"lot": lot.code, "old_tag": lot.tag, "new_tag": new, "how": "damaged"}
        said = {"place": org.depot, "weighed_g": lot.mass_g, "photo": PHOTO, "witness": "A. Driver"}
        self.do(org.clerk, envelope("lot.retagged.v1", **facts, **said))
        assert Tag.objects.get(code=lot.tag).replaced_by == new

    @rule(which=numbers, stolen=st.booleans())
    def lose_a_tag(self, which: int, stolen: bool) -> None:
        site = self.sites[which % 2]
        if not self.tags[site]:
            return
        tag = self.tags[site].pop()
        how = "stolen" if stolen else "lost"
        said = envelope("tag.missed.v1", tags=[tag], how=how, noticed_at="2026-11-03T09:00:00+02:00")
        assert self.do(self.world.programme, said) == "recorded"
        assert self.do(self.world.tagger, self.world.tagging(place=site, tag=tag)) == "refused"  # TAG-04

    @rule(which=numbers, who=numbers)
    def export(self, which: int, who: int) -> None:
        org = self.orgs[who % 2]
        lot = self.one_of(self.stock(org), which)
        places = set(Origin.objects.filter(lot=lot.code).values_list("place", flat=True))
        facts = {"exporter": org.party, "weight_g": lot.mass_g, "origins": "CD;0" if "UNKNOWN" in places else "CD"}
        said = certificate(self.world, lot.code, **facts)
        if self.do(self.world.programme, said) != "recorded":
            return
        self.look_for_risk()
        out = exporting(lot.code, said["facts"]["certificate"])
        if self.do(org.manager, out) == "recorded":
            assert Lot.objects.get(code=lot.code).state == "exported"
            again = exporting(lot.code, said["facts"]["certificate"])
            assert self.do(org.manager, again) == "refused"

    def look_for_risk(self) -> None:
        """Give everything its position and let the rules of risk look at it, as the running system does."""
        sequencer = Sequencer(settings.LOG_ORIGIN, self.signer, Anchor(self.folder / "anchor"))
        sequencer.load()
        sequencer.finish()
        watch_for_risk()

    @rule(who=numbers, mass_g=st.integers(1_000, 99_000), over=st.booleans())
    def import_ore(self, who: int, mass_g: int, over: bool) -> None:
        org, number = self.orgs[who % 2], make.code(codes.CONSIGNMENT)
        paper = {"certificate": f"RW:{number}", "mineral": "cassiterite", "lot_number": f"L-{number}"}
        assert self.do(self.world.programme, noting(weight_g=mass_g, **paper)) == "recorded"
        facts = {"lot": make.code(codes.LOT), "place": org.depot, "mass_g": mass_g * 2 if over else mass_g}
        answer = self.do(org.manager, envelope("lot.imported.v1", **facts, **paper))
        assert answer == ("refused" if over else "recorded")  # IMP-01

    @rule(who=numbers)
    def leave(self, who: int) -> None:
        org = self.orgs[who % 2]
        with_clerk = [each for each in self.on_the_way("sent") if each.sent_by == org.clerk.id]
        if with_clerk:
            facts = {"from": org.clerk.id, "to": org.manager.id, "consignments": [with_clerk[0].code]}
            assert self.do(org.clerk, envelope("custody.handed_over.v1", **facts)) == "recorded"
            self.sign_by(org.clerk, org.manager)

    @rule(which=numbers)
    def void_a_tag(self, which: int) -> None:
        site = self.sites[which % 2]
        if self.tags[site]:
            tag = self.tags[site].pop()
            said = envelope("tag.voided.v1", tag=tag, reason="torn", photo=PHOTO)
            assert self.do(self.world.programme, said) == "recorded"
            self.sign_by(self.world.programme, self.world.regulator)
