"""The button by which a page is followed."""

from __future__ import annotations

from typing import Any

from django import template

from ledger.parties.risk_access import may_follow
from ledger.telling.following import followed_by

register = template.Library()


@register.inclusion_tag("following/_button.html", takes_context=True)
def follow_button(context: dict[str, Any], code: str) -> dict[str, Any]:
    """Return the button to follow a code, or to stop; nothing for who may not follow."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    if actor is None or not may_follow(actor):
        return {"may_follow": False}
    return {
        "may_follow": True,
        "code": code,
        "followed": code in followed_by(request.user, [code]),
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
