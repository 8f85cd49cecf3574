"""Who may bring which sheet, see which file and give orders about it."""

from __future__ import annotations

from django.db.models import QuerySet

from ledger.deeds.entries import Actor
from ledger.parties.access import may_bring_register, may_enter
from sites.bringing.columns import Sheet
from sites.bringing.models import ImportRun
from sites.bringing.sheets import SHEETS


def sheets_of(actor: Actor) -> list[Sheet]:
    """Return the sheets that an actor may bring."""
    return [sheet for sheet in SHEETS.values() if may_bring(actor, sheet.name)]


def may_bring(actor: Actor, name: str) -> bool:
    """Say whether an actor may bring a sheet: keepers one of the register, who enters its deeds one of the trade."""
    sheet = SHEETS.get(name)
    if sheet is None:
        return False
    return all(may_enter(actor, kind) for kind in sheet.deeds) if sheet.is_of_trade else may_bring_register(actor)


def runs_seen_by(actor: Actor) -> QuerySet[ImportRun]:
    """Return the files that an actor sees: keepers all of them, others their own."""
    return ImportRun.objects.all() if may_bring_register(actor) else ImportRun.objects.filter(actor=actor.id)


def may_order(actor: Actor, run: ImportRun) -> bool:
    """Say whether an actor may have the rows of a file entered. Those of the trade are its bringer's own word."""
    return may_bring(actor, run.sheet) and (not is_of_trade(run) or run.actor == actor.id)


def is_of_trade(run: ImportRun) -> bool:
    """Say whether a file holds deeds of the trade, which are corrected one by one."""
    return SHEETS[run.sheet].is_of_trade
