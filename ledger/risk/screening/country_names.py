"""Countries as lists spell them, to their codes. Pure."""

from __future__ import annotations

from functools import cache

from babel import Locale

from ledger.risk.screening.spelling import plain

OTHERWISE = {
    "congo democratic republic of the": "CD",
    "congo the democratic republic of the": "CD",
    "democratic republic of the congo": "CD",
    "congo democratic republic of": "CD",
    "dr congo": "CD",
    "drc": "CD",
    "congo republic of the": "CG",
    "republic of the congo": "CG",
    "cote divoire": "CI",
    "iran islamic republic of": "IR",
    "islamic republic of iran": "IR",
    "democratic peoples republic of korea": "KP",
    "korea north": "KP",
    "dprk": "KP",
    "korea south": "KR",
    "republic of korea": "KR",
    "russian federation": "RU",
    "syrian arab republic": "SY",
    "united republic of tanzania": "TZ",
    "libyan arab jamahiriya": "LY",
    "viet nam": "VN",
    "burma": "MM",
    "lao peoples democratic republic": "LA",
    "united states of america": "US",
    "united kingdom of great britain and northern ireland": "GB",
    "palestine state of": "PS",
    "palestinian": "PS",
    "moldova republic of": "MD",
    "republic of moldova": "MD",
    "venezuela bolivarian republic of": "VE",
    "bolivia plurinational state of": "BO",
    "turkey": "TR",
    "the gambia": "GM",
    "gambia the": "GM",
    "bahamas the": "BS",
    "swaziland": "SZ",
    "cabo verde": "CV",
    "macau": "MO",
    "hong kong": "HK",
    "china mainland": "CN",
}


@cache
def _by_name() -> dict[str, str]:
    named = {
        _tidy(called): code
        for language in ("fr", "en")
        for code, called in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {**named, **OTHERWISE}


def _tidy(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in plain(name)).split())


def country_codes(said: str) -> tuple[str, ...]:
    """Return the code of a country as a list writes it: a name or a code already; nothing where it is neither."""
    tidy = said.strip()
    if len(tidy) == 2 and tidy.isalpha():
        return (tidy.upper(),)
    found = _by_name().get(_tidy(tidy))
    return (found,) if found else ()
