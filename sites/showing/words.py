"""The words of a site's page for stored words: its class, the zones around it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

CLASSES: dict[str, Any] = {
    "subsistence": _("Subsistence"),
    "artisanal": _("Artisanal"),
    "small": _("Small"),
    "medium": _("Medium"),
    "large": _("Large"),
}
ZONES: dict[str, Any] = {
    "artisanal_zone": _("artisanal zone"),
    "concession": _("concession"),
    "protected_area": _("protected area"),
    "conflict_zone": _("conflict zone"),
    "designated_area": _("designated area"),
}
