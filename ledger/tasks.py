"""Celery tasks: a name, a bound, one call. A lost task loses nothing."""

from datetime import UTC, datetime

from celery import shared_task

from ledger.inbox.receiving import retry_waiting as retry
from ledger.labels import printing
from ledger.log.follow import follow
from ledger.log.partitions import keep_partitions_ahead
from ledger.log.verify_nightly import verify_slice
from ledger.risk.incidents.late_cases import look_at_keepers
from ledger.risk.incidents.running import ring
from ledger.risk.screening import following as screening
from ledger.risk.screening import running as screening_runs
from ledger.risk.watching import look_at_clock, look_over
from ledger.telling import delivering, fanning, forgetting, letters


@shared_task(ignore_result=True, time_limit=300)
def watch_for_risk() -> int:
    """Look over what is new in the log; resumes at its own cursor, nothing is skipped."""
    return follow("risk", look_over)


@shared_task(ignore_result=True, time_limit=300)
def make_partitions() -> int:
    """Make room for events ahead, and raise the alarm where that fails."""
    return keep_partitions_ahead()


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


@shared_task(ignore_result=True, time_limit=300)
def tell_new() -> int:
    """Tell followers what is new in the log; resumes at its own cursor, nobody is told twice."""
    return fanning.tell_new()


@shared_task(ignore_result=True, time_limit=120)
def send_letters() -> int:
    """Send the mail that is due; a letter that a worker lost is sent by the next, as the same letter."""
    return letters.send_letters()


@shared_task(ignore_result=True, time_limit=120)
def send_webhooks() -> int:
    """Send what is due to endpoints; what a worker lost is sent by the next, with the same id."""
    return delivering.send_webhooks()


@shared_task(ignore_result=True, time_limit=4 * 3600)
def verify_nightly() -> bool:
    """Compute a slice of the log again from its stored bytes; goes on at the next where this one ended."""
    return verify_slice() is not None


@shared_task(ignore_result=True, time_limit=300)
def forget_old_news() -> int:
    """Remove what people were told long ago."""
    return forgetting.forget_old_news()


@shared_task(ignore_result=True, time_limit=300)
def follow_screening() -> int:
    """Screen parties that changed, and begin runs for lists that were loaded; resumes at its own cursor."""
    return screening.follow_screening()


@shared_task(ignore_result=True, time_limit=300)
def advance_screening() -> None:
    """Take the next step of holding all parties against a new list; resumes where the last step ended."""
    if screening_runs.advance():
        # behind what waits already, and not beside another of its kind
        advance_screening.apply_async(expires=30)


@shared_task(ignore_result=True, time_limit=300)
def screening_by_clock() -> int:
    """Open again what was decided until yesterday, and say which screenings have grown old."""
    return screening.look_at_clock()


@shared_task(ignore_result=True, time_limit=300)
def ring_incident_clocks() -> int:
    """Enter what became of incidents because time has passed; a second run changes nothing."""
    return ring() + look_at_keepers(datetime.now(UTC).date())
