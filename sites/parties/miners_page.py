"""Diggers in sums: by country and cooperative; of few people no number is told (CAT-04)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ledger.parties.access import may_read_parties
from ledger.parties.doors import for_actors
from ledger.reference.parameters import parameter
from sites.parties.enrolling import GENDERS, TYPOLOGY
from sites.parties.miners_sums import UNSTATED, WHOLE, countries


@for_actors(may_read_parties)
def miners(request: HttpRequest) -> HttpResponse:
    """Show the sums."""
    today = datetime.now(UTC).date()
    context = {
        "countries": countries(today),
        "typology": (*TYPOLOGY, UNSTATED),
        "genders": (*GENDERS, UNSTATED),
        "whole": WHOLE,
        "fewest": parameter("fewest_in_group", today),
    }
    return render(request, "parties/miners.html", context)
