"""Wherever an entry of any kind may name a person, it is found; and nothing that is erased was ever replayed from."""

import ast
import inspect
import textwrap
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from ledger.deeds.entries import SYSTEM, Entry
from ledger.deeds.kinds import KINDS
from ledger.deeds.sealing import hide, seal, split_groups, unseal
from ledger.inbox.forgetting.erasing import GROUPS
from ledger.inbox.forgetting.finding import Sought, find
from ledger.log.append import KeyOutcome, Leaf, append, next_ids
from ledger.log.wire import ask
from ledger.proofs import canonical
from tests import make

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ERASABLE = sorted(name for name, kind in KINDS.items() if kind.groups & {*GROUPS})
PERSON = "Q0000002F"


@pytest.fixture
def replays():
    """These entries were never checked: there is nothing to replay."""


def leaf_of(kind: str, facts: dict, party: str = "", actor: str = "x") -> Leaf:
    """Return a leaf of this kind that says these facts, whether or not they make sense."""
    open_facts, groups = split_groups(KINDS[kind], facts)
    commitments, openings = hide(groups)
    envelope = {"key": str(uuid4()), "kind": kind, "facts": open_facts, "actor": actor, "party": party}
    entry = canonical.encode({"v": 1, "log": "x", **envelope, "commitments": commitments})
    return Leaf(envelope["key"], kind, NOW, NOW, entry, tuple(openings))


def appended(leaves: list[Leaf]) -> list[int]:
    """Append leaves past every check, and return their ids."""
    (ids,) = ask([next_ids(len(leaves))])
    numbered = [(number, leaf) for (number,), leaf in zip(ids, leaves, strict=True)]
    ask(append(numbered, [KeyOutcome(leaf.key, "x", b"w" * 32, "recorded", number, None) for number, leaf in numbered]))
    return [number for number, _ in numbered]


def hidden(kind: str) -> dict:
    """Return something for every fact that can be erased."""
    return {name: "Says something." for name, fact in KINDS[kind].schema.items() if fact.group in GROUPS}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ERASABLE)
def test_a_person_named_in_any_fact_of_any_kind_is_found(kind):
    schema, said = KINDS[kind].schema, hidden(kind)
    ways = [[PERSON], {"deep": [PERSON]}, PERSON]
    leaves = [leaf_of(kind, {**said, name: way}) for name in schema for way in ways]
    leaves += [leaf_of(kind, said, party=PERSON)]
    others = [leaf_of(kind, said), leaf_of(kind, said, party="Q0000001H")]
    appended([*leaves, *others])

    found = {(each.key, each.group) for each in find(Sought(PERSON))}

    wanted = {(leaf.key, opening.group) for leaf in leaves for opening in leaf.openings if opening.group in GROUPS}
    assert found == wanted


@pytest.mark.django_db
def test_an_account_of_theirs_is_found_where_a_kind_names_users():
    user = str(uuid4())
    named = [
        leaf_of("incident.reported.v1", {"agents": [user], "claim": "Says something."}),
        leaf_of("lot.held.v1", {"lot": "P0000000X", "note": "Says something."}, actor=user),
    ]
    appended([*named, leaf_of("lot.held.v1", {"note": "Says something."}, actor=str(uuid4()))])

    assert {each.key for each in find(Sought(PERSON, (user,)))} == {leaf.key for leaf in named}


# --- no apply reads what can be erased --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_apply_is_given_holds_nothing_that_can_be_erased(kind):
    facts = {name: f"<{name}>" for name in KINDS[kind].schema}
    entry = Entry(str(uuid4()), kind, make.NOW, NOW, facts, {}, SYSTEM, b"")
    leaf = seal(entry, KINDS[kind], "log.example", NOW, {"local_date": "2026-11-23", "heads": {}, "resolved": {}})
    trade = next((opening.value for opening in leaf.openings if opening.group == "trade"), None)

    event = unseal(1, leaf.entry, trade)

    assert {KINDS[kind].schema[name].group for name in event.facts} <= {"open", "trade"}
    for name, fact in KINDS[kind].schema.items():
        if fact.group not in {"open", "trade"}:
            assert f"<{name}>" not in str(event)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_apply_asks_for_what_it_is_never_given(kind):
    erasable = {name for name, fact in KINDS[kind].schema.items() if fact.group not in {"open", "trade"}}
    source = textwrap.dedent(inspect.getsource(KINDS[kind].apply))

    asked = {
        node.slice.value if isinstance(node, ast.Subscript) else node.args[0].value
        for node in ast.walk(ast.parse(source))
        if _asks_event(node)
    }

    assert not asked & erasable


def _asks_event(node: ast.AST) -> bool:
    """Say whether a piece of code is event["..."] or event.get("...")."""
    if isinstance(node, ast.Subscript):
        return _is_event(node.value) and isinstance(node.slice, ast.Constant)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        return _is_event(node.func.value) and isinstance(node.args[0], ast.Constant)
    return False


def _is_event(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "event"
