"""Figures of a page: shares and codes."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger import codes
from ledger.reference.spelling import NBSP


def share(part: int, whole: int) -> str:
    """Return a share in whole per cent; what is not all is never shown as 100, what is not nothing never as 0."""
    percent = (200 * part + whole) // (2 * whole) if whole else 0
    if percent == 100 and part != whole:
        return f">{NBSP}99{NBSP}%"
    if percent == 0 and part:
        return f"<{NBSP}1{NBSP}%"
    return f"{percent}{NBSP}%"


def marked_code(code: str) -> SafeString:
    """Return a code in groups of four with its check sign marked; a foreign number as it is."""
    if not codes.is_code(code):
        return format_html('<span class="code">{}</span>', code)
    return format_html('<span class="code">{}-<b>{}</b></span>', codes.shown(code)[:-2], code[-1])
