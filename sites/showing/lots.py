"""Tags and lots of a site: the lots that a reader may see, and the whole output for those who may see that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Sum

from ledger.custody.models import Origin, Tag
from ledger.custody.seeing import lots_seen_by
from ledger.custody.tables import IDENTITY
from ledger.deeds.entries import Actor
from ledger.parties.access import sees_site_output

MOST_LOTS = 50


def tags_of(codes: Sequence[str]) -> dict[str, int]:
    """Return how many tags of a site are in which state."""
    counted = Tag.objects.filter(place__in=codes).values("state").annotate(n=Count("code")).order_by("state")
    return {each["state"]: each["n"] for each in counted}


def lots_of(codes: Sequence[str], actor: Actor) -> dict[str, Any]:
    """Return the latest lots with its ore that the actor sees, and all its grams where those may be seen."""
    seen = lots_seen_by(actor).values("code")
    held = Origin.objects.filter(place__in=codes, lot__in=seen).values("lot").annotate(grams=Sum("grams"))
    dug = Origin.objects.filter(place__in=codes, custody_model=IDENTITY).aggregate(grams=Sum("grams"))["grams"]
    return {"lots": list(held.order_by("-lot")[:MOST_LOTS]), "dug_g": (dug or 0) if sees_site_output(actor) else None}
