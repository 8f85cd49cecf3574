"""The embedded servers start after any kind of end, beside one another, and end with who started them."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from config.embedded.postgres import make_logins, postgres
from config.embedded.service import NAMESPACE_SENTENCE
from config.embedded.valkey import valkey
from config.home import Home
from config.logins import APP_ROLE, OWNER_ROLE, embedded_login
from tests.setup.starting import ROOT, environ, free_port, runs, said, until


@contextlib.contextmanager
def up(*services):
    """These services, up and answering; stopped afterwards."""
    try:
        for service in services:
            service.start()
        for service in services:
            service.wait_until_ready()
        yield services
    finally:
        for service in services:
            service.stop()


@pytest.fixture
def home(tmp_path):
    tmp_path.chmod(0o700)
    return Home(tmp_path / "home")


def test_a_server_killed_outright_starts_again_with_what_was_committed(home):
    with up(postgres(home)) as (server,):
        make_logins(home)
        with psycopg.connect(embedded_login(OWNER_ROLE, home).url) as connection:
            connection.execute("CREATE TABLE bag (grams bigint); INSERT INTO bag VALUES (50000)")
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        # What a container makes usual: the noted process id is by now another program's.
        with subprocess.Popen(["sleep", "600"]) as another:
            note = (home.postgres / "postmaster.pid").read_text().splitlines(keepends=True)
            (home.postgres / "postmaster.pid").write_text("".join([f"{another.pid}\n", *note[1:]]))

            server.start()
            try:
                server.wait_until_ready()
            finally:
                another.kill()

        with psycopg.connect(embedded_login(OWNER_ROLE, home).url) as connection:
            assert connection.execute("SELECT grams FROM bag").fetchall() == [(50000,)]


def test_the_serving_login_may_neither_make_tables_nor_databases(home):
    with up(postgres(home)):
        make_logins(home)
        make_logins(home)

        with psycopg.connect(embedded_login(APP_ROLE, home).url, autocommit=True) as connection:
            for words in ("CREATE TABLE public.mine (id int)", "CREATE DATABASE mine", "CREATE ROLE mine"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(words)


def test_two_homes_run_side_by_side_and_their_folders_stay_private(home, tmp_path):
    other = Home(tmp_path / "other")
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in (tmp_path, tmp_path.parent)]

    with up(postgres(home), valkey(home), postgres(other), valkey(other)):
        make_logins(home)
        make_logins(other)
        for one, another in ((home, other), (other, home)):
            psycopg.connect(embedded_login(APP_ROLE, one).url).close()
            assert one.secret(APP_ROLE) != another.secret(APP_ROLE)

    assert before == [(path, path.stat().st_mode, path.stat().st_uid) for path in (tmp_path, tmp_path.parent)]
    assert {path.stat().st_uid for path in home.root.rglob("*")} == {os.geteuid()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has anything to give up")
def test_started_by_root_the_servers_are_an_ordinary_user(home):
    with up(valkey(home)) as (server,):
        process = psutil.Process(server.process.pid)
        proc = Path(f"/proc/{process.pid}")
        mapping = [int(word) for word in (proc / "uid_map").read_text().split()]
        capabilities = re.search(r"^CapEff:\s*(\w+)$", (proc / "status").read_text(), re.MULTILINE)[1]

    assert mapping == [1000, 0, 1]
    assert int(capabilities, 16) == 0


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="only root can forbid it to itself")
def test_where_root_gets_no_namespace_one_sentence_says_what_to_do(tmp_path):
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"'
    words = ["unshare", "--user", "--map-root-user", "sh", "-c", forbid, "-", sys.executable, "-m", "config.run"]

    done = said(words, {"LODEBOOK_HOME": str(tmp_path), "PORT": str(free_port())})

    assert done.stderr == f"Lodebook cannot start: {NAMESPACE_SENTENCE}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children of their parent's death")
def test_servers_end_with_a_program_that_is_killed(tmp_path):
    words = [sys.executable, "-m", "config.embedded.throwaway", "--", "sleep", "600"]
    program = subprocess.Popen(words, cwd=ROOT, env=environ(LODEBOOK_HOME=str(tmp_path)), start_new_session=True)
    until(lambda: any(child.name() == "sleep" for child in psutil.Process(program.pid).children()))
    started = psutil.Process(program.pid).children(recursive=True)
    servers = [process for process in started if process.name() != "sleep"]

    program.kill()
    program.wait()

    try:
        assert len(servers) > 2
        until(lambda: not any(runs(process) for process in servers))
    finally:
        for process in started:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()


def test_a_killed_test_run_leaves_nothing_behind_for_long(tmp_path):
    (dead := tmp_path / "tests" / "dead" / "postgres").mkdir(parents=True)

    words = [sys.executable, "-m", "config.embedded.throwaway", "--", sys.executable, "-c", "raise SystemExit(7)"]
    done = subprocess.run(words, cwd=ROOT, env=environ(LODEBOOK_HOME=str(tmp_path)))

    assert done.returncode == 7
    assert not dead.exists() and list((tmp_path / "tests").iterdir()) == []
