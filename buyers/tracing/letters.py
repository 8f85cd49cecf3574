"""Letters to holders: what of a finding lies with them, in kilograms, and what is asked of them. PDF and e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from buyers.templatetags.ledger_words import day_in_words
from buyers.tracing.findings import Traced
from buyers.tracing.words import because, heading
from buyers.words import word
from ledger import codes
from ledger.labels.typesetting import typeset
from ledger.reference.spelling import kilograms_with_unit, percent
from ledger.risk.tainting.summing import Line

MOST_LINES = 400


def letter(found: Traced, name: str, lines: Sequence[Line], today: date) -> bytes:
    """Return the letter to a holder as PDF; a long list is cut and says where the rest is."""
    shown = lines[:MOST_LINES]
    data = {
        "language": (get_language() or "en")[:2],
        "to": name,
        "day": day_in_words(today),
        "title": heading(found),
        "paragraphs": paragraphs(found, lines),
        "columns": [_("Lot"), _("State"), _("Lot weighs"), _("Of it touched"), _("Share")],
        "lines": [_cells(line) for line in shown],
        "total_word": _("Together"),
        "total": kilograms_with_unit(sum(line.grams for line in lines)),
        "more": _("%(number)s more lots are on the page of this finding.") % {"number": len(lines) - len(shown)}
        if len(lines) > len(shown)
        else "",
        "foot": _("Finding %(key)s of this ledger") % {"key": found.taint.key},
    }
    return typeset("letter", data)


def _cells(line: Line) -> list[str]:
    lot = line.lot
    weights = [kilograms_with_unit(lot.mass_g), kilograms_with_unit(line.grams), f"{percent(line.ppm)} %"]
    return [codes.shown(lot.code), word("lot_state", lot.state), *weights]


def paragraphs(found: Traced, lines: Sequence[Line]) -> list[str]:
    """Return what the letter says: the finding, what lies with the holder, and what is asked. It accuses nobody."""
    grams = kilograms_with_unit(sum(line.grams for line in lines))
    said = [
        because(found),
        _("By this ledger %(lots)s lots in your hands hold %(grams)s of it; the list is below.")
        % {"lots": len(lines), "grams": grams},
    ]
    if found.taint.withdrawn_on:
        day = day_in_words(found.taint.withdrawn_on)
        return [*said, _("The finding was withdrawn on %(day)s: nothing more is asked of you.") % {"day": day}]
    return [
        *said,
        _("This says nothing about you. Please keep these lots apart, tell us where they are, and send what you know."),
        _("A lot that is on hold stays where it is until the programme or the State has decided, by the day it names."),
    ]


def email(found: Traced, name: str, to: str, lines: Sequence[Line], today: date) -> bytes:
    """Return an e-mail, ready to be looked over and sent, with the letter as PDF."""
    message = EmailMessage()
    message["Subject"] = heading(found)
    if to:
        message["To"] = to
    message["X-Unsent"] = "1"
    message.set_content("\n\n".join([name, *paragraphs(found, lines)]) + "\n")
    pdf = letter(found, name, lines, today)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"finding-{found.taint.key}.pdf")
    return message.as_bytes()
