"""Chapters: small pages that lead on to several others, so that the masthead stays short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ledger.deeds.entries import Actor
from ledger.parties import access, case_access, device_access, risk_access
from ledger.parties.doors import for_actors


@dataclass(frozen=True)
class Leads:
    """A line of a chapter: the name of the address, its word, what is found there, and who may go there."""

    name: str
    text: Any
    about: Any
    may: Callable[[Actor], bool]


RISK = (
    Leads("flags", _("Flags"), _("What the rules ask about sites, lots and parties."), access.may_read_sites),
    Leads(
        "incidents",
        _("Incidents"),
        _("What somebody reported: claim, reply, finding and plan."),
        case_access.may_read_incidents,
    ),
    Leads(
        "holds",
        _("On hold"),
        _("Lots that wait for a decision: since when, how many kilograms, who decides."),
        case_access.may_read_incidents,
    ),
    Leads(
        "findings",
        _("Findings followed through the ore"),
        _("Which lots a Red order, an incident or a bad tag touches, in kilograms."),
        access.may_read_lots,
    ),
    Leads(
        "conflict",
        _("Conflict"),
        _("Events near sites, areas of high risk, roadblocks and zones of conflict."),
        access.may_read_sites,
    ),
    Leads(
        "screening",
        _("Screening"),
        _("Names of parties that answer a watch list: a person compares them."),
        risk_access.may_read_screening,
    ),
    Leads(
        "rule_record",
        _("The record of the rules"),
        _("What every rule looks for, and how often it was right."),
        access.may_audit,
    ),
)
REGISTERS = (
    Leads("parties", _("Parties"), _("Who digs, buys, transports and exports."), access.may_read_parties),
    Leads("depots", _("Depots"), _("Where ore is weighed and kept, with scales and stock."), access.may_read_parties),
    Leads("devices", _("Devices"), _("Phones and programs that sign what they enter."), device_access.may_read_devices),
    Leads("licences", _("Licences"), _("Who may do what, where and until when."), access.may_read_licences),
    Leads("minerals", _("Minerals"), _("Ores, and the law that holds for each."), access.may_read_reference),
    Leads("reference_tables", _("The rule book"), _("Laws, lists and limits, row by row."), access.may_read_reference),
)


@for_actors(access.may_read_sites)
def risk(request: HttpRequest) -> HttpResponse:
    """Lead on to all that is asked about ore, places and parties."""
    about = _("What is asked about ore, places and parties, and who answers. No flag is not the same as no risk.")
    return _shown(request, _("Risk"), about, RISK)


@for_actors(access.may_read_parties)
def registers(request: HttpRequest) -> HttpResponse:
    """Lead on to what is known of parties, places and law."""
    about = _("Who takes part, where, and what the law says. Sites have an entry of their own.")
    return _shown(request, _("Registers"), about, REGISTERS)


def _shown(request: HttpRequest, title: Any, about: Any, leads: tuple[Leads, ...]) -> HttpResponse:
    open_to = [each for each in leads if each.may(request.actor)]
    return render(request, "chapter.html", {"title": title, "about": about, "leads": open_to})
