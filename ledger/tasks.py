"""Celery tasks: a name, a bound, one call. A lost task loses nothing."""

from celery import shared_task

from ledger.inbox.receiving import retry_waiting as retry
from ledger.labels import printing
from ledger.log.follow import follow
from ledger.risk.watching import look_at_clock, look_over


@shared_task(ignore_result=True, time_limit=300)
def watch_for_risk() -> int:
    """Look over what is new in the log; resumes at its own cursor, nothing is skipped."""
    return follow("risk", look_over)


@shared_task(ignore_result=True, time_limit=300)
def watch_the_clock() -> int:
    """Look at places again because a day has passed."""
    return look_at_clock()


@shared_task(ignore_result=True, time_limit=300)
def retry_waiting() -> int:
    """Enter once more what waits in the inbox."""
    return retry()


@shared_task(ignore_result=True, time_limit=600)
def print_labels() -> int:
    """Print the orders that wait; one that a worker lost is printed by the next."""
    return printing.advance()


@shared_task(ignore_result=True, time_limit=300)
def forget_old_prints() -> int:
    """Remove files of orders that are a week old."""
    return printing.forget_old()
