"""Celery tasks of the register: a name, a bound, one call. A lost task loses nothing."""

from celery import shared_task

from sites.bringing.advancing import advance
from sites.positions import following
from sites.statuses.running import run_clock


@shared_task(ignore_result=True, time_limit=300)
def follow_positions() -> int:
    """Put on the map what is new in the log; resumes at its own cursor."""
    return following.follow_positions()


@shared_task(ignore_result=True, time_limit=300)
def forget_erased_positions() -> int:
    """Take off the map what was erased from the log."""
    return following.forget_erased()


@shared_task(ignore_result=True, time_limit=300)
def advance_imports() -> None:
    """Take the next batches of files that are brought in; resumes at the cursor of each run."""
    if advance():
        # behind what waits already, and not beside another of its kind
        advance_imports.apply_async(expires=5)


@shared_task(ignore_result=True, time_limit=300)
def run_the_clock() -> int:
    """Enter what became of statuses because a day has passed; a second run changes nothing."""
    return run_clock()
