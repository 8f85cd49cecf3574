"""Sentences for refusals about tags: series, stock, issue, loss."""

from typing import Any

TAG_SENTENCES: dict[str, Any] = {}
