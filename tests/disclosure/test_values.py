"""No byte that leaves this ledger holds a value that its reader must not see: leaves, tiles, packs, lines, messages."""

import ast
import io
import json
import logging
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from config.celery import app
from config.log_lines import Discreet, Json, Plain
from ledger.custody.models import LotEvent
from ledger.deeds.entries import SYSTEM, Answer, Entry
from ledger.deeds.facts import Choice, Fact, Lines, Parts
from ledger.deeds.kinds import KINDS
from ledger.deeds.sealing import seal
from ledger.inbox.keeping import keep
from ledger.inbox.receiving import retry_waiting
from ledger.log import keyring
from ledger.log.anchor import Anchor
from ledger.log.models import Checkpoint, EventKey, Tile
from ledger.log.publishing import Publisher
from ledger.log.publishing_files import Folder
from ledger.log.reading import events_from
from ledger.log.wire import ask
from ledger.parties.disclosure import GROUPS, PACK, Asked, sees
from ledger.reports.evidence import PUBLIC, pack_for_lot
from tests.disclosure.marked import marked_trade
from tests.forgetting.test_every_kind import NOW, appended
from tests.make import NOW as TYPED
from tests.make import enter
from tests.served import sequence_all
from tests.test_architecture import modules

HIDING = sorted(name for name, kind in KINDS.items() if kind.groups)


@pytest.fixture
def lines():
    """Everything that anybody logs, at DEBUG, as the console would show it, plain and as JSON."""
    buffer, root = io.StringIO(), logging.getLogger()
    handlers = []
    for formatter in (Plain("{levelname} {name} {message}", style="{"), Json("{levelname}{name}{message}", style="{")):
        handler = logging.StreamHandler(buffer)
        handler.setFormatter(formatter)
        handler.addFilter(Discreet())
        handlers.append(handler)
        root.addHandler(handler)
    quiet = {name: logging.getLogger(name) for name in ("django.request", "django.server", "psycopg", "ledger")}
    before = {name: (logger.level, logger.propagate) for name, logger in quiet.items()}
    level = root.level
    root.setLevel(logging.DEBUG)
    for logger in quiet.values():
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    yield buffer
    root.setLevel(level)
    for name, (was, propagated) in before.items():
        quiet[name].setLevel(was)
        quiet[name].propagate = propagated
    for handler in handlers:
        root.removeHandler(handler)


class Marks:
    """Words that are nowhere by chance, each with what it was put into."""

    def __init__(self) -> None:
        self.put: dict[str, str] = {}

    def word(self, where: str) -> str:
        mark = f"mark{uuid4().hex}"
        self.put[mark] = where
        return mark

    def in_fact(self, fact: Fact, where: str) -> object:
        """Return a value of a fact's shape with a mark in everything that somebody types."""
        if isinstance(fact, Lines):
            return [self.in_fact(fact.each, where)]
        if isinstance(fact, Parts):
            return {name: self.in_fact(part, f"{where}.{name}") for name, part in fact.of.items()}
        if isinstance(fact, Choice):
            return fact.of[0]
        return self.word(where)

    def found_in(self, text: bytes) -> list[str]:
        return [where for mark, where in self.put.items() if mark.encode() in text]


def entry_of(kind: str, marks: Marks) -> Entry:
    """Return an entry of a kind with a mark in every fact of every group, and none in the open."""
    schema = KINDS[kind].schema
    facts = {name: marks.in_fact(fact, f"{kind} {name}") for name, fact in schema.items() if fact.group != "open"}
    return Entry(str(uuid4()), kind, TYPED, NOW, facts, {}, SYSTEM, b"w" * 32)


WHERE = {"local_date": "2026-11-23", "heads": {}, "resolved": {}}


@pytest.mark.django_db
def test_no_leaf_tile_bundle_or_checkpoint_of_any_kind_holds_a_hidden_value(tmp_path, lines):
    marks = Marks()
    leaves = [seal(entry_of(kind, marks), KINDS[kind], django_settings.LOG_ORIGIN, NOW, WHERE) for kind in HIDING]
    appended(leaves)
    sequence_all(tmp_path)
    anchor = Anchor(tmp_path / "anchor")
    Publisher(Folder(tmp_path / "public"), Folder(tmp_path / "bundles"), anchor, keyring.clock()).publish()
    assert (tmp_path / "public" / "checkpoint").exists() and any((tmp_path / "bundles").rglob("*.p/*"))
    assert len(marks.put) > len(HIDING), "every kind with a group is marked"

    events = events_from(0, 10_000)
    assert len(events) == len(HIDING)
    out = b"".join(event.entry for event in events)
    out += b"".join(bytes(tile.hashes) for tile in Tile.objects.all())
    out += "".join(Checkpoint.objects.values_list("note", flat=True)).encode()
    out += b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert marks.found_in(out) == []
    assert marks.found_in(lines.getvalue().encode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["refused", "waiting"])
def test_what_is_refused_or_waits_keeps_hidden_values_in_openings_alone(status):
    marks = Marks()
    for kind in HIDING:
        entry = entry_of(kind, marks)
        ask(keep([(entry, Answer(entry.key, status, "some_code"))]))

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_inboxentry")
        kept = cursor.fetchall()

    assert len(kept) == len(HIDING)
    assert marks.found_in(str(kept).encode()) == []


