"""Sentences for refusals about weights, grades and what is made of lots."""

from typing import Any

WEIGHT_SENTENCES: dict[str, Any] = {}
