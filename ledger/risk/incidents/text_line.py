"""A line of text as a phone sends it: keyword, place, what. Pure: it knows words, and asks others for places.

    TUKIO Kashuvi Ouest, askari wanaomba pesa kwa kila mfuko

The place is a code, or stands before the first comma. Words of five languages say what the line may be about: that is
a proposal for whoever reads it, and opens no case.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ledger import codes

HERE = Path(__file__).parent
MOST_SIGNS = 1_600
SUGGESTIONS = 3
ALIKE = 70
"""From this likeness of 100 on a name is suggested; below, a suggestion only misleads."""
_BREAK = re.compile(r"\s*[,;:/|\n]\s*|\s+[-–—]\s+")
_GROUPED = re.compile(r"\b[STPQ][0-9A-Z]{3}-?[0-9A-Z]{4}-?[0-9A-Z]\b", re.IGNORECASE)


@dataclass(frozen=True)
class TextLine:
    """What a line says. `language` is that of its keyword; `place` a code with its check sign right, else None."""

    is_report: bool
    language: str
    place: str | None
    place_words: str
    what: str
    category: str | None
    codes: tuple[str, ...] = ()


def read_line(text: str) -> TextLine:
    """Read a line. Without a keyword it is no report, and is taken whole all the same: somebody may need help."""
    line = " ".join(unicodedata.normalize("NFC", text).replace("\0", "").split(" "))[:MOST_SIGNS].strip()
    first, _, rest = line.partition(" ")
    language = keywords().get(plain(first.strip(".:,;!#*")))
    said = rest.strip() if language else line
    named = tuple(dict.fromkeys(filter(None, map(_code, _GROUPED.findall(said)))))
    place = next((code for code in named if code[0] == codes.PLACE), None)
    place_words, what = _halves(said, place)
    return TextLine(
        is_report=language is not None,
        language=language or "",
        place=place,
        place_words=place_words,
        what=_one_line(what) or _one_line(said),
        category=category_of(said),
        codes=tuple(code for code in named if code[0] != codes.PLACE),
    )


def _code(typed: str) -> str | None:
    code = codes.normal(typed)
    return code if codes.is_code(code) else None


def _halves(said: str, place: str | None) -> tuple[str, str]:
    """Return the words of the place and what happened: the place stands before the first comma, or is a code."""
    before, *after = _BREAK.split(said, maxsplit=1)
    if place is not None:
        rest = _GROUPED.sub(lambda found: "" if _code(found.group()) == place else found.group(), said)
        return "", rest.strip(" ,;:/|-–—")
    return (before.strip(), after[0].strip()) if after else ("", said)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


@cache
def keywords() -> dict[str, str]:
    """Return the language of each keyword, in plain spelling."""
    return {plain(row["word"]): row["language"] for row in _rows("keywords.csv")}


@cache
def topics() -> tuple[tuple[str, str], ...]:
    """Return plain words and the category that each proposes, the longest first."""
    found = {plain(row["word"]): row["category"] for row in _rows("topics.csv")}
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plain(word: str) -> str:
    """Return a word in small letters without marks, as people type on old phones."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def category_of(text: str) -> str | None:
    """Return the category that the words propose: the gravest of those named, None where no word is known."""
    said = f" {re.sub(r'[^a-z0-9-]+', ' ', plain(text))} "
    found = {category for word, category in topics() if f" {word} " in said}
    return min(found, key=_gravity, default=None)


def _gravity(category: str) -> tuple[int, str]:
    return (0 if category.startswith("A2-1.") else 1 if category.startswith("A2-") else 2, category)


def suggest(words: str, names: Mapping[str, str]) -> list[str]:
    """Return the codes of the places (code -> name) whose names are most like these words, the likest first."""
    if not words.strip():
        return []
    spelled = {code: plain(name) for code, name in names.items()}
    found = process.extract(plain(words), spelled, scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=ALIKE)
    return [code for _name, _likeness, code in found]