def members(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_holds_what_its_audience_may_see_and_nothing_else(world, tmp_path, lines):
    trade = marked_trade(world)
    sequence_all(tmp_path)
    audiences = [world.rivals.buyer, world.ours.manager, world.auditor, world.programme, world.regulator, PUBLIC]

    for audience in audiences:
        pack = members(pack_for_lot(trade.lot, world.auditor, audience))
        rest = b"".join(content for name, content in pack.items() if name != "openings.jsonl")
        assert [word for word in trade.all if word.encode() in rest] == []
        assert b"NAME-MINER" not in pack["openings.jsonl"], "people leave in no pack"
        entries = [json.loads(line) for line in pack["entries.jsonl"].splitlines()]
        at = [json.loads(line)["index"] for line in pack["proofs.jsonl"].splitlines()]
        for line in pack["openings.jsonl"].splitlines():
            opening = json.loads(line)
            entry = entries[at.index(opening["index"])]
            value = {**entry["facts"], **opening["value"]}
            asked = Asked(audience, entry["party"], value)
            assert sees(asked, opening["group"], entry["kind"], PACK), (audience, opening)
    told = members(pack_for_lot(trade.lot, world.auditor, world.rivals.buyer))["openings.jsonl"]
    assert b"TRADE-WAYBILL" in told and b"NOTE-RECEIVED" in told
    assert b"987654321" not in told, "what we paid is none of the buyer's"
    assert [word for word in trade.all if word in lines.getvalue()] == []


def test_of_every_kind_a_pack_opens_what_the_table_allows_its_audience(world, tmp_path):
    marks, lot = Marks(), world.bought()
    leaves = [seal(entry_of(kind, marks), KINDS[kind], django_settings.LOG_ORIGIN, NOW, WHERE) for kind in HIDING]
    for number in appended(leaves):
        LotEvent.objects.create(lot=lot, event_id=number)
    sequence_all(tmp_path)
    audiences = {"auditor": world.auditor, "programme": world.programme, "owner": world.ours.manager, "public": PUBLIC}

    opened = {}
    for name, audience in audiences.items():
        pack = members(pack_for_lot(lot, world.auditor, audience))
        assert marks.found_in(b"".join(content for each, content in pack.items() if each != "openings.jsonl")) == []
        opened[name] = set(marks.found_in(pack["openings.jsonl"]))

    groups = {f"{kind} {fact}": each.group for kind in HIDING for fact, each in KINDS[kind].schema.items()}
    everything = {where for where in marks.put.values() if groups[_fact_of(where)] != "people"}
    assert opened["auditor"] == opened["programme"] == everything
    assert opened["owner"] == {"party.registered.v1 name"}, "of entries of others a trader reads names of organisations"
    assert opened["public"] == set()


def _fact_of(where: str) -> str:
    kind, path = where.split(" ", 1)
    return f"{kind} {path.split('.', 1)[0]}"


def test_of_refused_deeds_no_reason_repeats_a_name_or_a_remark(world, lines):
    from ledger.errors import Refused

    class Chatty(Refused):
        code = "chatty"

    def check(entry, rows):
        raise Chatty(said=f"Ask {entry['miner']}.", lines=[entry["note"]], lot=entry["lot"], mass_g=entry["mass_g"])

    tagging = world.tagging(miner="NAME-MINER", note="NOTE-TAGGED")
    kind = KINDS["lot.tagged.v1"]
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(KINDS, "lot.tagged.v1", _with(kind, check))
        (answer,) = enter(world.tagger, tagging)

    assert (answer.code, answer.facts) == ("chatty", {"lot": tagging["facts"]["lot"], "mass_g": 45_800})
    assert EventKey.objects.get(key=tagging["key"]).answer["facts"].keys() == {"lot", "mass_g"}
    assert "NAME-MINER" not in lines.getvalue()


def _with(kind, check):
    from dataclasses import replace

    return replace(kind, check=check)


# --- messages and metrics ---------------------------------------------------------------------------------------------


def test_no_task_takes_anything_so_no_message_in_the_broker_holds_anything():
    import inspect

    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if name.split(".")[0] in {"ledger", "sites", "buyers"}}
    assert ours
    for name, task in ours.items():
        assert inspect.signature(task.run).parameters == {}, name
    for name, entry in django_settings.CELERY_BEAT_SCHEDULE.items():
        assert not {"args", "kwargs"} & entry.keys(), name


def test_nobody_sends_a_task_anything():
    for name, path in modules().items():
        for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                given = node.func.attr in {"delay", "apply_async", "send_task"}
                assert not (given and (node.args or {"args", "kwargs"} & {each.arg for each in node.keywords})), name


def test_the_clock_and_the_followers_log_no_value(world, tmp_path, lines):
    from ledger import tasks

    trade = marked_trade(world)
    sequence_all(tmp_path)
    tasks.watch_for_risk()
    tasks.follow_screening()
    tasks.tell_new()
    retry_waiting()

    assert [word for word in trade.all if word in lines.getvalue()] == []


def test_metrics_hold_no_value(world, tmp_path, client, settings):
    settings.METRICS_TOKEN = "collector"
    trade = marked_trade(world)
    sequence_all(tmp_path)

    answer = client.get(reverse("metrics"), headers={"Authorization": "Bearer collector"})
    told = answer.content

    assert answer.status_code == 200 and b"lodebook" in told
    assert [word for word in trade.all if word.encode() in told] == []


def test_checking_and_replaying_print_no_value(world, tmp_path, capsys, lines):
    trade = marked_trade(world)
    sequence_all(tmp_path)

    call_command("replay", "--check")

    printed = capsys.readouterr()
    assert [word for word in trade.all if word in printed.out + printed.err + lines.getvalue()] == []


def test_every_group_is_marked(world):
    trade = marked_trade(world)

    assert trade.words.keys() == {*GROUPS}
