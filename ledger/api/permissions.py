"""Closed by default: a view without a permission of its own lets nobody in."""

from typing import Any

from rest_framework.permissions import BasePermission


class ClosedByDefault(BasePermission):
    """Says no."""

    def has_permission(self, request: Any, view: Any) -> bool:
        return False


class SignedIn(BasePermission):
    """Says yes to anybody with a role in force; what they see is the access layer's business."""

    def has_permission(self, request: Any, view: Any) -> bool:
        from ledger.parties.access import actor_of

        return bool(request.user and request.user.is_authenticated and actor_of(request.user).roles)
