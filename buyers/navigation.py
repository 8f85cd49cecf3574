"""The masthead: where an actor may go, who is signed in and for whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from buyers.following.unread import unread_in_words
from buyers.signing.waiting import to_sign
from buyers.words import word
from ledger.parties import access, case_access, risk_access
from ledger.parties.models import Party

PLACES = (
    ("desk", _("Desk"), access.may_work_desk),
    ("lots_page", _("Lots"), access.may_read_lots),
    ("to_sign", _("To sign"), access.may_sign_proposals),
    ("inbox", _("Inbox"), risk_access.may_follow),
    ("sites", _("Sites"), access.may_read_sites),
    ("incidents", _("Incidents"), case_access.may_read_incidents),
    ("risk", _("Risk"), access.may_read_sites),
    ("registers", _("Registers"), access.may_read_parties),
    ("balances", _("Balances"), access.may_read_balances),
    ("imports", _("Imports"), access.may_bring_files),
    ("tags", _("Tags"), access.may_read_tag_stock),
    ("audit", _("Evidence"), access.may_audit),
)
"""Name of the address, its word, and who may go there."""


def languages_of(request: Any) -> dict[str, Any]:
    """Return the languages that can be chosen, the one in use, and the page to come back to."""
    return {"languages": settings.LANGUAGES, "language": get_language(), "path": request.get_full_path()}


def entries(request: Any) -> dict[str, Any]:
    """Return the masthead's entries for whoever asks; without an actor only the languages."""
    actor = getattr(request, "actor", None)
    shown = languages_of(request)
    if actor is None:
        signed_in = getattr(request, "user", None) if hasattr(request, "session") else None
        return {**shown, "user": signed_in if signed_in and signed_in.is_authenticated else None}
    found = request.resolver_match
    return {
        **shown,
        "user": request.user,
        "places": [
            (name, _counted(name, text, actor), name == _section(found)) for name, text, may in PLACES if may(actor)
        ],
        "party": Party.objects.filter(code=actor.party).first(),
        "roles": ", ".join(word("role", role) for role in sorted(actor.roles)),
    }


def _counted(name: str, text: Any, actor: Any) -> str:
    """Return an entry's word, with the number of what waits there."""
    if name == "inbox":
        waiting: int | str = unread_in_words(actor)
    else:
        waiting = len(to_sign(actor)) if name == "to_sign" else 0
    return f"{text} ({waiting})" if waiting else str(text)


SECTIONS = {
    "following": "inbox",
    "confirm_address": "inbox",
    "endpoints": "inbox",
    "endpoint": "inbox",
    "endpoint_do": "inbox",
    "proposal": "to_sign",
    "sign_proposal": "to_sign",
    "drop_proposal": "to_sign",
    "correct_lot": "lots_page",
    "void_lot": "lots_page",
    "touched_lots": "lots_page",
    "lot_page": "lots_page",
    "lot_known": "lots_page",
    "findings": "risk",
    "finding": "risk",
    "consignments": "lots_page",
    "consignment": "lots_page",
    "receive_bags": "lots_page",
    "refuse_consignment": "lots_page",
    "take_back_consignment": "lots_page",
    "certificates": "lots_page",
    "certificate": "lots_page",
    "exchange": "lots_page",
    "note_certificate": "lots_page",
    "import_lot": "lots_page",
    "issue_certificate": "lots_page",
    "export_lot": "lots_page",
    "lineage": "lots_page",
    "site": "sites",
    "site_risk": "sites",
    "flags": "risk",
    "flag": "risk",
    "rule_record": "risk",
    "sites_map": "sites",
    "visit_site": "sites",
    "decide_site": "sites",
    "sites_due": "sites",
    "incident": "incidents",
    "new_incident": "incidents",
    "incident_deed": "incidents",
    "tips": "incidents",
    "tip": "incidents",
    "holds": "risk",
    "decide_hold": "risk",
    "if_nobody_inspects": "sites",
    "acts": "sites",
    "one_act": "sites",
    "new_act": "sites",
    "import": "imports",
    "parties": "registers",
    "party": "registers",
    "miners": "registers",
    "register_person": "registers",
    "register_organisation": "registers",
    "forget_person": "registers",
    "depots": "registers",
    "devices": "registers",
    "device": "registers",
    "enrol_device": "registers",
    "revoke_device": "registers",
    "depot": "registers",
    "issue_tags": "tags",
    "issued_tags": "tags",
    "licences": "registers",
    "licence": "registers",
    "may": "registers",
    "state_agreement": "registers",
    "calibrate": "registers",
    "minerals": "registers",
    "mineral": "registers",
    "screening_hit": "risk",
    "screening_of": "risk",
    "watch_lists": "risk",
    "watch_list": "risk",
    "related_parties": "risk",
    "screening": "risk",
    "conflict": "risk",
    "site_conflict": "sites",
    "bring_conflict_events": "risk",
    "take_back_conflict_events": "risk",
    "cahras": "risk",
    "determine_area": "risk",
    "take_back_area": "risk",
    "roadblocks": "risk",
    "note_roadblock": "risk",
    "end_roadblock": "risk",
    "draw_conflict_zone": "risk",
    "end_conflict_zone": "risk",
}
"""Address -> the entry under which it lies, where the names do not say so themselves."""


def _section(found: Any) -> str:
    name = found.url_name if found else ""
    if name.endswith("_party"):
        return "registers"
    if name.startswith("tags_"):
        return "tags"
    if name.endswith("_licence"):
        return "registers"
    if name.startswith("reference_"):
        return "registers"
    return "desk" if name.startswith("desk") else SECTIONS.get(name, name)
