"""The four programs that make up Lodebook, beside its servers."""

import sys
from pathlib import Path

from config.embedded.leftovers import MARK
from config.embedded.service import Service
from config.running.answering import answers
from config.wiring import Wiring

MANAGE = str(Path(__file__).resolve().parents[2] / "manage.py")
CELERY = [sys.executable, "-m", "celery", "--quiet", "--app", "config.celery"]
# Celery advises root to use --uid, which a home that only root may enter does not allow.
NO_WARNING = "ignore:You're running the worker with superuser privileges"


def programs(wiring: Wiring) -> list[Service]:
    """Sequencer, worker, beat and web, in the order in which they start; they write to our output what goes wrong."""
    environ = {MARK: str(wiring.home.root), "LODEBOOK_LOGIN": "app", "PYTHONWARNINGS": NO_WARNING}
    worker = ["worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    commands = {
        "sequencer": [sys.executable, MANAGE, "sequence"],
        "worker": [*CELERY, *worker],
        "beat": [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile="],
        "web": [sys.executable, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi"],
    }
    services = [Service(name, command, environ=environ) for name, command in commands.items()]
    services[-1].is_ready = lambda: answers(wiring.environment)
    return services
