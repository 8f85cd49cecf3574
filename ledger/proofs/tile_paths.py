"""Tile paths: where a tile or an entry bundle is served (C2SP tlog-tiles)."""

from __future__ import annotations

import re

from ledger.proofs.errors import Unreadable

FULL = 256
_TILE = re.compile(r"tile/(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
_ENTRIES = re.compile(r"tile/entries/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def tile_path(level: int, index: int, width: int) -> str:
    """Spell the path of a hash tile: `tile/0/x001/x234/067`, with `.p/<width>` unless it is full."""
    return f"tile/{level}/{_tail(index, width)}"


def entries_path(index: int, width: int) -> str:
    """Spell the path of an entry bundle: `tile/entries/x001/067.p/12`."""
    return f"tile/entries/{_tail(index, width)}"


def parse_tile_path(path: str) -> tuple[int, int, int]:
    """Read (level, index, width) from the path of a hash tile; raises Unreadable for any other spelling."""
    found = _TILE.fullmatch(path)
    if found is None or int(found[1]) > 63:
        raise Unreadable("not the path of a tile")
    return int(found[1]), *_index_and_width(found[2], found[3])


def parse_entries_path(path: str) -> tuple[int, int]:
    """Read (index, width) from the path of an entry bundle; raises Unreadable for any other spelling."""
    found = _ENTRIES.fullmatch(path)
    if found is None:
        raise Unreadable("not the path of an entry bundle")
    return _index_and_width(found[1], found[2])


def _tail(index: int, width: int) -> str:
    if index < 0 or not 0 < width <= FULL:
        raise Unreadable("a tile has an index from 0 and a width from 1 to 256")
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups)) + ("" if width == FULL else f".p/{width}")


def _index_and_width(groups: str, partial: str | None) -> tuple[int, int]:
    if groups.startswith("x000") or (partial is not None and int(partial) >= FULL):
        raise Unreadable("a tile has one path only")
    return int(groups.replace("x", "").replace("/", "")), FULL if partial is None else int(partial)
