"""The servers that tests run against: thrown away afterwards, one pair for all processes of one test run."""

import atexit
import contextlib
import os

from config.embedded.service import ServiceFailed
from config.embedded.throwaway import THROWAWAY, throwaway
from config.stopping import stop


def ensure_servers() -> None:
    """Start the servers and name them in the environment, which the other processes of this run inherit.

    `make test` and the first process of a run have named them already for those that come later.
    """
    if os.environ.get(THROWAWAY):
        return
    stack = contextlib.ExitStack()
    try:
        os.environ.update(stack.enter_context(throwaway()))
    except ServiceFailed as error:
        stop(str(error))
    atexit.register(stack.close)
