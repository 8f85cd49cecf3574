"""The sentence of each kind of news, made of ids and numbers when it is read or sent, in the active language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ledger.risk.rules import explain

Terms = Mapping[str, Any]
Sentence = Callable[[str, Terms, date], str]
"""Severity, terms, and the day on which it is read."""

COLOURS = {
    "green": gettext_lazy("Green"),
    "yellow": gettext_lazy("Yellow"),
    "red": gettext_lazy("Red"),
    "blue": gettext_lazy("Blue"),
    "none": gettext_lazy("No status"),
    "active": gettext_lazy("Enrolled"),
    "suspended": gettext_lazy("Suspended"),
}
DECIDERS = {
    "state": gettext_lazy("The State decided"),
    "scheme": gettext_lazy("A scheme decided"),
    "own": gettext_lazy("The programme decided"),
}
PARTY_STATES = {
    "active": gettext_lazy("may act"),
    "suspended": gettext_lazy("suspended"),
    "revoked": gettext_lazy("revoked"),
}
STOPS = {
    "suspended": gettext_lazy("The licence is suspended"),
    "revoked": gettext_lazy("The licence is revoked"),
    "surrendered": gettext_lazy("The licence was given back"),
    "ended_early": gettext_lazy("The licence ends early"),
}


def flag(severity: str, terms: Terms, today: date) -> str:
    """The sentence of the rule, with its numbers; where the rule's words have changed since, it is named alone.

    One flag that cannot be told in full must not keep a whole inbox or letter from being read.
    """
    try:
        return f"{explain(terms['rule'], severity, terms['evidence'], today)} ({terms['rule']})"
    except (KeyError, TypeError, ValueError):
        return _("Rule %(rule)s raised a flag.") % terms


def cleared(severity: str, terms: Terms, today: date) -> str:
    return _("What rule %(rule)s worried about no longer holds: its flag is cleared.") % terms


def answered(severity: str, terms: Terms, today: date) -> str:
    said = {
        "true": _("The flag of rule %(rule)s was a true alarm, somebody answered."),
        "false": _("The flag of rule %(rule)s was a false alarm, somebody answered. It is cleared."),
    }
    if terms.get("until") and terms["verdict"] == "accepted":
        template = _("The flag of rule %(rule)s is accepted until %(until)s.")
    else:
        template = said.get(terms["verdict"], _("The flag of rule %(rule)s was answered."))
    return template % {**terms, "until": _day(terms.get("until"))}


def explained(severity: str, terms: Terms, today: date) -> str:
    return _("Whom the flag of rule %(rule)s concerns has explained it. It waits for an answer.") % terms


def held(severity: str, terms: Terms, today: date) -> str:
    if "decide_by" not in terms:
        return _("The lot is on hold because of rule %(rule)s.") % terms
    said = {**terms, "day": _day(terms["decide_by"])}
    return _("The lot is on hold because of rule %(rule)s. Somebody decides by %(day)s.") % said


def released(severity: str, terms: Terms, today: date) -> str:
    if terms.get("seals"):
        return _("The lot may move again, under seal. It may neither be used up nor exported yet.")
    return _("A hold on the lot was lifted.")


def decided(severity: str, terms: Terms, today: date) -> str:
    """Who decided which colour, from when and until when, by which act."""
    said = {
        "who": DECIDERS.get(terms["by"], DECIDERS["own"]),
        "status": COLOURS.get(terms["status"], terms["status"]),
        "act": terms.get("number") or terms.get("act") or "",
        "begins": _day(terms["valid_from"]),
        "ends": _day(terms.get("valid_to")),
    }
    sentence = (
        _("%(who)s: %(status)s from %(begins)s until %(ends)s.")
        if said["ends"]
        else _("%(who)s: %(status)s from %(begins)s.")
    )
    by_act = _("Act: %(act)s.") % said if said["act"] else ""
    return f"{sentence % said} {by_act}".strip()


def lapsed(severity: str, terms: Terms, today: date) -> str:
    said = {"before": COLOURS[terms["from"]], "now": COLOURS[terms["to"]], "day": _day(terms["since"])}
    return _("%(before)s became %(now)s on %(day)s, because nobody acted.") % said


def party_decided(severity: str, terms: Terms, today: date) -> str:
    said = {**terms, "status": PARTY_STATES.get(terms["status"], terms["status"])}
    return decided(severity, said, today)


def licence_stopped(severity: str, terms: Terms, today: date) -> str:
    said = {"how": STOPS[terms["how"]], "begins": _day(terms["valid_from"]), "ends": _day(terms.get("valid_to"))}
    if said["ends"]:
        return _("%(how)s from %(begins)s until %(ends)s.") % said
    return _("%(how)s from %(begins)s.") % said


def tags_stopped(severity: str, terms: Terms, today: date) -> str:
    number = terms["n"]
    if terms.get("how") == "recalled":
        return ngettext(
            "%(n)d unused tag was called back. It must be on no bag.",
            "%(n)d unused tags were called back. They must be on no bag.",
            number,
        ) % {"n": number}
    return ngettext(
        "%(n)d unused tag was set aside until a question is answered.",
        "%(n)d unused tags were set aside until a question is answered.",
        number,
    ) % {"n": number}


def tags_resumed(severity: str, terms: Terms, today: date) -> str:
    number = terms["n"]
    return ngettext("%(n)d tag may be used again.", "%(n)d tags may be used again.", number) % {"n": number}


def hit_decided(severity: str, terms: Terms, today: date) -> str:
    return _("Somebody decided about a resemblance to a name on a list. The reason stands at the party.")


WHY_FOLLOWED = {
    "red_order": gettext_lazy("a Red order"),
    "incident": gettext_lazy("an incident"),
    "hit": gettext_lazy("a confirmed hit"),
    "tag": gettext_lazy("a tag that was called back or used twice"),
}
INCIDENT = {
    "": gettext_lazy("Something was recorded in the incident."),
    "reported": gettext_lazy("The incident was reported: a claim, not a finding."),
    "level_changed": gettext_lazy("The level of the incident was changed, with a reason."),
    "plan_adopted": gettext_lazy("A corrective plan was adopted for the incident."),
    "found": gettext_lazy("A finding was made about the incident."),
    "decided": gettext_lazy("It was decided how the incident goes on."),
    "closed": gettext_lazy("The incident was closed."),
    "reopened": gettext_lazy("The incident was opened again."),
    "replied": gettext_lazy("Somebody whom the incident names has replied."),
    "overdue": gettext_lazy("A clock of the incident is over: what was due has not been done."),
}
LEVELS = {
    1: gettext_lazy("Level 1, the worst."),
    2: gettext_lazy("Level 2, serious."),
    3: gettext_lazy("Level 3, the least grave."),
}


def followed(severity: str, terms: Terms, today: date) -> str:
    said = {"why": WHY_FOLLOWED.get(terms["why"], terms["why"]), "rule": terms["rule"], "day": _day(terms.get("since"))}
    if said["day"]:
        return _("Ore from here since %(day)s is followed to where it is now, because of %(why)s (%(rule)s).") % said
    return _("Ore from here is followed to where it is now, because of %(why)s (%(rule)s).") % said


def followed_no_longer(severity: str, terms: Terms, today: date) -> str:
    said = {"why": WHY_FOLLOWED.get(terms["why"], terms["why"]), "rule": terms["rule"]}
    return _("Ore from here is no longer followed because of %(why)s (%(rule)s): what was found was taken back.") % said


def incident(word: str) -> Sentence:
    """Return the sentence of an incident's step, with the level in words: 1 is the worst."""

    def said(severity: str, terms: Terms, today: date) -> str:
        return f"{INCIDENT[word]} {LEVELS.get(terms['level'], '')}".strip()

    return said


def incident_published(severity: str, terms: Terms, today: date) -> str:
    return _("The summary of an incident was published: %(area)s.") % terms


def endpoint_paused(severity: str, terms: Terms, today: date) -> str:
    return _(
        "The endpoint at %(host)s is paused after %(failures)s failed attempts in a row. Nothing is lost: look at its "
        "delivery log, then start it again."
    ) % {"host": terms["host"], "failures": terms["failures"]}


def endpoint_tried(severity: str, terms: Terms, today: date) -> str:
    return _("This is a test of the endpoint. Nothing happened to ore.")


def _day(spelled: str | None) -> str:
    return date_format(date.fromisoformat(spelled), "j M Y") if spelled else ""
