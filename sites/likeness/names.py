"""Compares the names of sites: accents, small words and the trade's general words do not count, numbers do. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import ratio

_SMALL = "a au aux d da das de del des do dos du e el en et l la las le les los na of the wa y ya"
_GENERAL = (
    "artisanal artisanale artisanales artisanaux camp camps carre carres carriere carrieres chantier chantiers colline "
    "exploitation filon filons gisement gite kisima ludira lugira mina mine minas mines miniere minier pit pits puits "
    "quarry secteur shaft site sites village"
)
SMALL, GENERAL = frozenset(_SMALL.split()), frozenset(_GENERAL.split())
"""Words that say that a name is that of a mine, and not of which."""
SIDES = {
    **dict.fromkeys(("est", "east", "oriental", "orientale"), "east"),
    **dict.fromkeys(("ouest", "west", "occidental", "occidentale", "oeste"), "west"),
    **dict.fromkeys(("nord", "north", "norte"), "north"),
    **dict.fromkeys(("sud", "south", "sur", "sul"), "south"),
    **dict.fromkeys(("centre", "central", "centrale", "centro", "center"), "centre"),
    **dict.fromkeys(("haut", "haute", "upper", "alto"), "upper"),
    **dict.fromkeys(("bas", "basse", "lower", "bajo"), "lower"),
    **dict.fromkeys(("amont", "upstream"), "upstream"),
    **dict.fromkeys(("aval", "downstream"), "downstream"),
}
_ROMAN = re.compile(r"(?=[ivx])x{0,3}(ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10}
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


@dataclass(frozen=True)
class Named:
    """A name taken apart: what is compared letter by letter, and the marks that tell siblings from each other."""

    stem: str
    marks: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the name as one text: two spellings of one name have the same key."""
        return " ".join([*self.stem.split(), *self.marks])


def plain(text: str) -> str:
    """Return a text in small letters without accents, its words and numbers set apart by single blanks."""
    # a second time, since some capitals fall apart into a letter and an accent only when they are made small
    bare = _without_accents(_without_accents(text).lower()).translate(_LETTERS)
    return " ".join(re.findall(r"[^\W\d_]+|\d+", bare))


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@lru_cache(maxsize=20_000)
def named(name: str) -> Named:
    """Take a name apart; a name of general words alone is compared by them, one of signs alone as it is written."""
    words = plain(name).split()
    following = [*words[1:], "0"]  # the end of a name counts as a number would
    marks = [_mark(word, before_number=after.isdecimal()) for word, after in zip(words, following, strict=False)]
    letters = [word for word, mark in zip(words, marks, strict=True) if not mark]
    own = [word for word in letters if word not in SMALL | GENERAL] or letters
    told = tuple(sorted(filter(None, marks)))
    return Named(" ".join(own) if own or told else name.strip(), told)


def _mark(word: str, *, before_number: bool) -> str:
    """Return what a word adds to tell siblings apart: a number, a side, a single letter; blank for other words.

    "a" and "d" are small words, but before a number or at the end of a name they are letters: "Kisa A", "Kisa D2".
    """
    if word.isdecimal():
        return str(int(word))
    # an L is often typed for the numeral I: "Dieu-Merci ll"
    numeral = word.replace("l", "i") if set(word) <= {"i", "l"} and (before_number or len(word) > 1) else word
    if _ROMAN.fullmatch(numeral):
        return str(_arabic(numeral))
    if word in SIDES:
        return SIDES[word]
    return word if len(word) == 1 and (before_number or word not in SMALL) else ""


def _arabic(roman: str) -> int:
    values = [_DIGITS[sign] for sign in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def score(one: str, other: str) -> int:
    """Return how alike two names are, 0 to 100; 0 where their marks differ (Kamituga 1 is not Kamituga 2)."""
    first, second = named(one), named(other)
    if first.marks != second.marks:
        return 0
    one_word, another = first.stem.replace(" ", ""), second.stem.replace(" ", "")
    found = max(ratio(first.stem, second.stem), ratio(one_word, another))
    if " " in first.stem and " " in second.stem:
        found = max(found, ratio(_sorted(first.stem), _sorted(second.stem)))
    return int(found)


def _sorted(stem: str) -> str:
    return " ".join(sorted(stem.split()))
