"""Reads JSON with suspicion: size, depth, doubled names, texts that no database keeps and numbers that are none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from django.conf import settings
from django.http.request import UnreadablePostError
from rest_framework.parsers import BaseParser

from ledger.api.problems import Problem

MOST_DEPTH = 12
"""A batch of entries nests six deep; hundreds would exhaust whoever spells the values again."""


class StrictJSONParser(BaseParser):
    """Parses application/json in UTF-8; raises Problem not_json, body_too_large or text_not_allowed."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return read_json(_read(stream))


def _read(stream: Any) -> bytes:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        body = stream.read(most + 1)
    except UnreadablePostError:
        raise Problem(400, "not_json") from None
    if len(body) > most:
        raise Problem(413, "body_too_large", most_bytes=most)
    return bytes(body)


def read_json(body: bytes) -> Any:
    """Return the value of a JSON text as RFC 8259 and RFC 7493 (I-JSON) spell it."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_record)
    except (ValueError, RecursionError):
        raise Problem(400, "not_json") from None
    _check(value)
    return value


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON number")


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        raise Problem(400, "name_doubled", field=_doubled(name for name, _ in pairs))
    return record


def _doubled(names: Iterable[str]) -> str:
    seen: set[str] = set()
    twice = next(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return twice if twice.isprintable() else ""


def _check(value: Any) -> None:
    """Refuse depth, and texts with NUL or half a surrogate pair, level by level and without recursion."""
    level = [value]
    for _ in range(MOST_DEPTH):
        below: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                _check_texts(each)
                below += each.values()
            elif isinstance(each, list):
                below += each
            elif isinstance(each, str):
                _check_texts((each,))
        if not below:
            return
        level = below
    raise Problem(400, "too_deep", most_depth=MOST_DEPTH)


def _check_texts(texts: Iterable[str]) -> None:
    for text in texts:
        if not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text) or "\0" in text:
            raise Problem(400, "text_not_allowed")
