"""How a name is taken apart: plain letters, words, and the skeleton under which spellings of one name meet. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from ledger.risk.screening.word_lists import COMMON_NAMES, FORMS, PARTICLES, TITLES, TRADE

MOST_WORDS = 24
RARE, COMMON, OF_TRADE, JOINT, LETTER = 1.0, 0.5, 0.3, 0.1, 0.3
"""How much a word of a name weighs."""
_DOTTED = re.compile(r"\b((?:[a-z]\.){2,})")
_QUOTES = re.compile(r"['`´’‘ʼʿʾ\"]")
_WORD = re.compile(r"[a-z0-9]+")
_WIDE = re.compile(r"([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_ARTICLE = re.compile(r"\bال(?=\w{2})")
"""The Arabic article, which is written together with its name: al-Badri."""
_SOUNDS = (
    ("tch", "s"),
    ("sch", "s"),
    ("ch", "s"),
    ("sh", "s"),
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "j"),
    ("dz", "z"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("c", "k"),
    ("z", "s"),
    ("w", "v"),
    ("r", "l"),
)
_VOWEL_SOUNDS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"))
_W_BEFORE_VOWEL = re.compile(r"^ou(?=[aeiy])")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class Named:
    """A name taken apart: the words that are compared, and the legal forms that are only told."""

    words: tuple[str, ...]
    forms: tuple[str, ...] = ()


def plain(name: str) -> str:
    """Return a name in small Latin letters: accents, scripts and quotes are gone."""
    spaced = _ARTICLE.sub("al ", _WIDE.sub(r" \1 ", unicodedata.normalize("NFKC", name)))
    return _QUOTES.sub("", anyascii(unicodedata.normalize("NFKD", spaced)).lower())


@lru_cache(maxsize=100_000)
def take_apart(name: str, organisation: bool = False) -> Named:
    """Return the words of a name; titles of persons and legal forms of organisations stand apart."""
    found: list[str] = []
    forms: list[str] = []
    for word in _words(plain(name)):
        if organisation and word in FORMS:
            forms.append(word)
        elif organisation or word not in TITLES:
            found.append(word)
    # a name of nothing but forms or titles is compared by them
    words = found or forms or _words(plain(name))
    return Named(tuple(words[:MOST_WORDS]), tuple(sorted(forms)) if found else ())


def _words(text: str) -> list[str]:
    return _WORD.findall(_DOTTED.sub(_undotted, text.replace("&", " and ")))


def _undotted(found: re.Match[str]) -> str:
    joined = found.group(1).replace(".", "")
    return f"{joined} " if joined in FORMS else f"{' '.join(joined)} "


def weight_of(word: str) -> float:
    """Return how much a word says about who is meant."""
    if word in PARTICLES:
        return JOINT
    if len(word) == 1:
        return LETTER
    if word in TRADE or word in FORMS or word.isdigit():
        return OF_TRADE
    return COMMON if word in COMMON_NAMES or len(word) == 2 else RARE


@lru_cache(maxsize=500_000)
def respelled(word: str) -> str:
    """Return a word as it sounds, whatever language wrote it down: Djossé and Jose are one."""
    text = _W_BEFORE_VOWEL.sub("w", word)
    for written, said in (*_VOWEL_SOUNDS, *_SOUNDS):
        text = text.replace(written, said)
    return "".join(sign for before, sign in zip(" " + text, text, strict=False) if sign != before)


@lru_cache(maxsize=500_000)
def skeleton(word: str) -> str:
    """Return what spellings of a word share: consonants by their sound, no doubles, no vowels but a first one."""
    text = respelled(word)
    # a w inside a word is a vowel as often as not: Ruanda
    vowels = _VOWELS | {"v"} if "w" in word and "v" not in word else _VOWELS
    return ("a" if text[0] in _VOWELS else text[0]) + "".join(sign for sign in text[1:] if sign not in vowels)


@lru_cache(maxsize=500_000)
def bones(word: str) -> str:
    """Return a skeleton in which one sign twice is one: a script without vowels writes what stood apart together."""
    bare = skeleton(word)
    return "".join(sign for before, sign in zip(" " + bare, bare, strict=False) if sign != before)


def has_vowels(word: str) -> bool:
    """Say whether a word has vowels: Arabic or Hebrew letter for letter has none but y and w."""
    return any(sign in "aeiou" for sign in word)
