"""The web is killed under load, worker by worker and all at once: clients send again, and hold signed receipts."""

import os
import random
import signal
import socket
import sys
import urllib.error
import urllib.request

import psutil
import pytest

from config.embedded.service import Service
from tests.drill.afterwards import read
from tests.drill.ground import ROOT, sequencer, stop, until
from tests.drill.load import under_load

pytestmark = pytest.mark.slow


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Web:
    """gunicorn as `make run` starts it, on a port of its own."""

    def __init__(self, ground):
        self.url = f"http://127.0.0.1:{(port := free_port())}/api/v1/entries/"
        environ = {**ground.settings, "PORT": str(port), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi"]
        self.service = Service("web", command, output=ground.home.run / "web.log", environ=environ)
        self.service.is_ready = self.answers

    def answers(self):
        try:
            urllib.request.urlopen(self.url, timeout=5).close()  # noqa: S310  (our own address)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def start(self):
        self.service.start()
        self.service.wait_until_ready()

    def kill_a_worker(self, dice):
        workers = psutil.Process(self.service.process.pid).children()
        if workers:
            dice.choice(workers).kill()

    def kill_all(self):
        os.killpg(self.service.process.pid, signal.SIGKILL)
        self.service.process.wait()


@pytest.fixture
def web(ground):
    made = Web(ground)
    made.start()
    yield made
    made.service.stop()


@pytest.mark.drill(quick=0, full=12)
def test_the_web_is_killed_under_load(drill, web, times):
    dice = random.Random(6)
    running = sequencer(drill.nursery)
    with under_load(drill.ground, drill.nursery, writers=3, url=web.url) as load:
        for number in range(times):
            load.go_on(dice.randint(5, 30))
            if number % 4 == 3:
                web.kill_all()
                web.start()
            else:
                web.kill_a_worker(dice)
        load.go_on(5)
    stop(running)

    drill.recovered(load)
    known = [read(journal) for journal in load.journals]
    assert all(each.receipts for each in known), "recorded entries come with the log's signed word"
    until(lambda: web.answers(), "the web still answers")
