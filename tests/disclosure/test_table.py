"""Which roles and grants see which group is one table: the docs print it, the code asks it, nothing goes past it."""

import ast
from pathlib import Path

import pytest

from ledger.deeds.entries import Actor
from ledger.parties import access, disclosure
from ledger.parties.disclosure import (
    API,
    DISCLOSURE,
    EXPORT,
    GROUPS,
    NOTES,
    PACK,
    PAGE,
    PEOPLE,
    POSITION,
    TRADE,
    WHERE,
    Asked,
    sees,
    sees_case,
)
from ledger.parties.roles import AUDITOR, KEEPERS, OVERSEERS, ROLES
from ledger.reports.evidence import PUBLIC
from tests import disclosure_page
from tests.test_architecture import modules

OURS, THEIRS = "Q0000001H", "Q0000002F"
WEIGHED = "lot.weighed.v1"


def groups_seen(actor: Actor, where: str = PAGE, kind: str = WEIGHED, **more) -> set[str]:
    return {group for group in GROUPS if sees(Asked(actor, **more), group, kind, where)}


def test_the_page_is_the_table():
    text = disclosure_page.PAGE.read_text(encoding="utf-8")

    assert disclosure_page.renewed(text) == text, "run: python -m tests.disclosure_page"


SEEN_OF_OTHERS = {role: {TRADE, POSITION, NOTES} if role in OVERSEERS else set() for role in ROLES}
"""Said once more by hand: who widens the table changes this too, knowingly."""


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_sees_of_entries_of_others(role, where):
    actor = Actor("u", OURS, frozenset({role}))
    people = {PEOPLE} if role in KEEPERS and where in {PAGE, API} else set()

    assert groups_seen(actor, where, party=THEIRS) == SEEN_OF_OTHERS[role] | people


@pytest.mark.parametrize("where", WHERE)
def test_a_party_sees_its_own_trade_and_remarks_and_those_that_name_it(where):
    actor = Actor("u", OURS, frozenset({"depot_clerk"}))

    assert groups_seen(actor, where, party=OURS) == {TRADE, NOTES}
    for name in ("holder", "seller", "to", "party"):
        assert groups_seen(actor, where, party=THEIRS, value={name: OURS}) == {TRADE, NOTES}
    assert groups_seen(actor, where, party=THEIRS, sides=(THEIRS, OURS)) == {TRADE}
    assert groups_seen(actor, where, "consignment.dispatched.v1", party=OURS) == {TRADE, NOTES, POSITION}


@pytest.mark.parametrize("where", WHERE)
def test_the_public_and_holders_of_nothing_see_no_group_of_any_kind(where):
    from ledger.deeds.kinds import KINDS

    for nobody in (PUBLIC, Actor("", ""), Actor("u", "")):
        for kind in KINDS:
            assert groups_seen(nobody, where, kind, party="", value={"to": "", "party": ""}) == set(), kind


def test_people_leave_in_no_pack_and_in_one_form_alone():
    leaving = [line for line in DISCLOSURE if line.group == PEOPLE and line.where & {PACK, EXPORT}]

    assert [(line.kinds, line.where) for line in leaving] == [(("export_certificate.",), {EXPORT})]


def test_a_case_is_shown_as_it_is_seen():
    assert [sees_case(how, NOTES, "incident.reported.v1") for how in ("full", "short", None)] == [True, True, False]
    assert not sees_case("full", NOTES, WEIGHED)
    assert not sees_case("full", PEOPLE, "incident.reported.v1")


def test_the_access_layer_asks_the_table():
    keeper, auditor = Actor("u", OURS, KEEPERS), Actor("u", OURS, frozenset({AUDITOR}))
    clerk = Actor("c", OURS, frozenset({"depot_clerk"}))

    assert (access.sees_people(keeper), access.sees_people(auditor)) == (True, False)
    assert (access.may_see_exact_positions(auditor), access.may_see_exact_positions(clerk)) == (True, False)
    assert access.sees_paper(clerk, TRADE, [OURS]) and not access.sees_paper(clerk, PEOPLE, [OURS])
    assert not access.sees_paper(clerk, TRADE, [THEIRS])
    assert not access.sees_paper(Actor("c", OURS), TRADE, [OURS]), "no role, no paper"


def test_one_line_taken_out_takes_the_sight_away(monkeypatch):
    keeper = Actor("u", OURS, KEEPERS)
    monkeypatch.setattr(disclosure, "DISCLOSURE", tuple(line for line in DISCLOSURE if line.group != PEOPLE))

    assert not access.sees_people(keeper)
    assert not access.sees_group(keeper, PEOPLE, kind="person.registered.v1", party="", value={})


# --- nothing goes past it ---------------------------------------------------------------------------------------------

INSIDE = {
    "buyers.lot_loading": "loads them for the sections of the lot's page, each of which asks",
    "ledger.inbox.keeping": "an entry that waited is entered again; nobody is shown anything",
    "ledger.inbox.forgetting.finding": "looks for what is to be erased, and tells counts",
    "ledger.inbox.forgetting.doing": "looks whether a new entry names who is forgotten",
    "ledger.log.reading": "reads for all others",
    "ledger.risk.conflict.near_ways": "compares ways with places of conflict; evidence names neither",
    "ledger.risk.consignments": "compares plates; no flag tells one",
    "sites.parties.forgetting": "the names to look for, of who is forgotten",
    "sites.parties.told_to_screening": "names and numbers become hits without names, and marks under a key",
    "sites.positions.following": "positions for maps, which ask `may_see_exact_positions`",
    "sites.zones.finding": "compares positions with zones; evidence names neither",
    "sites.exporting.icglr_loading": "asks `leaves_with`: the form has one text for all its readers",
}
"""Modules that read openings and show nothing of them, and why."""
ASKING = {"disclosed", "sees_group", "sees_case", "shown_events", "opened"}


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return imported | called | {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def reads_openings(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        (node.module, alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    return bool({("ledger.log.reading", "openings_of"), ("ledger.log.models", "Opening")} & imported)


def test_whoever_reads_openings_asks_the_table_or_shows_nothing():
    gatherers = {"ledger.models"}
    reading = {name for name, path in modules().items() if reads_openings(path)} - gatherers
    asking = {name for name in reading if names_in(modules()[name]) & ASKING}

    past = reading - asking - INSIDE.keys()
    assert past == set(), "reads openings and asks nobody"
    assert INSIDE.keys() <= {*modules()}


def test_nobody_reads_the_table_of_openings_by_sql_of_their_own():
    allowed = {
        "ledger.log.append", "ledger.log.erasing", "ledger.log.grants", "ledger.inbox.erased",
        "ledger.inbox.forgetting.finding", "ledger.log.openings_file",
        "buyers.growing.patterns", "buyers.growing.filling",
    }  # fmt: skip
    only_whether = {"ledger.risk.screening.marks", "sites.positions.following"}
    trade_for_replay = {name for name in modules() if name.startswith("ledger.deeds.")}
    reading = {name for name, path in modules().items() if "ledger_opening" in path.read_text(encoding="utf-8")}

    assert reading - allowed - only_whether - trade_for_replay - {"sites.management.commands.forget"} == set()
