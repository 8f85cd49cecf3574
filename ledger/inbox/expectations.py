"""What a field should have held, in the reader's language: the engine says it in one fixed English form."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from ledger.reference.spelling import kilograms_with_unit, whole


def _number(digits: str) -> str:
    return whole(int(digits))


def _weight(digits: str) -> str:
    return kilograms_with_unit(int(digits))


def _word(word: str) -> str:
    return word


FORMS: list[tuple[str, object, Callable[[str], str]]] = [
    (r"a whole number of grams from (-?\d+) to (-?\d+)", _("a weight in whole grams, from {} to {}"), _weight),
    (r"a whole number from (-?\d+) to (-?\d+)", _("a whole number from {} to {}"), _number),
    (r"a text of 1 to (\d+) signs", _("a text of 1 to {} signs"), _number),
    (r"a text of 1 to (\d+) signs of the form (.+)", _("a text of 1 to {} signs of the form {}"), _word),
    (r"a code of nine signs that starts with (.), checked", _("a code of nine signs that starts with {}"), _word),
    (r"one of (.+)", _("one of {}"), _word),
    (r"a list of (\d+) to (\d+) lines", _("a list of {} to {} lines"), _number),
    (r"a record of (.+)", _("a record of {}"), _word),
    (r"only (.+)", _("only {}"), _word),
]


def expectation(said: str) -> str:
    """Return what was expected in the active language; a form that is not known stays as it is."""
    for form, template, spell in FORMS:
        if found := re.fullmatch(form, said):
            return str(template).format(*map(spell, found.groups()))
    return said
