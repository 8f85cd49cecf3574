"""Doors of pages: closed by default, open to the public only with a reason, else to whom the access layer lets in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied

from ledger.deeds.entries import Actor
from ledger.parties.access import actor_of

View = Callable[..., Any]


def public(reason: str) -> Callable[[View], View]:
    """Open a view to everybody; the reason is read by the test that walks every address."""

    def mark(view: View) -> View:
        opened = login_not_required(view)
        opened.public_because = reason
        return opened

    return mark


def for_actors(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Let in signed-in users for whom the access layer's `may` says yes; `request.actor` is who they act as."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            request.actor = actor_of(request.user)
            if not may(request.actor):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.let_in_by = may  # type: ignore[attr-defined]
        return guarded

    return wrap


def has_any_role(actor: Actor) -> bool:
    """Say whether an actor has any role in force."""
    return bool(actor.roles)
