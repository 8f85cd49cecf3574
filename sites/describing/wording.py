"""The words of descriptions, for pages and forms."""

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
ACTIVITY: dict[str, Any] = {"active": _("Worked"), "inactive": _("Not worked now"), "abandoned": _("Abandoned")}
IMPACTS: dict[str, Any] = {"none": _("None"), "low": _("Little"), "medium": _("Some"), "high": _("Much")}
TYPES: dict[str, Any] = {
    "permanent": _("All year, as a living"),
    "seasonal": _("In some seasons"),
    "rush": _("In a rush"),
    "poverty_driven": _("Out of need"),
}
METHODS: dict[str, Any] = {
    "survey": _("Survey"),
    "production_record": _("Records of production"),
    "miners_and_days": _("Miners and days"),
    "geology": _("Geology"),
    "estimate": _("Estimate"),
}
