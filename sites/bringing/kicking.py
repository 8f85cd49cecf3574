"""A word to the worker that there is something to do; without a broker the clock brings it a little later."""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def kick() -> None:
    """Ask the worker to look now."""
    from sites.tasks import advance_imports

    try:
        advance_imports.apply_async(retry=False, expires=60)
    except OperationalError:
        log.warning("the broker is away; imports go on when it is back")
