"""Closed by default: a view without a permission of its own lets nobody in."""

from typing import Any

from rest_framework.permissions import BasePermission

from ledger.parties.access import actor_of, may_mirror
from ledger.parties.doors import has_any_role


class ClosedByDefault(BasePermission):
    """Says no."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False


class SignedIn(BasePermission):
    """Says yes to anybody with a role in force; what they see is the access layer's business.

    `request.actor` is who they act as. `let_in_by` is read by the test that walks every address.
    """

    let_in_by = staticmethod(has_any_role)

    def has_permission(self, request: Any, view: Any) -> bool:
        if not (request.user and request.user.is_authenticated):
            return False
        request.actor = actor_of(request.user)
        return has_any_role(request.actor)


class Mirrors(SignedIn):
    """Says yes to those who may keep a copy of the log's entries."""

    let_in_by = staticmethod(may_mirror)

    def has_permission(self, request: Any, view: Any) -> bool:
        return super().has_permission(request, view) and may_mirror(request.actor)


class Everybody(BasePermission):
    """Says yes to the whole world; an address that uses it says why with `@public`."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return True
