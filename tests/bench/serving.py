"""HTTP and positions, with real processes: gunicorn as in service, the sequencer as in service."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread

from django.db import connection

from ledger.api.auth import make_token
from ledger.models import LogState, Pending
from ledger.parties import roles
from tests import make
from tests.bench.world import stocked
from tests.make import enter, envelope

ROUNDS = 200


@contextmanager
def program(*command: str) -> Iterator[None]:
    """Run a program beside this one."""
    running = subprocess.Popen([sys.executable, *command], env=os.environ, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(20)


def measure() -> tuple[list[float], float]:
    """Return milliseconds of single requests, and requests per second with four clients."""
    made = stocked(ROUNDS * 8)
    person = make.user("bench", roles.TAGGING_AGENT, made.agency)
    token, port = make_token(person), free_port()
    bodies = [json.dumps({"entries": two_entries(made)}) for _ in range(ROUNDS * 7)]
    web = ["-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    with program(*web, "--log-level", "error"):
        wait_for(port)
        single = [asked(client_of(port), token, [body]) for body in bodies[:20]] and times(port, token, bodies[20:220])
        shares = [bodies[220 + number :: 4] for number in range(4)]
        started = time.perf_counter()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda share: asked(client_of(port), token, share), shares))
        return single, sum(map(len, shares)) / (time.perf_counter() - started)


def two_entries(made: make.World) -> list[dict]:
    tagging = made.tagging()
    return [tagging, envelope("lot.weighed.v1", lot=tagging["facts"]["lot"], gross_g=46_200, tare_g=400)]


def times(port: int, token: str, bodies: list[str]) -> list[float]:
    client, taken = client_of(port), []
    for body in bodies:
        started = time.perf_counter()
        asked(client, token, [body])
        taken.append((time.perf_counter() - started) * 1_000)
    return taken


def asked(client: HTTPConnection, token: str, bodies: list[str]) -> int:
    """Post bodies one after the other over one connection; every entry must be recorded."""
    for body in bodies:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        client.request("POST", "/api/v1/entries/", body, headers)
        answer = client.getresponse()
        said = json.loads(answer.read())
        assert [each["status"] for each in said["answers"]] == ["recorded", "recorded"], said
    return len(bodies)


def client_of(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=30)


def wait_for(port: int, path: str = "/healthz") -> None:
    for _ in range(200):
        try:
            client = client_of(port)
            client.request("GET", path)
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the web server did not come up")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def lags(seconds: float) -> tuple[list[float], list[float], float]:
    """Write about 1,000 events a second; return lags to position and to a checkpoint in ms, and the rate reached."""
    made = stocked(int(seconds * 1_100))
    commits: dict[int, float] = {}
    writer = Thread(target=write_steadily, args=(made, seconds, commits))
    placed: dict[int, float] = {}
    signed: list[tuple[float, int]] = []
    with program("manage.py", "sequence"):
        wait_until_sequenced()
        position = LogState.objects.get().size  # asked before anybody writes: counting ten million rows takes a second
        started = time.time()
        writer.start()
        while writer.is_alive() or len(placed) < len(commits):
            position = look(position, placed, signed)
            time.sleep(0.01)
            if time.time() - started > seconds + 20:
                break
        rate = len(commits) / (max(commits.values()) - min(commits.values()))
        while (not signed or signed[-1][1] < max(commits)) and time.time() - started < seconds + 30:
            position = look(position, placed, signed)
            time.sleep(0.01)
    waits = [(placed[number] - at) * 1_000 for number, at in commits.items() if number in placed]
    return waits, checkpoint_lags(commits, signed), rate


def wait_until_sequenced() -> None:
    """Wait until the sequencer is up and has caught up with what was written before."""
    while Pending.objects.exists():
        time.sleep(0.1)


def write_steadily(made: make.World, seconds: float, commits: dict[int, float]) -> None:
    """Enter 25 bags every 25 ms, each batch its own commit."""
    due = time.time()
    try:
        while len(commits) < seconds * 1_000 and made.tags:
            answers = enter(made.tagger, *(made.tagging() for _ in range(25)))
            now = time.time()
            commits.update({answer.event_id: now for answer in answers if answer.event_id})
            due += 0.025
            time.sleep(max(0, due - time.time()))
    finally:
        connection.close()


def look(position: int, placed: dict[int, float], signed: list[tuple[float, int]]) -> int:
    """Note what has a position by now, and which checkpoints are signed."""
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM ledger_leaf WHERE position >= %s", [position])
        found = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            "SELECT (SELECT event_id FROM ledger_leaf WHERE position = size - 1) FROM ledger_checkpoint"
            " ORDER BY size DESC LIMIT 1"
        )
        last = cursor.fetchone()
    placed.update(dict.fromkeys(found, now))
    if last and (not signed or signed[-1][1] != last[0]):
        signed.append((now, last[0]))
    return position + len(found)


def checkpoint_lags(commits: dict[int, float], signed: list[tuple[float, int]]) -> list[float]:
    """Return how long each event waited for a checkpoint that covers it."""
    lags = []
    for number, at in commits.items():
        covering = [when for when, last in signed if last >= number]
        if covering:
            lags.append((covering[0] - at) * 1_000)
    return lags
