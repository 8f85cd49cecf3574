#!/usr/bin/env python
"""Django's command line for Lodebook."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError

from config.stopping import stop


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if embedded_server_is_down():
            stop("the embedded database is not running; start it with make run, or name a server in DATABASE_URL.")
        raise


def embedded_server_is_down() -> bool:
    """Whether this home's own PostgreSQL is meant and has no socket."""
    from config.settings import WIRING

    return WIRING.environment.database is None and not os.path.exists(f"{WIRING.owner.host}/.s.PGSQL.5432")


if __name__ == "__main__":
    main()
