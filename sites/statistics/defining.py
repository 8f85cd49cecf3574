"""The definition that goes with every figure: what was counted, which visit was taken, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reference.spelling import whole
from sites.statistics.asking import ANY, MINER, Question


def definition(question: Question, sites: int, miners: int, unknown: Mapping[str, int]) -> str:
    """Return the definition as one text."""
    parts = [_which(question), _taken(question), _unit(question), _groups(), _counts(sites, miners, unknown)]
    return " ".join(parts)


def _which(question: Question) -> str:
    if question.projects:
        which = _("Visits of the projects %(projects)s") % {"projects": ", ".join(question.projects)}
    else:
        which = _("Visits of all projects, and reports that others made without a visit")
    if question.before:
        which += " " + _("before %(day)s") % {"day": date_format(question.before, "j F Y")}
    if question.onsite:
        return which + ", " + _("only those on which somebody was at the site.")
    return which + ", " + _("whether or not somebody was at the site.")


def _taken(question: Question) -> str:
    if question.visit == ANY:
        return _(
            "A site counts once: it is a yes if any of these visits said yes, a no if none did and at least one said "
            "no."
        )
    return _(
        "A site counts once, by the latest of these visits (of two of a day by the later recorded), also where that "
        "visit did not look."
    )


def _unit(question: Question) -> str:
    if question.unit == MINER:
        workers = (
            _("the newest count of workers among these visits")
            if question.visit == ANY
            else _("the workers counted on that visit")
        )
        return _(
            "Shares are of miners: each site weighs as much as %(workers)s; a site without a count is left out as "
            "unknown."
        ) % {"workers": workers}
    return _("Shares are of sites: a site of five diggers weighs as much as one of five thousand.")


def _groups() -> str:
    return _(
        "Presence is anybody armed at the site, the army counted too (IPIS leaves the national police out); "
        "interference is armed actors who took part, taxed or extorted. Shares are of those known: not looked at is "
        "unknown and never no. By ore: 3T where an ore of tin, tantalum or tungsten was seen at the visit (else is on "
        "record for the site), gold where gold and none of these, other, unknown. By scheme: covered where the visit "
        "wrote down a traceability scheme at work that is not suspended; none recorded says no more than that nobody "
        "wrote one down."
    )


def _counts(sites: int, miners: int, unknown: Mapping[str, int]) -> str:
    return _(
        "Counted: %(sites)s sites with %(miners)s miners. Unknown: presence at %(presence)s sites, interference at "
        "%(interference)s, the number of miners at %(workers)s. Sites that are visited are no random sample."
    ) % {
        "sites": whole(sites),
        "miners": whole(miners),
        **{name: whole(number) for name, number in unknown.items()},
    }
