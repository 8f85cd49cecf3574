"""An event of an old version is read as one of the next: the same tables, and a day after which nobody sends it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings

from ledger.deeds import upcasting
from ledger.deeds.entries import Event
from ledger.deeds.facts import Whole, Words
from ledger.deeds.kinds import KINDS, deed
from ledger.deeds.needs import NOTHING, Needs
from ledger.deeds.replay import ReplayEntry, compare
from ledger.deeds.rows import Rows
from ledger.deeds.tables import Table
from ledger.log.anchor import Anchor
from ledger.log.reading import events_from
from ledger.log.sequence import Sequencer
from ledger.parties.entering import MAY_ENTER
from ledger.parties.models import Place
from ledger.parties.tables import PLACE
from ledger.proofs.signing import Signer
from sites import registering
from sites.likeness.numbers import IPIS
from sites.models import MineSite, SitePcode
from tests import make
from tests.make import enter, entered, envelope

FACTS = {
    "place": "S0000001Z",
    "name": "Nyamurhale",
    "country": "CD",
    "zone": "Africa/Lubumbashi",
    "minerals": ["cassiterite"],
    "cell": "-1.9,28.9",
}
PCODE = "codmine00001"
NUMBERS = [{"register": IPIS, "number": PCODE}]


def event(kind: str, **facts: Any) -> Event:
    return Event(
        id=7,
        key="92733a56-e002-49d0-b243-adeef0c48d4c",
        kind=kind,
        happened_at="2026-11-03T10:42:00+02:00",
        recorded_at="2026-11-03T08:42:07.123456Z",
        local_date="2026-11-03",
        actor="programme",
        party="Q0000001H",
        facts={**FACTS, **facts},
        heads={},
    )


def applied(said: Event) -> dict[Table, list[Any]]:
    """Apply an event to empty tables by its needs; return what it added."""
    rows, kind = Rows(), KINDS[said.kind]
    asked: Needs = kind.needs(ReplayEntry(said))
    for keys in (asked.change, asked.rely_on, asked.create):
        for table, names in keys.items():
            rows.load(table, names, [])
    for table, owners in asked.read.items():
        rows.load_lists(table, owners, [])
    kind.apply(said, rows)
    return {table: list(added.values()) for table, added in rows.added.items()}


def test_a_site_of_the_first_version_is_the_site_of_the_second():
    first, second = event("site.registered.v1", pcode=PCODE), event("site.registered.v2", numbers=NUMBERS)

    assert applied(first) == applied(second)
    (site,) = [row for table, rows in applied(first).items() for row in rows if table.name == "mine_site"]
    assert site.pcode == PCODE
    assert site.numbers == NUMBERS


def test_a_site_without_a_number_has_none_in_either_version():
    assert applied(event("site.registered.v1")) == applied(event("site.registered.v2"))
    assert "numbers" not in registering.raised(FACTS)


def test_what_is_raised_is_left_as_it_was():
    facts = {**FACTS, "pcode": PCODE}

    raised = registering.raised(facts)

    assert raised == {**FACTS, "numbers": NUMBERS}
    assert facts == {**FACTS, "pcode": PCODE}


def test_old_leaves_keep_their_version_and_replay_to_the_tables_of_the_new(db):
    world = make.world()
    entered(world.programme, envelope("site.registered.v1", **{**FACTS, "place": make.code("S")}, pcode=PCODE))

    place = SitePcode.objects.get(pcode=PCODE).place
    assert MineSite.objects.get(code=place).numbers == NUMBERS
    assert Place.objects.get(code=place).name == FACTS["name"]
    assert compare()[1] == {}


def test_the_leaf_says_what_was_said(transactional_db, tmp_path):
    world = make.world()
    entered(world.programme, envelope("site.registered.v1", **{**FACTS, "place": make.code("S")}, pcode=PCODE))
    sequencer = Sequencer(settings.LOG_ORIGIN, Signer.generate(settings.LOG_ORIGIN), Anchor(tmp_path / "anchor"))
    sequencer.load()
    sequencer.finish()

    last = events_from(0, 1_000)[-1]

    assert last.kind == "site.registered.v1"
    assert last.facts["pcode"] == PCODE
    assert "numbers" not in last.facts


def test_a_number_that_the_first_version_gave_is_taken_for_the_second(db):
    world = make.world()
    entered(world.programme, envelope("site.registered.v1", **{**FACTS, "place": make.code("S")}, pcode=PCODE))
    again = {**FACTS, "place": make.code("S"), "name": "Luvembe", "cell": None, "numbers": NUMBERS}

    (answer,) = enter(world.programme, envelope("site.registered.v2", **again))

    assert (answer.status, answer.code) == ("refused", "pcode_taken")


def three_versions(monkeypatch, until: date | None = None) -> list:
    """Register three versions of a kind for this test alone: grams were once kilograms, and once pounds."""
    seen: list = []
    for name in ("test.weight.v1", "test.weight.v2", "test.weight.v3"):
        monkeypatch.delitem(KINDS, name, raising=False)
    common = {"about": "A weight.", "example": {}}
    upcasting.older(
        "test.weight.v1",
        becomes="test.weight.v2",
        raised=lambda facts: {"kg": facts["pounds"] // 2},
        until=until,
        schema={"pounds": Whole(about="Pounds.")},
        **common,
    )
    upcasting.older(
        "test.weight.v2",
        becomes="test.weight.v3",
        raised=lambda facts: {"mass_g": facts["kg"] * 1_000},
        schema={"kg": Whole(about="Kilograms.")},
        **common,
    )
    deed(
        "test.weight.v3",
        schema={"mass_g": Whole(about="Grams."), "note": Words(about="A remark.", required=False)},
        needs=lambda entry: Needs(rely_on={PLACE: [f"S{entry['mass_g']}"]}),
        apply=lambda event, rows: seen.append((event.kind, event.facts)),
        **common,
    )
    for name in ("test.weight.v1", "test.weight.v2", "test.weight.v3"):
        monkeypatch.setitem(KINDS, name, KINDS.pop(name))
    return seen


def test_versions_are_raised_one_after_the_other(monkeypatch):
    seen = three_versions(monkeypatch)
    old = replace(event("test.weight.v1"), facts={"pounds": 8})

    KINDS["test.weight.v1"].apply(old, Rows())

    assert seen == [("test.weight.v3", {"mass_g": 4_000})]
    assert KINDS["test.weight.v1"].needs(ReplayEntry(old)).rely_on == {PLACE: ["S4000"]}
    assert KINDS["test.weight.v1"].needs_more(ReplayEntry(old), Rows()) is NOTHING
    assert not KINDS["test.weight.v1"].points_on


@pytest.mark.parametrize(
    ("done", "code"), [("2026-11-02T23:00:00+00:00", None), ("2026-11-03T00:10:00+00:00", "kind_superseded")]
)
def test_after_its_last_day_a_version_is_sent_no_more(db, monkeypatch, done, code):
    three_versions(monkeypatch, until=date(2026, 11, 2))
    monkeypatch.setitem(MAY_ENTER, "test.weight", MAY_ENTER["party.registered"])
    world = make.world()

    (answer,) = enter(world.programme, envelope("test.weight.v1", at=done, pounds=8))

    assert answer.code == code
    assert answer.status == ("refused" if code else "recorded")
    assert not code or (answer.field, answer.facts["expected"]) == ("kind", "test.weight.v2")
