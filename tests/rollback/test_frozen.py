"""While the log is frozen nothing is written through any door, everything can be read, and people are told why."""

import contextlib

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from ledger import tasks
from ledger.errors import LogFrozen
from ledger.log import halting
from ledger.log.models import Leaf, LogState, Pending
from ledger.parties import roles
from ledger.parties.tokens import make_token
from tests import make
from tests.emptying import owner
from tests.pages.test_desk import shown
from tests.rollback.conftest import sealed, started
from tests.rollback.restoring import table_rows

RECORD = ("ledger_event", "ledger_eventkey", "ledger_opening", "ledger_leaf", "ledger_lot")


@pytest.fixture
def frozen(world, home):
    """A log that froze after a bag was bought, with somebody's note of what was published."""
    world.last = world.bought()
    sealed()
    note = (home / "anchor").read_text()
    halting.freeze("behind", note, note)
    return world


@pytest.fixture
def browser(frozen):
    def sign_in(role):
        client = Client()
        client.force_login(make.user(role, role, frozen.ours.party))
        return client

    return sign_in


def test_an_entry_is_refused_with_the_word_to_come_again(frozen):
    before = table_rows(*RECORD)
    client, token = Client(), make_token(make.user("agent", roles.TAGGING_AGENT, frozen.agency))
    body = {"entries": [frozen.tagging(tag="T0000000A")]}

    answer = client.post(
        "/api/v1/entries/", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 503
    assert answer.json()["code"] == "log_frozen"
    assert int(answer.headers["Retry-After"]) >= 60
    assert table_rows(*RECORD) == before


def test_a_page_that_writes_says_so_and_writes_nothing(frozen, browser):
    client, path = browser(roles.TAGGING_AGENT), f"/desk/tag/?place={frozen.site}"
    form = shown(client, path)
    form |= {"tag": frozen.tags[0], "gross": "46,2", "tare": "0.40", "mineral": "cassiterite", "dug_on": make.DUG}
    before = table_rows(*RECORD)

    answer = client.post("/desk/tag/", form)

    assert answer.status_code == 503
    assert table_rows(*RECORD) == before
    halting.thaw()
    assert client.post("/desk/tag/", form).status_code == 302, "the same form goes through afterwards"


def test_the_systems_own_entries_are_refused_and_followers_stand_still(frozen):
    before = table_rows(*RECORD)

    with pytest.raises((LogFrozen, DatabaseError)):
        make.enter(frozen.tagger, frozen.tagging(tag="T0000000A"))
    for task in (tasks.retry_waiting, tasks.watch_for_risk):
        with contextlib.suppress(LogFrozen, DatabaseError):
            task()

    assert table_rows(*RECORD) == before


def test_commands_that_enter_are_refused(frozen):
    before = table_rows(*RECORD)

    for words in (["sequence", "--once"], ["load_reference"]):
        with pytest.raises((CommandError, LogFrozen, DatabaseError)):
            call_command(*words)

    assert table_rows(*RECORD) == before


def test_nobody_can_insert_an_event_behind_the_programs_back(frozen):
    with pytest.raises(DatabaseError, match="frozen"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_event SELECT nextval('ledger_event_id_seq'), gen_random_uuid(), kind, happened_at,"
            " recorded_at, entry, hash FROM ledger_event LIMIT 1"
        )


def test_what_waits_for_a_position_goes_on_waiting(world, home):
    world.issue()
    sealed()
    sequencer = started()
    world.lot()
    halting.freeze("behind", None, None)

    with pytest.raises(Exception, match="frozen since"):
        sequencer.tick(sign=True)

    assert Pending.objects.count() == 1
    assert Leaf.objects.count() == LogState.objects.get().size


def test_everything_can_be_read(frozen, browser):
    client = browser(roles.PROGRAMME_MANAGER)

    for path in ("/", f"/lots/{frozen.last}/", "/sites/", "/log/checkpoint", "/log/tile/0/000.p/1", "/healthz"):
        assert client.get(path).status_code in {200, 302, 404}, path
    assert client.get("/log/checkpoint").status_code == 200
    assert client.get(f"/lots/{frozen.last}/").status_code == 200


def test_every_page_says_that_nothing_can_be_entered(frozen, browser):
    clerk = browser(roles.DEPOT_CLERK).get("/lots/").content.decode()
    manager = browser(roles.PROGRAMME_MANAGER).get("/lots/").content.decode()

    assert "the log is frozen" in clerk
    assert "/operator/log/" not in clerk
    assert "/operator/log/" in manager


def test_pages_say_nothing_once_the_log_goes_on(frozen, browser):
    halting.thaw()

    assert "the log is frozen" not in browser(roles.PROGRAMME_MANAGER).get("/lots/").content.decode()


def test_the_line_over_the_pages_costs_no_query(frozen, browser, django_assert_num_queries):
    from sites.operating.banner import log_state

    halting.seems_frozen()
    with django_assert_num_queries(0):
        assert log_state(Client().get("/").wsgi_request)["log_is_frozen"]


@pytest.mark.parametrize(
    ("reason", "command"),
    [
        ("behind", "recover_log --bundles"),
        ("other_root", "continue_log --origin"),
        ("anchor_gone", "--accept-anchor"),
        ("anchor_unreadable", "--accept-anchor"),
        ("another_server", "--accept-server"),
        ("broken_tree", "restore FOLDER"),
        ("restored", "recover_log"),
        ("something new", "--check"),
    ],
)
def test_the_operators_page_says_why_and_what_to_do(world, home, reason, command):
    sealed()
    note = (home / "anchor").read_text()
    halting.freeze(reason, note, None, "ngo")
    client = Client()
    client.force_login(make.user("manager", roles.PROGRAMME_MANAGER, world.programme_party))

    page = client.get("/operator/log/").content.decode()

    assert command in page
    assert note.splitlines()[2] in page
    assert "ngo" in page


def test_the_operators_page_of_a_log_that_is_well(world, witness):
    sealed()
    witness.show((witness.policy.parent / "log" / "anchor").read_text())
    started()
    client = Client()
    client.force_login(make.user("state", roles.REGULATOR, world.agency))

    page = client.get("/operator/log/").content.decode()

    assert "Goes on" in page
    assert "ngo" in page
    assert "What to do" not in page


def test_a_log_whose_sequencer_stands_still_is_said_to(world, home):
    sealed()
    world.lot()
    with owner() as owning:
        owning.execute("UPDATE ledger_pending SET since = now() - interval '200 seconds'")
    client = Client()
    client.force_login(make.user("state", roles.REGULATOR, world.agency))

    page = client.get("/operator/log/").content.decode()

    assert "Stands still" in page
    assert "3 minutes" in page


def test_a_clerk_has_no_business_there(world, home):
    client = Client()
    client.force_login(make.user("clerk", roles.DEPOT_CLERK, world.ours.party))

    assert client.get("/operator/log/").status_code == 403


def test_a_start_looks_before_anything_is_entered(world, home, capsys):
    from ledger.log import keyring
    from ledger.proofs.checkpoints import Checkpoint

    sealed()
    ahead = Checkpoint("example.org/rollback", 999, b"\x07" * 32).text()
    (home / "anchor").write_text(keyring.signer().sign_note(ahead))

    call_command("sequence", "--look")

    assert "was published with 999" in capsys.readouterr().err
    assert halting.frozen()["reason"] == "behind"
