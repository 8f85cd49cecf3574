"""What proposals about tags and opening stock say, so that nobody signs what he cannot read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buyers.signing.describing import describes
from buyers.words import word
from ledger import codes
from ledger.custody import issuing, opening_stock
from ledger.custody.tags import counting, voiding
from ledger.reference.spelling import kilograms_with_unit


@describes(issuing.KIND)
def issue(proposal: Any) -> str:
    facts = proposal.facts
    tags = facts["tags"]
    said = {
        "n": len(tags),
        "first": codes.shown(tags[0]),
        "last": codes.shown(tags[-1]),
        "box": codes.shown(facts["parcel"]),
        "place": codes.shown(facts["place"]),
    }
    return (
        ngettext(
            "%(n)s tag of box %(box)s is issued to %(place)s: %(first)s.",
            "%(n)s tags of box %(box)s are issued to %(place)s: %(first)s to %(last)s.",
            len(tags),
        )
        % said
    )


@describes(voiding.KIND)
def void_tag(proposal: Any) -> str:
    return _("Tag %(tag)s is void.") % {"tag": codes.shown(proposal.facts["tag"])}


@describes(counting.KIND)
def count_tags(proposal: Any) -> str:
    facts = proposal.facts
    said = {"n": facts["counted"], "series": facts["series"], "holder": codes.shown(facts["holder"])}
    return (
        ngettext(
            "%(n)s unused tag of series %(series)s was found at %(holder)s.",
            "%(n)s unused tags of series %(series)s were found at %(holder)s.",
            facts["counted"],
        )
        % said
    )


@describes(opening_stock.KIND)
def brought_in(proposal: Any) -> str:
    facts = proposal.facts
    lots = facts["lots"]
    said = {
        "n": len(lots),
        "kg": kilograms_with_unit(sum(each["mass_g"] for each in lots)),
        "ore": ", ".join(sorted({str(word("mineral", each["mineral"])) for each in lots})),
        "place": codes.shown(facts["place"]),
    }
    return (
        ngettext(
            "%(n)s lot of %(ore)s, %(kg)s, is brought in at %(place)s, of unknown origin.",
            "%(n)s lots of %(ore)s, %(kg)s, are brought in at %(place)s, of unknown origin.",
            len(lots),
        )
        % said
    )
