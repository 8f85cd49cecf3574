"""What templates of every room use: kilograms, codes, chips with their age, three-valued answers, the masthead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.dateformat import format as formatted
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from buyers import figures, words
from buyers.navigation import entries, languages_of
from ledger.reference.spelling import kilograms, kilograms_with_unit
from ledger.risk.status_age import StatusAge

register = template.Library()
SHAPES = {"green": "ok", "yellow": "warn", "red": "stop", "blue": "blue", "none": "none", "hold": "hold"}
DRAWN = {"active": "green", "suspended": "hold"}
"""A scheme's words have no colour of their own."""
READING_COLOURS = {"stop": "red", "hold": "hold", "warn": "yellow", "unknown": "none", "clear": "green"}
TRI_ICONS = {"yes": "yes", "no": "no", "unknown": "none"}


@register.filter
def number(count: int) -> str:
    """Return a count in groups of three."""
    return str(number_format(count, force_grouping=True))


@register.filter
def kg(grams: int | None) -> str:
    """Return grams as kilograms, without the unit."""
    return "" if grams is None else kilograms(grams)


@register.filter
def kg_whole(grams: int) -> str:
    """Return grams as whole kilograms, for the axis of a chart whose table has them all."""
    return str(number_format((grams + 500) // 1000, force_grouping=True))


@register.filter
def kg_unit(grams: int | None) -> str:
    """Return grams as kilograms with the unit."""
    return "" if grams is None else kilograms_with_unit(grams)


@register.filter
def kg_plain(grams: int) -> str:
    """Return grams as kilograms with a point, for style attributes."""
    return f"{grams / 1000:.3f}"


@register.filter
def share_of(part: int, whole: int) -> str:
    """Return a share in per cent."""
    return figures.share(part, whole)


@register.filter
def code(stored: str) -> SafeString:
    """Return a code with its check sign marked."""
    return figures.marked_code(stored)


@register.filter
def word(stored: str, table: str) -> str:
    """Return the reader's word for a stored word."""
    return words.word(table, stored)


@register.filter
def country(iso: str) -> str:
    """Return the name of a country."""
    return words.country(iso)


@register.filter
def typed_time(moment: str | datetime) -> datetime:
    """Return a time as it was typed, its own offset kept, for the date filter (which would turn it into UTC)."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment.replace(tzinfo=None)


@register.simple_tag
def icon(name: str, label: str = "", more: str = "") -> SafeString:
    """Return an icon; hidden from readers beside a word, with a name where it stands alone."""
    if label:
        return format_html('<svg class="i {}" role="img" aria-label="{}"><use href="#i-{}"/></svg>', more, label, name)
    return format_html('<svg class="i {}" aria-hidden="true"><use href="#i-{}"/></svg>', more, name)


@register.simple_tag
def chip(colour: str, text: str, age: str = "", due: bool = False) -> SafeString:
    """Return a status chip: shape, word, age."""
    aged = format_html('<span class="age">{}</span>', age) if age else ""
    shape = icon(SHAPES.get(colour, "none"))
    return format_html(
        '<span class="chip{}" data-s="{}">{}{}{}</span>', " due" if due else "", colour, shape, text, aged
    )


@register.simple_tag
def status_chip(status: StatusAge, short: bool = False) -> SafeString:
    """Return the chip of a dated status with its age on the day it was asked for."""
    text = words.word("colour", status.colour)
    if status.lapsed and status.shape != status.colour:
        text = _("%(colour)s has lapsed") % {"colour": text}
    return chip(DRAWN.get(status.shape, status.shape), text, age_in_words(status, short), status.due)


def age_in_words(status: StatusAge, short: bool = False) -> str:
    """Return days left, days over, days until it is to be evaluated again, or since when."""
    if status.days_left is None:
        return _("since %(day)s") % {"day": day_in_words(status.since)} if status.since else ""
    if short:
        return (
            _("%(days)s d over") % {"days": status.over}
            if status.days_left < 0
            else _("%(days)s d") % {"days": status.days_left}
        )
    if status.overdue:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", status.over) % {"days": status.over}
    if status.then == status.colour:
        days = {"days": status.days_left}
        return ngettext("evaluation in %(days)s day", "evaluation in %(days)s days", status.days_left) % days
    if status.days_left < 0:
        return ngettext("%(days)s day over", "%(days)s days over", status.over) % {"days": status.over}
    return ngettext("%(days)s day left", "%(days)s days left", status.days_left) % {"days": status.days_left}


@register.filter(name="day")
def day_in_words(day: date | None) -> str:
    """Return a day with its month in short letters: 9 Nov 2026, 9 nov 2026 in languages that write months small."""
    if not day:
        return ""
    said = formatted(day, "j M Y")
    return said if (get_language() or "en").startswith("en") else said.lower()


@register.filter
def iso_day(day: str | None) -> str:
    """Return a day as facts spell it (2026-11-09) in the reader's words."""
    return day_in_words(date.fromisoformat(day)) if day else ""


@register.filter
def day_time(moment: datetime) -> str:
    """Return a day and the time on it."""
    return f"{day_in_words(moment)}, {formatted(moment, 'H:i')}"


@register.simple_tag
def reading_chip(severity: str, age: str = "") -> SafeString:
    """Return the chip of our own reading: stop, review, no information, clear."""
    return chip(READING_COLOURS[severity], words.word("reading", severity), age)


@register.simple_tag
def tri(value: str) -> SafeString:
    """Return a three-valued answer: full dot, ring, dashed ring."""
    kind = {"unknown": "na"}.get(value, value)
    return format_html(
        '<span class="tri" data-v="{}">{}{}</span>', kind, icon(TRI_ICONS[value]), words.word("answer", value)
    )


@register.simple_tag
def shape_icon(colour: str, label: str = "") -> SafeString:
    """Return the shape of a status colour."""
    return icon(SHAPES.get(colour, "none"), label)


@register.inclusion_tag("_masthead.html", takes_context=True)
def masthead(context: dict[str, Any]) -> dict[str, Any]:
    """Return what the masthead shows; it asks once for the name of the party."""
    return entries(context["request"])


@register.inclusion_tag("_masthead_small.html", takes_context=True)
def masthead_small(context: dict[str, Any]) -> dict[str, Any]:
    """Return the same for a phone's desk: it stands below the day's work."""
    return entries(context["request"])


@register.inclusion_tag("_languages.html", takes_context=True)
def languages_here(context: dict[str, Any]) -> dict[str, Any]:
    """Return the languages to choose from, on pages without a masthead."""
    return languages_of(context["request"])
