"""The words of the tag stock, in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LEVELS = {
    "mine": _("Mine"),
    "negociant": _("Trader"),
    "processor": _("Processor"),
    "export": _("Export"),
}
CHECK_SIGNS = {
    "none": _("No check sign"),
    "luhn": _("A check digit (Luhn)"),
    "iso7064": _("Codes of this ledger, with their check sign"),
}
BOX_STATES = {
    "ordered": _("Ordered"),
    "printed": _("Printed"),
    "in_stock": _("In stock"),
    "allocated": _("Allocated"),
    "returned": _("Given back"),
}
STATES = {
    "issued": _("Not used yet"),
    "used": _("Used"),
    "applied": _("On a bag"),
    "in_transit": _("On the way"),
    "received": _("Received"),
    "consumed": _("Went into another lot"),
    "exported": _("Exported"),
    "voided": _("Lot voided"),
    "void": _("Void"),
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "damaged": _("Damaged"),
    "returned": _("Given back"),
    "quarantined": _("Set aside"),
    "recalled": _("Called back"),
}
CAUSES = {
    "stocked": _("Came from the printer"),
    "received": _("Allocated here"),
    "came_back": _("Given back to here"),
    "applied": _("Closed on bags"),
    "allocated": _("Allocated elsewhere"),
    "void": _("Void"),
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "returned": _("Given back"),
}
REASONS = {
    "torn": _("Torn"),
    "misprinted": _("Misprinted"),
    "unreadable": _("Cannot be read"),
    "closed_on_nothing": _("Closed on nothing"),
    "other": _("Something else"),
}
DEEDS = {
    "tag.issued.v1": _("Issue of tags"),
    "tag.voided.v1": _("A tag is void"),
    "tags.counted.v1": _("A count of tags"),
}
"""Deeds of several people, as the list of what waits for a signature names them."""
TABLES = {"level": LEVELS, "check": CHECK_SIGNS, "box": BOX_STATES, "state": STATES, "cause": CAUSES, "deed": DEEDS}


def tag_word(table: str, stored: str) -> str:
    """Return the word for a stored word; one that has no word yet is shown as stored."""
    return str(TABLES[table].get(stored, stored))
