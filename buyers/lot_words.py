"""A verdict in words: one sentence for each class of kilograms, and what would make it green."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buyers.figures import share
from buyers.lot_check import AMBER, CLEAR, RED, UNKNOWN, OriginLine, Reason, Verdict
from buyers.words import word
from ledger.reference.spelling import kilograms_with_unit
from ledger.risk.rules import explain

HEADINGS = {
    RED: gettext_lazy("Red · do not buy"),
    AMBER: gettext_lazy("Amber · buy only with answers"),
    UNKNOWN: gettext_lazy("Unknown · not enough is known"),
    CLEAR: gettext_lazy("Green · nothing speaks against it"),
}
STATUS_PHRASES = {
    "status_red": gettext_lazy("the site was Red on the day it was dug"),
    "status_yellow": gettext_lazy("the site was Yellow on the day it was dug"),
    "status_blue": gettext_lazy("the site was Blue on the day it was dug"),
    "status_none": gettext_lazy("the site had no State status on the day it was dug"),
    "origin_unknown": gettext_lazy("nobody can say where it was dug"),
}
FLAG_PHRASES = {
    ("ARM-01", "hold"): gettext_lazy("armed interference was seen at the last visit that looked for it"),
    ("ARM-02", "warn"): gettext_lazy("the State's forces interfered at the last visit that looked for it"),
    ("ARM-03", "warn"): gettext_lazy("armed presence was seen at the last visit that looked for it"),
    ("ARM-04", "hold"): gettext_lazy("armed interference was seen though the site is Green"),
    ("PLAU-06", "warn"): gettext_lazy("nobody has visited the site for months"),
    ("PLAU-06", "unknown"): gettext_lazy("no visit says what goes on at the site"),
}


def phrase(reason: Reason) -> str:
    """Return a reason as part of a sentence."""
    if reason.code in STATUS_PHRASES:
        return str(STATUS_PHRASES[reason.code])
    known = FLAG_PHRASES.get((reason.flag.rule, reason.flag.severity))
    return str(known) if known else _("rule %(rule)s asks for a look") % {"rule": reason.flag.rule}


def reading(line: OriginLine, today: date) -> list[str]:
    """Return our reading of an origin, one sentence for each flag; nothing when none is open."""
    flags = [each.flag for each in line.reasons if each.flag]
    return [explain(flag.rule, flag.severity, flag.evidence, today) for flag in flags]


def sentences(verdict: Verdict) -> list[str]:
    """Return the verdict's sentences: what holds for the whole lot, then each class with its kilograms."""
    said = []
    if verdict.on_hold:
        said.append(_("The lot is on hold: it may not be bought, sent or blended before it is released."))
    if verdict.held_parents:
        said.append(_("A lot that went into it is on hold."))
    if not verdict.assessed:
        said.append(_("The risk rules have not looked at this lot yet."))
    whole = {RED: _red, AMBER: _amber, UNKNOWN: _unknown, CLEAR: _clear}
    said += [whole[colour](verdict) for colour in (CLEAR, RED, AMBER, UNKNOWN) if verdict.grams[colour]]
    return said


def _clear(verdict: Verdict) -> str:
    sites = len({line.place for line in verdict.lines_of(CLEAR)})
    sentence = ngettext(
        "%(share)s (%(kg)s) comes from %(sites)s site that was green and clear.",
        "%(share)s (%(kg)s) comes from %(sites)s sites that were green and clear.",
        sites,
    )
    return sentence % {**_figures(verdict, CLEAR), "sites": sites}


def _red(verdict: Verdict) -> str:
    return _("%(share)s (%(kg)s) must not be bought: %(why)s.") % _figures(verdict, RED)


def _amber(verdict: Verdict) -> str:
    return _("%(share)s (%(kg)s) needs answers: %(why)s.") % _figures(verdict, AMBER)


def _unknown(verdict: Verdict) -> str:
    return _("%(share)s (%(kg)s) is not known well enough: %(why)s.") % _figures(verdict, UNKNOWN)


def _figures(verdict: Verdict, colour: str) -> dict[str, str]:
    grams = verdict.grams[colour]
    reasons = [each for line in verdict.lines_of(colour) for each in line.reasons if each.colour == colour]
    why = list(dict.fromkeys(phrase(each) for each in reasons))
    return {
        "share": share(grams, verdict.mass_g),
        "kg": kilograms_with_unit(grams),
        "why": ", ".join(why[:2]),
    }


@dataclass(frozen=True)
class Wanted:
    """One thing that would make the lot greener: what, for how many grams, and who can supply it."""

    what: str
    grams: int
    who: str
    place: str = ""


def wanted(verdict: Verdict, names: Mapping[str, str], holder: str) -> list[Wanted]:
    """Return what would make it green, most kilograms first; a thing that helps several lines is named once."""
    sums: dict[tuple[str, str, str], int] = {}
    for line in verdict.lines:
        for reason in line.reasons:
            what, who = _asked(reason, line, names.get(line.place, line.place), holder)
            sums[what, who, line.place] = sums.get((what, who, line.place), 0) + line.grams
    found = [Wanted(what, grams, who, place) for (what, who, place), grams in sums.items()]
    return _whole(verdict) + sorted(found, key=lambda each: (-each.grams, each.what))


def _whole(verdict: Verdict) -> list[Wanted]:
    overseers = _("The programme manager or the regulator")
    found = []
    if verdict.on_hold or verdict.held_parents:
        found.append(Wanted(_("A release of the hold, with its reason."), verdict.mass_g, overseers))
    if not verdict.assessed:
        found.append(Wanted(_("A look by the risk rules: it comes by itself."), verdict.mass_g, _("This ledger")))
    return found


def _asked(reason: Reason, line: OriginLine, name: str, holder: str) -> tuple[str, str]:
    if reason.code == "origin_unknown":
        return _("Papers that show where this ore was dug."), holder
    if reason.code.startswith("status_"):
        return _status_asked(reason, line, name), _("The State's mines authority")
    inspectors = _("The State inspection service, or the programme's field team")
    if reason.flag.rule == "PLAU-06":
        return _("A visit to %(site)s by somebody who was really there.") % {"site": name}, inspectors
    if reason.flag.rule.startswith("ARM-"):
        return _("A later visit to %(site)s that looked for armed actors and found none.") % {"site": name}, inspectors
    return _("An answer to rule %(rule)s at %(site)s.") % {"rule": reason.flag.rule, "site": name}, inspectors


def _status_asked(reason: Reason, line: OriginLine, name: str) -> str:
    colour = word("colour", line.on_day)
    if reason.code == "status_none":
        return _("An act that says what status %(site)s had when it was dug.") % {"site": name}
    if reason.code == "status_blue":
        return _("An act that renews the status of %(site)s for the day it was dug.") % {"site": name}
    return _("A correction of the act that made %(site)s %(colour)s; without one this ore stays as it is.") % {
        "site": name,
        "colour": colour,
    }
