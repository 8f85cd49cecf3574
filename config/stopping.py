"""Stopping a start: one sentence on standard error, no traceback."""

import sys
from typing import NoReturn

# gunicorn halts on this code and restarts a worker that leaves with any other: a wrong setting would loop.
CANNOT_START = 3


def stop(sentence: str) -> NoReturn:
    """Leave the program with `sentence`; raises SystemExit, which every entry point lets through."""
    sys.stderr.write(f"Lodebook cannot start: {sentence}\n")
    sys.stderr.flush()
    raise SystemExit(CANNOT_START)
