"""A phone that sends its day in batches, as a process that can be killed: python -m tests.journeys.phone DB FILE.

Prints a line for each batch that was answered, after it was answered.
"""

from __future__ import annotations

import json
import os
import sys


def main(database: str, path: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"  # no sequencer runs beside it
    import django
    from django.db import connections

    django.setup()
    connections.settings["default"]["NAME"] = database
    from ledger.deeds.entries import Actor
    from ledger.inbox.receiving import receive

    with open(path, encoding="utf-8") as file:
        day = json.load(file)
    actor = Actor(day["actor"], day["party"], frozenset(day["roles"]))
    print("ready", flush=True)
    for batch in day["batches"]:
        answers = receive(batch, actor)
        print(json.dumps([[answer.key, answer.status] for answer in answers]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
