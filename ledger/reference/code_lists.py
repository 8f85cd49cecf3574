"""Our words, the ICGLR's codes and IPIS's codes, mapped by name: their numbers collide, so nothing is ever cast.

ICGLR 0 is Blue and IPIS 0 is no status; IPIS writes 4 for Blue. Each list has functions of its own, and each raises
KeyError for what it does not know.
"""

from __future__ import annotations

from functools import cache

from ledger.reference.files import shipped


@cache
def _statuses() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in shipped("site_status_codes")}


def icglr_status(colour: str) -> int:
    """Return MDC.01 of a colour. A site without status has none there: KeyError."""
    code = _statuses()[colour]["icglr_code"]
    if not code:
        raise KeyError(colour)
    return int(code)


def from_icglr_status(code: int) -> str:
    """Return the colour of a code of MDC.01."""
    return {int(row["icglr_code"]): word for word, row in _statuses().items() if row["icglr_code"]}[code]


def ipis_status(colour: str) -> int:
    """Return IPIS's number of a colour, none included."""
    return int(_statuses()[colour]["ipis_code"])


def from_ipis_status(code: int) -> str:
    """Return the colour, or none, of IPIS's number."""
    return {int(row["ipis_code"]): word for word, row in _statuses().items()}[code]


def from_ipis_word(word: str) -> str:
    """Return the colour, or none, of a word in IPIS's column of qualification."""
    said = {each: ours for ours, row in _statuses().items() for each in row["ipis_words"].split(";")}
    return said[" ".join(word.casefold().split())]


@cache
def _codes(name: str) -> dict[str, str]:
    return {row["ours"]: row["code"] for row in shipped("icglr_codes") if row["list"] == name}


def _ours(name: str, code: str) -> str:
    return {each: ours for ours, each in _codes(name).items()}[code]


def icglr_activity(word: str) -> int:
    """Return MDC.02 of abandoned, active, non_active."""
    return int(_codes("MDC-02")[word])


def from_icglr_activity(code: int) -> str:
    """Return our word of a code of MDC.02."""
    return _ours("MDC-02", str(code))


def icglr_licence_type(word: str) -> str:
    """Return MDC.04: a word that the list has, checked."""
    return _codes("MDC-04")[word]


def icglr_role(word: str) -> int:
    """Return MDC.05 of a role in the chain."""
    return int(_codes("MDC-05")[word])


def icglr_operation(word: str) -> int:
    """Return MDC.06 of an operation."""
    return int(_codes("MDC-06")[word])


def icglr_unit(word: str) -> str:
    """Return MDC.07 of a unit of mass."""
    return _codes("MDC-07")[word]


def icglr_licence_status(in_force: bool) -> int:
    """Return the protocol's status of a licence."""
    return int(_codes("LIC-STATUS")["in_force" if in_force else "not_in_force"])


def icglr_mineral(ore: str) -> str:
    """Return the HS code by which the protocol names an ore of ours (MDC.03)."""
    return {row["ore"]: row["hs"] for row in shipped("icglr_minerals")}[ore]


def from_icglr_mineral(code: str) -> str:
    """Return our ore of an HS or IMA code; of two ores under one code the first, as the list has them."""
    rows = reversed(shipped("icglr_minerals"))
    return {row[column]: row["ore"] for row in rows for column in ("hs", "ima") if row[column]}[code]


def icglr_members() -> frozenset[str]:
    """Return the member states of the ICGLR, ISO alpha-2."""
    return frozenset(row["alpha2"] for row in shipped("countries") if row["icglr_member"] == "yes")


def annex_ii_code(headline: str) -> list[str]:
    """Return the paragraph codes of a headline code (A2-3 of the incident system): never the same text by chance."""
    found = [row["code"] for row in shipped("risk_categories") if headline and row["headline"] == headline]
    if not found:
        raise KeyError(headline)
    return found
