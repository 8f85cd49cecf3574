"""Unsubscribe: an address in every letter ends all mail to its reader by one press, without signing in (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.core import signing

from ledger.parties.models import User
from ledger.telling.models import NO, WAITING, WITHHELD, Delivery, Follow, Reader

SALT = "lodebook.unsubscribe"
PATH = "/unsubscribe/{}/"


def unsubscribe_link(user: User) -> str:
    """Return the address that ends all mail to a user; it never runs out, as letters do not."""
    return settings.TAG_URL_PREFIX + PATH.format(signing.Signer(salt=SALT).sign(str(user.public_id)))


def reader_of(token: str) -> User | None:
    """Return whose letters an address ends; None for one that was never given out."""
    try:
        public_id = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(public_id=public_id).first()


def end_mail(user: User) -> None:
    """End all mail to a user; what they follow stays in their inbox."""
    Follow.objects.filter(user=user).update(by_mail=NO)
    Reader.objects.update_or_create(user=user, defaults={"own_by_mail": NO})
    Delivery.objects.filter(user=user, state=WAITING).update(state=WITHHELD)
