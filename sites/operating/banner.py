"""The line over every page while the log is frozen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ledger.log.halting import seems_frozen
from ledger.parties.access import may_operate_log


def log_state(request: HttpRequest) -> dict[str, Any]:
    """Tell templates whether the log is frozen; known from memory for some seconds, so pages ask nothing for it."""
    if not seems_frozen():
        return {"log_is_frozen": False}
    actor = getattr(request, "actor", None)
    return {"log_is_frozen": True, "may_operate_log": actor is not None and may_operate_log(actor)}
