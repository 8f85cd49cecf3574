"""Letters: mail that is due for one reader goes in one letter, in their language, of what they may see by then.

A letter gets its number before it is sent and keeps it: after a crash the same letter goes again, with the same
Message-ID, and not half of it with something new.
"""

from __future__ import annotations

import hashlib
import logging
import random
import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ledger.parties.access import actor_of
from ledger.parties.models import User
from ledger.telling.backing_off import patience
from ledger.telling.delivering import begin_attempts
from ledger.telling.models import FAILED, SENT, WAITING, WITHHELD, Attempt, Delivery, News
from ledger.telling.seeing import Sight
from ledger.telling.unsubscribing import unsubscribe_link
from ledger.telling.wording import INBOX_PATH, Names, line_of

LEASE = timedelta(seconds=90)
SECONDS = 5.0
MOST_LINES = 100
"""Lines of one letter; what is beyond stands in the inbox, and the letter says so."""
log = logging.getLogger(__name__)


def send_letters(seconds: float = SECONDS) -> int:
    """Send what is due; return how many letters went out."""
    begun, sent = monotonic(), 0
    while settings.MAIL_IS_SET and monotonic() - begun < seconds:
        letter = claim_letter(datetime.now(UTC))
        if not letter:
            break
        sent += send_letter(letter)
    return sent


def claim_letter(now: datetime) -> list[Delivery]:
    """Take up all that is due for the reader who waits longest, or a letter that a worker lost."""
    with transaction.atomic():
        due = Delivery.objects.filter(state=WAITING, next_at__lte=now, user__isnull=False)
        due = due.select_for_update(of=("self",), skip_locked=True).order_by("next_at", "id")
        first = due.first()
        if first is None:
            return []
        found = due.filter(letter=first.letter) if first.letter else due.filter(letter=None)
        letter = list(found.filter(user=first.user_id).select_related("news", "user"))
        number = first.letter or uuid4()
        Delivery.objects.filter(pk__in=[each.pk for each in letter]).update(letter=number, next_at=now + LEASE)
        for each in letter:
            each.letter, each.next_at = number, now + LEASE
        return letter


def send_letter(letter: Sequence[Delivery]) -> int:
    """Send a claimed letter; return 1 if it went out."""
    user, now = letter[0].user, datetime.now(UTC)
    seen = _seen(letter, user)
    unseen = {each.pk for each in letter} - {each.pk for each in seen}
    Delivery.objects.filter(pk__in=unseen).update(state=WITHHELD, done_at=now)
    if not seen:
        return 0
    tried = begin_attempts(seen)
    begun = monotonic()
    try:
        message_for(user, [each.news for each in seen], f"{seen[0].letter}").send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("letter %s was not taken: %s", seen[0].letter, type(error).__name__)
        _not_taken(seen, tried, error, round((monotonic() - begun) * 1000))
        return 0
    Attempt.objects.filter(pk__in=[each.pk for each in tried]).update(ms=round((monotonic() - begun) * 1000))
    Delivery.objects.filter(pk__in=[each.pk for each in seen]).update(state=SENT, done_at=datetime.now(UTC))
    return 1


def _seen(letter: Sequence[Delivery], user: User) -> list[Delivery]:
    """Return what the reader may see now, and nothing once they have no address or may not sign in."""
    actor = actor_of(user)
    sight = Sight([each.news for each in letter], [actor])
    wanted = user.is_active and bool(user.email)
    return [each for each in letter if wanted and sight.sees(actor, each.news)]


def _not_taken(letter: Sequence[Delivery], tried: Sequence[Attempt], error: Exception, ms: int) -> None:
    now = datetime.now(UTC)
    limits = patience(now.date())
    refused = isinstance(error, smtplib.SMTPRecipientsRefused)
    Attempt.objects.filter(pk__in=[each.pk for each in tried]).update(
        ms=ms, error="address_refused" if refused else "server_failed"
    )
    wait = limits.wait(letter[0].tries, random.random())  # noqa: S311 (it spreads load, it guards nothing)
    over = refused or letter[0].tries >= limits.most_tries
    changes = {"state": FAILED, "done_at": now} if over else {"next_at": now + wait}
    Delivery.objects.filter(pk__in=[each.pk for each in letter]).update(**changes)


def message_for(user: User, news: Sequence[News], number: str) -> EmailMessage:
    """Return the letter: plain text, in the reader's language, with the address that ends it."""
    ordered = sorted(news, key=lambda each: (each.recorded_at, str(each.key)))
    leave = unsubscribe_link(user)
    with override(user.language or settings.LANGUAGE_CODE):
        names = Names(each.subject for each in ordered)
        lines = [line_of(each, names, datetime.now(UTC).date()) for each in ordered[:MOST_LINES]]
        count = len(ordered)
        subject = ngettext("Lodebook: %(about)s", "Lodebook: %(n)d new notices", count) % {
            "about": lines[0].about,
            "n": count,
        }
        parts = [f"{line.about}\n{line.sentence}\n{line.link}" for line in lines]
        if count > len(lines):
            left = _("%(n)d more stand in your inbox:") % {"n": count - len(lines)}
            parts.append(f"{left} {settings.TAG_URL_PREFIX}{INBOX_PATH}")
        parts.append(f"--\n{_('You get this because you follow it. To get no more mail:')}\n{leave}")
    text = "\n\n".join(parts) + "\n"
    headers = {
        "Message-ID": f"<{number}@{_domain()}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(" ".join(subject.split()), text, to=[user.email], headers=headers)


def _domain() -> str:
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return sender or hashlib.sha256(settings.LOG_ORIGIN.encode()).hexdigest()[:16]
