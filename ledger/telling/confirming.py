"""Confirm: a mail address counts once its owner has followed the link that was sent there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.parties.models import User
from ledger.telling.models import Reader

SALT = "lodebook.mail_address"
PATH = "/following/confirm/{}/"
HOLDS = timedelta(days=2)
BETWEEN = timedelta(minutes=2)
"""Between two such letters of one user: nobody's mailbox is filled by us."""


class TooSoon(Exception):
    """A link was sent a moment ago."""


def ask_to_confirm(user: User, address: str) -> None:
    """Send the link to an address, in the active language. Raises TooSoon; OSError where no server takes it."""
    now = datetime.now(UTC)
    with transaction.atomic():
        Reader.objects.get_or_create(user=user)
        reader = Reader.objects.select_for_update().get(user=user)
        if reader.asked_at and now - reader.asked_at < BETWEEN:
            raise TooSoon
        reader.asked_at = now
        reader.save(update_fields=["asked_at"])
    token = signing.dumps([str(user.public_id), address], salt=SALT)
    text = _("Somebody who is signed in to Lodebook asks to be told at this address. If it was you, open:")
    also = _("If it was not you, do nothing.")
    link = settings.TAG_URL_PREFIX + PATH.format(token)
    EmailMessage(_("Lodebook: confirm this address"), f"{text}\n\n{link}\n\n{also}\n", to=[address]).send()


def address_in(user: User, token: str) -> str | None:
    """Return the address that a link confirms for this user; None for another's, an old or an invented one."""
    try:
        public_id, address = signing.loads(token, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError):
        return None
    return str(address) if public_id == str(user.public_id) else None


def confirm(user: User, address: str) -> None:
    """Let a user be told at an address from now on."""
    user.email = address
    user.save(update_fields=["email"])
