"""The words of being told: how much news weighs, what it is about, how it is sent, and what came of a delivery."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SEVERITIES = {
    "info": _("Good to know"),
    "unknown": _("Not known"),
    "warn": _("To be looked at"),
    "hold": _("Held for review"),
    "stop": _("Stop"),
}
CHIPS = {"unknown": "none", "warn": "yellow", "hold": "hold", "stop": "red"}
"""Chips by severity; what is good to know has none."""
LEAST = {
    "info": _("Everything"),
    "warn": _("What is to be looked at, and worse"),
    "hold": _("Holds and stops alone"),
    "stop": _("Stops alone"),
}
GROUPS = {
    "flags": _("Flags"),
    "holds": _("Holds"),
    "statuses": _("Statuses"),
    "incidents": _("Incidents"),
    "tags": _("Tags"),
    "lists": _("Watch lists"),
    "machines": _("Endpoints"),
}
MAILS = {"no": _("No mail"), "at_once": _("Mail at once"), "daily": _("Mail once a day, in the morning")}
ENDPOINT_STATES = {"active": _("In use"), "paused": _("Paused")}
DELIVERY_STATES = {
    "waiting": _("Waits"),
    "sent": _("Arrived"),
    "failed": _("Given up"),
    "withheld": _("Withheld: not to be seen any longer"),
}
ERRORS = {
    "": "",
    "answered_otherwise": _("The receiver did not say that it has it."),
    "redirects": _("The receiver sends us elsewhere. Enter the address that it names."),
    "gone": _("The receiver says that nobody listens there any more."),
    "timed_out": _("No answer within 20 seconds."),
    "refused": _("Nobody listens there."),
    "broken_off": _("The connection broke off."),
    "certificate_refused": _("The certificate of the receiver is not one that we trust."),
    "not_secure": _("No secure connection came about."),
    "name_unknown": _("The name of the address leads nowhere."),
    "not_public": _("The address lies in an inner network. Endpoints must be reachable from the open internet."),
    "not_https": _("The address must begin with https://."),
    "not_an_address": _("This is no address that can be sent to."),
    "by_hand": _("Somebody of your organisation paused it."),
}


def severity_word(severity: str) -> str:
    """Return the word of a severity."""
    return str(SEVERITIES.get(severity, severity))


def error_words(code: str) -> str:
    """Return the sentence of an error of an attempt; an attempt without an end has one of its own."""
    return str(ERRORS.get(code, code))
