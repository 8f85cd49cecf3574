"""Customs codes (HS) of what we trade: the usual ones of an ore, from minerals.csv and the protocol's list (MIN-07)."""

from __future__ import annotations

import re

from ledger.reference.files import shipped
from ledger.reference.grades import INTERMEDIATE, MAIN_METAL, OF_MINERALS, ORE, SLAG

DIGITS = r"\d{4}\.?\d{2}(\.?\d{2}){0,2}"
"""A code as people type it: six digits of the world's list, up to ten with a country's own; dots or none."""
SIX = len("2609.00")
MADE_OF = {
    (SLAG, "Sn"): "SN-SLAG",
    (SLAG, "Ta"): "SN-SLAG",
    (INTERMEDIATE, "Co"): "CO-HYDX",
    (INTERMEDIATE, "Cu"): "CU-PREC",
}
"""What is no mineral any more, and the metal it is traded for -> its row of minerals.csv."""


def spelled(typed: str) -> str:
    """Return a code as the tables write it: 2609.00, and 2609.00.10.00 with a country's own digits."""
    digits = typed.replace(".", "")
    return ".".join([digits[:4], *re.findall("..", digits[4:])])


def usual_codes(ore: str, product: str | None = None) -> tuple[str, ...]:
    """Return the codes, to six digits, under which a product of an ore usually leaves; the first is the default.

    None at all where the tables know nothing: then the exporter says the code.
    """
    if (product or ORE) in OF_MINERALS:
        named = [row["hs6"] for row in shipped("minerals") if ore in row["ores"].split(";")]
        named += [row["hs"][:SIX] for row in shipped("icglr_minerals") if row["ore"] == ore]
    else:
        wanted = MADE_OF.get((product or "", MAIN_METAL.get(ore, "")))
        named = [row["hs6"] for row in shipped("minerals") if row["mineral_code"] == wanted]
    return tuple(dict.fromkeys(named))


def is_usual(typed: str, usual: tuple[str, ...]) -> bool:
    """Say whether a code is one of these, whatever digits a country has added."""
    return spelled(typed)[:SIX] in usual
