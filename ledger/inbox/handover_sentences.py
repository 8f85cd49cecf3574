"""Sentences for refusals about hand-overs, exports and certificates."""

from typing import Any

HANDOVER_SENTENCES: dict[str, Any] = {}
