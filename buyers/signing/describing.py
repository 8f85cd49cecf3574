"""One sentence for every kind of deed that takes several signatures; a kind without one is told by its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers.words import word
from ledger import codes
from ledger.custody import counting, handing_over
from ledger.custody.correcting import correcting, voiding
from ledger.deeds.kinds import KINDS
from ledger.reference.spelling import kilograms_with_unit

Describe = Callable[[Any], str]
DESCRIPTIONS: dict[str, Describe] = {}


def describes(kind: str) -> Callable[[Describe], Describe]:
    """Register the sentence of a kind; it is given the proposal."""

    def register(function: Describe) -> Describe:
        DESCRIPTIONS[kind] = function
        return function

    return register


def described(proposal: Any) -> str:
    """Return what a proposal says, in the reader's language."""
    known = DESCRIPTIONS.get(proposal.kind)
    if known:
        return known(proposal)
    about = KINDS[proposal.kind].about if proposal.kind in KINDS else proposal.kind
    return f"{about} ({codes.shown(proposal.subject)})" if proposal.subject else about


def values(said: Mapping[str, Any]) -> str:
    """Return what a lot says as words: its weight, the day of digging, its state."""
    told = {
        "mass_g": lambda value: kilograms_with_unit(value),
        "dug_on": lambda value: _("dug on %(day)s") % {"day": date_format(date.fromisoformat(value), "j M Y")},
        "state": lambda value: word("lot_state", value),
        "unexplained_g": lambda value: _("%(kg)s not explained") % {"kg": kilograms_with_unit(value)},
        "moved_g": lambda value: _("%(kg)s of other origin") % {"kg": kilograms_with_unit(value)},
    }
    return ", ".join(str(told[name](value)) for name, value in sorted(said.items()) if name in told)


@describes(correcting.KIND)
def correction(proposal: Any) -> str:
    facts = proposal.facts
    said = {"lot": codes.shown(facts["lot"]), "was": values(facts["was"]), "now": values(facts["now"])}
    return _("Lot %(lot)s shall say %(now)s instead of %(was)s.") % said


@describes(voiding.KIND)
def void(proposal: Any) -> str:
    return _("Lot %(lot)s shall be void: it was entered by mistake.") % {"lot": codes.shown(proposal.facts["lot"])}


@describes(counting.KIND)
def count(proposal: Any) -> str:
    facts = proposal.facts
    said = {
        "kg": kilograms_with_unit(facts["counted_g"]),
        "book": kilograms_with_unit(facts["book_g"]),
        "ore": word("mineral", facts["mineral"]),
        "place": codes.shown(facts["place"]),
    }
    return _("%(kg)s of %(ore)s were counted at %(place)s; the book says %(book)s.") % said


@describes(handing_over.KIND)
def hand_over(proposal: Any) -> str:
    number = sum(len(proposal.facts.get(name) or []) for name in ("tags", "parcels", "consignments"))
    return ngettext(
        "%(n)s thing is handed over to you: it is yours once you sign.",
        "%(n)s things are handed over to you: they are yours once you sign.",
        number,
    ) % {"n": number}
