"""Keys and codes that follow from the source alone, so that a second run repeats and adds nothing."""

from __future__ import annotations

import hashlib
import json
from uuid import NAMESPACE_URL, uuid5

from ledger import codes
from sites.importing.cells import Cells, words

IPIS = uuid5(NAMESPACE_URL, "https://ipisresearch.be/open-data/mines")


def entry_key(kind: str, source: str) -> str:
    """Return the key of the entry of this kind that a row of the source becomes."""
    return str(uuid5(IPIS, f"{kind} {source}"))


def site_code(pcode: str) -> str:
    """Return the code of a site that we register ourselves, drawn from its number by hash: 35 bits."""
    number = int.from_bytes(hashlib.sha256(f"{IPIS} {pcode}".encode()).digest()[:8], "big")
    return codes.numbered(codes.PLACE, number % len(codes.ALPHABET) ** (codes.LENGTH - 2))


def visit_name(cells: Cells) -> str:
    """Return what names the row for good: its `vid`, or where an edition has none the digest of all its cells."""
    vid = words(cells, "vid", most=20)
    if vid:
        return f"visit {vid}"
    said = json.dumps(sorted((name, value) for name, value in cells.items() if name != "fid"))
    return f"row {hashlib.sha256(said.encode()).hexdigest()[:16]}"
