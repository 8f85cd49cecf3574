"""`make bench`: all rows of the performance table that exist, or those named: `make bench ARGS="append deed"`."""

from __future__ import annotations

import os
import subprocess
import sys

ROWS = (
    "deed",
    "writers",
    "batch",
    "http",
    "positions",
    "queries",
    "proofs",
    "pack",
    "replay",
    "verify",
    "append",
    "register",
)
"""The last two write what no replay could make again: leaves alone, and a register of rows alone."""
ALONE = ("log", "fill", "slow_disk", "growth", "month", "screening", "conflict")
"""Rows that want a database or all cores of their own, each by itself: `make bench ARGS=growth`."""


def main(wanted: list[str]) -> int:
    migrate()
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # most rows write without a sequencer beside them: what waits for a position must not keep the next one out
    os.environ.update(LOG_MOST_PENDING="1000000000", LOG_OLDEST_PENDING_S="1000000000")
    django.setup()
    from tests.bench import figures, rows

    print(f"Machine: {figures.machine()}")
    rows.flush_cost()
    for name in wanted or ROWS:
        getattr(rows, name)()
    missed = [figure.what for figure in figures.FIGURES if figure.met is False]
    print(f"\n{len(figures.FIGURES)} figures, {len(missed)} goals missed{': ' if missed else ''}{'; '.join(missed)}")
    return 0


def migrate() -> None:
    """Migrate as the owner, in a process of its own: this one is the serving login."""
    owner = {**os.environ, "LODEBOOK_LOGIN": "owner"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"], env=owner, check=True)


if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - {*ROWS, *ALONE}
    if unknown:
        sys.exit(f"No such row: {', '.join(sorted(unknown))}. There are: {', '.join((*ROWS, *ALONE))}.")
    sys.exit(main(sys.argv[1:]))
