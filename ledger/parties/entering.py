"""The one access layer's table of who may enter which kind of entry. Default: no."""

from __future__ import annotations

import re
from functools import lru_cache

from ledger.deeds.entries import SYSTEM, Actor
from ledger.parties.roles import (
    AUDITOR,
    BUYER,
    DEPOT,
    DEPOT_MANAGER,
    KEEPERS,
    PROGRAMME_MANAGER,
    REGULATOR,
    TAGGING_AGENT,
)

MAY_ENTER: dict[str, frozenset[str]] = {
    "party.registered": frozenset({PROGRAMME_MANAGER}),
    "person.registered": KEEPERS,
    "party.described": KEEPERS,
    "party.people_stated": KEEPERS,
    "party.account_stated": KEEPERS,
    "party.status_decided": KEEPERS,
    "membership.stated": KEEPERS,
    "certificate.stated": KEEPERS,
    "scale.calibrated": KEEPERS | {DEPOT_MANAGER},
    "place.registered": frozenset({PROGRAMME_MANAGER}),
    "site.registered": frozenset({PROGRAMME_MANAGER, REGULATOR}),
    "site.merged": KEEPERS,
    "site.unmerged": KEEPERS,
    "site.status_decided": frozenset({REGULATOR, PROGRAMME_MANAGER}),
    "act.signed": KEEPERS,
    "blue.report_filed": KEEPERS | {DEPOT_MANAGER, BUYER},
    "blue.objected": KEEPERS,
    "site.visited": frozenset({PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT}),
    "site.described": frozenset({PROGRAMME_MANAGER, REGULATOR}),
    "site.capacity_set": frozenset({PROGRAMME_MANAGER, REGULATOR}),
    "site.located": frozenset({PROGRAMME_MANAGER, REGULATOR, TAGGING_AGENT}),
    "zone.drawn": KEEPERS,
    "zone.closed": KEEPERS,
    "zone.consent_given": KEEPERS,
    "conflict.events_brought": KEEPERS,
    "conflict.events_taken_back": KEEPERS,
    "roadblock.noted": KEEPERS | {TAGGING_AGENT},
    "roadblock.ended": KEEPERS | {TAGGING_AGENT},
    "cahra.determined": KEEPERS,
    "cahra.taken_back": KEEPERS,
    "reference.stated": KEEPERS,
    "entries.withdrawn": KEEPERS,
    "licence.granted": KEEPERS,
    "licence.renewed": KEEPERS,
    "licence.stopped": KEEPERS,
    "agreement.stated": KEEPERS,
    "tag.issued": frozenset({PROGRAMME_MANAGER}),
    "tag_series.opened": frozenset({PROGRAMME_MANAGER}),
    "tags.stocked": frozenset({PROGRAMME_MANAGER}),
    "tags.allocated": KEEPERS,
    "tags.returned": KEEPERS | {TAGGING_AGENT},
    "tags.counted": KEEPERS | {TAGGING_AGENT},
    "tag.voided": KEEPERS | {TAGGING_AGENT},
    "tag.missed": KEEPERS | {TAGGING_AGENT},
    "tag.stopped": KEEPERS,
    "tag.resumed": KEEPERS,
    "lot.tagged": frozenset({TAGGING_AGENT}),
    "lot.retagged": DEPOT | {TAGGING_AGENT},
    "lot.weighed": DEPOT | {TAGGING_AGENT},
    "lot.bought": DEPOT,
    "lot.assayed": DEPOT | KEEPERS,
    "lot.blended": frozenset({DEPOT_MANAGER}),
    "lot.split": frozenset({DEPOT_MANAGER}),
    "lot.processed": frozenset({DEPOT_MANAGER}),
    "stock.brought_in": frozenset({DEPOT_MANAGER}),
    "consignment.dispatched": DEPOT,
    "consignment.received": DEPOT | {BUYER},
    "consignment.refused": DEPOT | {BUYER},
    "consignment.returned": DEPOT,
    "lot.exported": frozenset({DEPOT_MANAGER}),
    "export_certificate.issued": KEEPERS,
    "export_certificate.noted": KEEPERS,
    "lot.imported": frozenset({DEPOT_MANAGER}),
    "flag.answered": KEEPERS,
    "hit.decided": KEEPERS,
    "flag.explained": DEPOT | {TAGGING_AGENT, BUYER},
    "device.enrolled": KEEPERS | {DEPOT_MANAGER},
    "device.revoked": KEEPERS | DEPOT | {TAGGING_AGENT, BUYER, AUDITOR},
    "lot.held": frozenset({PROGRAMME_MANAGER, REGULATOR}),
    "lot.released": frozenset({PROGRAMME_MANAGER, REGULATOR}),
    "lot.corrected": KEEPERS | DEPOT | {TAGGING_AGENT},
    "lot.voided": KEEPERS | DEPOT | {TAGGING_AGENT},
    "stock.counted": DEPOT,
    "custody.handed_over": KEEPERS | DEPOT | {TAGGING_AGENT},
    "log_book.page_typed": KEEPERS | DEPOT | {TAGGING_AGENT},
    "incident.reported": KEEPERS | DEPOT | {TAGGING_AGENT, BUYER, AUDITOR},
    "incident.replied": KEEPERS | DEPOT | {TAGGING_AGENT, BUYER},
    "incident.acknowledged": KEEPERS,
    "incident.level_changed": KEEPERS,
    "incident.lots_named": KEEPERS,
    "incident.plan_adopted": KEEPERS,
    "incident.step_done": KEEPERS,
    "incident.found": KEEPERS | {AUDITOR},
    "incident.decided": KEEPERS,
    "incident.closed": KEEPERS | {AUDITOR},
    "incident.reopened": KEEPERS,
    "incident.published": KEEPERS,
    "incident.forwarded": KEEPERS,
    "proposal.signed": KEEPERS | DEPOT | {TAGGING_AGENT},
    "proposal.dropped": KEEPERS | DEPOT | {TAGGING_AGENT},
}
"""Kind without its version -> roles. A kind that is not here may be entered by the system alone."""

_VERSION = re.compile(r"\.v\d+$")


def may_enter(actor: Actor, kind: str) -> bool:
    """Say whether an actor may enter a kind of entry at all; guards decide about the single deed."""
    if actor is SYSTEM:
        return True
    return bool(actor.roles & MAY_ENTER.get(without_version(kind), frozenset()))


def roles_for(kind: str) -> list[str]:
    """Return the roles that may enter a kind, sorted."""
    return sorted(MAY_ENTER.get(without_version(kind), frozenset()))


@lru_cache(maxsize=512)
def without_version(kind: str) -> str:
    # by its digits, not by ".v": site.visited has that in its name
    return _VERSION.sub("", kind)
