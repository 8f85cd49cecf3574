"""The words of a statement: its causes and its lines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from buyers import words

CAUSES = {
    "dug": _("Tagged at the mine site"),
    "opening": _("Brought in as stock from before"),
    "imported": _("Imported under a certificate"),
    "bought": _("Bought"),
    "received": _("Received"),
    "made": _("Came out of other lots"),
    "returned": _("Came back"),
    "sold": _("Sold"),
    "sent": _("Sent"),
    "handed_over": _("Handed over on arrival"),
    "used": _("Went into other lots"),
    "exported": _("Exported"),
    "voided": _("Voided"),
    "corrected": _("Corrected"),
}
WAYS = {
    "in": _("Came in"),
    "out": _("Went out"),
    "declared": _("Declared change"),
    "unexplained": _("Not explained"),
    "inside": _("Moved inside these books"),
}


def cause(stored: str) -> str:
    """Return the reader's word for a cause; a change line is said as on the page of a lot."""
    if stored.startswith("change:"):
        name = stored.removeprefix("change:")
        return str(words.PROCESS_CAUSES.get(name, name.replace("_", " ")))
    return str(CAUSES.get(stored, stored.replace("_", " ")))
