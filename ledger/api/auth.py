"""Bearer tokens, sent as `Authorization: Bearer …`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from ledger.parties.models import ApiToken, User
from ledger.parties.tokens import digest_of, make_token

__all__ = ["BearerTokenAuthentication", "make_token"]


class BearerTokenAuthentication(BaseAuthentication):
    """Finds the user of a token; a wrong or ended token is refused, a missing one is nobody."""

    def authenticate(self, request: Any) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Send the token as: Authorization: Bearer …"))
        token = ApiToken.objects.select_related("user").filter(digest=digest_of(words[1])).first()
        now = datetime.now(UTC)
        if token is None or not token.user.is_active or (token.ends_at and token.ends_at <= now):
            raise AuthenticationFailed(_("This token is not known, or no longer valid."))
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"
