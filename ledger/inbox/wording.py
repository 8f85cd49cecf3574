"""Sentences for codes, in the reader's language: what is wrong, with numbers, and what to do next (UX.md §1.8).

A code may have several sentences: `code.variant`, chosen by the facts. Weights are said in kilograms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, ngettext

from ledger import codes
from ledger.inbox.expectations import expectation
from ledger.inbox.sentences import SENTENCES, WORDS
from ledger.reference.spelling import kilograms_with_unit, percent, whole

MOST_LISTED = 5
SAID_IN_WORDS = frozenset({"state", "act", "ore", "how", "who", "holders", "reason"})
"""Facts whose value is a stored word that has a reader's word."""


class _Said(dict[str, str]):
    """Facts spelled for a reader; a fact that is missing is said so instead of breaking the sentence."""

    def __missing__(self, name: str) -> str:
        return gettext("(not said)")


def sentence(code: str, facts: Mapping[str, Any], field: str | None = None) -> str:
    """Return one or two sentences for a refusal or a wait, in the active language.

    `facts` are those of the answer; `field` is the path of the field where one is wrong. A code without a sentence
    of its own gets a general one: whoever reads it shall at least know whom to ask.
    """
    template = SENTENCES.get(_variant(code, facts), SENTENCES["refused"])
    said = _Said({name: _spelled(name, value) for name, value in facts.items()})
    said["field"] = field or said["field"]
    said.setdefault("code", code)
    return str(template) % said


def _variant(code: str, facts: Mapping[str, Any]) -> str:
    """Choose among the sentences of a code."""
    if code == "not_holder" and facts.get("already_yours"):
        return "not_holder.already_yours"
    if code == "mass_mismatch" and facts.get("found_g", 0) > facts.get("expected_g", 0):
        return "mass_mismatch.more"
    if code == "tag_already_used" and not facts.get("lot"):
        return "tag_already_used.no_lot"
    if code == "site_may_not_produce" and (facts.get("status") == "none" or facts.get("lapsed_from")):
        return f"{code}.none" if facts.get("status") == "none" else f"{code}.lapsed"
    if code == "blue_not_cleared" and facts.get("missing") in {"days", "consent"}:
        return f"{code}.{facts['missing']}"
    if code == "lot_closed" and facts.get("state") == "in_transit":
        return "lot_closed.in_transit"
    if code == "key_reused" and not facts:
        return "key_reused.by_another"
    return code


def _spelled(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        if name.endswith("_ppm"):
            return f"{percent(value)} %"
        return kilograms_with_unit(value) if name.endswith("_g") else whole(value)
    if isinstance(value, list | tuple):
        return _listed([_spelled("", each) for each in value])
    if name == "expected":
        return expectation(str(value))
    if name in SAID_IN_WORDS and value in WORDS:
        return str(WORDS[value])
    return codes.shown(str(value)) if value is not None else gettext("(not said)")


def _listed(words: list[str]) -> str:
    more = len(words) - MOST_LISTED
    listed = ", ".join(words[:MOST_LISTED])
    return listed + " " + ngettext("and %d more", "and %d more", more) % more if more > 0 else listed
