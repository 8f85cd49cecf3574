"""The words of the trade that pages show for stored words, in the language of the reader."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

MINERALS = {
    "cassiterite": _("Cassiterite"),
    "coltan": _("Coltan"),
    "wolframite": _("Wolframite"),
    "gold": _("Gold"),
    "cobalt_ore": _("Cobalt ore"),
    "copper_ore": _("Copper ore"),
    "copper_cobalt_ore": _("Copper and cobalt ore"),
    "diamond": _("Diamond"),
    "tourmaline": _("Tourmaline"),
    "lithium_ore": _("Lithium ore"),
    "other": _("Other ore"),
}
ROLES = {
    "tagging_agent": _("tagging agent"),
    "depot_clerk": _("depot clerk"),
    "depot_manager": _("depot manager"),
    "programme_manager": _("programme manager"),
    "buyer": _("buyer"),
    "auditor": _("auditor"),
    "regulator": _("regulator"),
    "mirror": _("mirror of the log"),
}
COLOURS = {
    "green": _("Green"),
    "yellow": _("Yellow"),
    "red": _("Red"),
    "blue": _("Blue"),
    "none": _("No status"),
    "lapsed": _("Lapsed"),
    "outside": _("Outside the mechanism"),
    "active": _("Enrolled"),
    "suspended": _("Suspended"),
}
ANSWERS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not looked at")}
LOT_STATES = {"open": _("In stock"), "in_transit": _("On the way"), "consumed": _("Went into another lot")}
LOT_STATES |= {"exported": _("Exported"), "voided": _("Voided")}
TAG_STATES = {"issued": _("Not used yet"), "used": _("Used"), "void": _("Void"), "lost": _("Lost")}
CAUSES = {
    "drying": _("Drying"),
    "wetting": _("Wetting"),
    "sampling": _("Sampling"),
    "handling": _("Handling"),
    "scale": _("Scale"),
    "unexplained": _("Not explained"),
}
PROCESS_CAUSES = {**CAUSES, "washing": _("Washing"), "sorting": _("Sorting"), "smelting": _("Smelting")}
WEIGHING_STEPS = {
    "mine": _("At the mine"),
    "depot": _("At the depot"),
    "dispatch": _("Before dispatch"),
    "receipt": _("On receipt"),
    "export": _("For export"),
    "count": _("In a count"),
}
PROCESSES = {
    "washing": _("Washing"),
    "sorting": _("Sorting by hand"),
    "milling": _("Milling"),
    "magnetic": _("Magnetic separation"),
    "gravity": _("Gravity separation"),
    "flotation": _("Flotation"),
    "drying": _("Drying"),
    "leaching": _("Leaching"),
    "smelting": _("Smelting"),
    "other": _("Something else"),
}
PRODUCTS = {
    "ore": _("Ore"),
    "concentrate": _("Concentrate"),
    "intermediate": _("Intermediate product"),
    "refined": _("Refined metal"),
    "slag": _("Slag"),
    "tailings": _("Tailings"),
}
ASSAY_METHODS = {
    "handheld_xrf": _("Handheld XRF"),
    "xrf": _("XRF in a laboratory"),
    "icp": _("ICP"),
    "aas": _("Atomic absorption"),
    "titration": _("Titration"),
    "gravimetry": _("Gravimetry"),
    "fire_assay": _("Fire assay"),
    "other": _("Another method"),
}
ASSAY_STAGES = {"provisional": _("Provisional"), "final": _("Final")}
READINGS = {"stop": _("Stop"), "hold": _("Hold"), "warn": _("Review"), "unknown": _("No information")}
READINGS |= {"clear": _("Clear")}
MODELS = {"identity": _("kept apart"), "segregated": _("blended"), "mass_balance": _("mass balance")}
GROUPS = {
    "trade": _("Prices, counterparties and papers"),
    "people": _("People's names"),
    "position": _("Exact places and vehicles"),
    "notes": _("Remarks"),
}
KINDS = {
    "lot.tagged": _("Tagged at the mine site"),
    "lot.weighed": _("Weighed"),
    "proposal.signed": _("Signed by a second person"),
    "stock.counted": _("Counted"),
    "correction.finished": _("Correction finished"),
    "making.reflowed": _("Counted again after a correction"),
    "lot.voided": _("Voided"),
    "lot.corrected": _("Corrected"),
    "lot.retagged": _("Got a new tag"),
    "tag_series.opened": _("Series of tags opened"),
    "tags.stocked": _("Box of tags recorded"),
    "tags.allocated": _("Tags allocated"),
    "tags.counted": _("Tags counted"),
    "tags.returned": _("Tags given back"),
    "tag.voided": _("Tag voided"),
    "tag.missed": _("Tags reported missing"),
    "tag.stopped": _("Tags stopped"),
    "tag.resumed": _("Tags freed again"),
    "lot.bought": _("Bought"),
    "lot.blended": _("Blended"),
    "lot.split": _("Split"),
    "lot.processed": _("Processed"),
    "lot.assayed": _("Assayed"),
    "stock.brought_in": _("Brought in as stock"),
    "lot.imported": _("Imported under a certificate"),
    "export_certificate.noted": _("Foreign certificate recorded"),
    "consignment.dispatched": _("Dispatched"),
    "consignment.received": _("Received"),
    "lot.held": _("Put on hold"),
    "lot.released": _("Released"),
    "consignment.refused": _("Delivery refused"),
    "consignment.returned": _("Delivery back"),
    "lot.exported": _("Exported"),
    "export_certificate.issued": _("Export certificate"),
    "tag.issued": _("Tags issued"),
    "licence.granted": _("Licence granted"),
    "licence.renewed": _("Licence renewed"),
    "licence.stopped": _("Licence stopped"),
    "agreement.stated": _("Agreement entered"),
    "site.visited": _("Site visited"),
    "site.described": _("Site described"),
    "site.capacity_set": _("Capacity of a site set"),
    "site.located": _("Site located"),
    "zone.drawn": _("Zone drawn"),
    "zone.closed": _("Zone closed"),
    "zone.consent_given": _("Consent given to work in a zone"),
    "site.status_decided": _("Act recorded"),
    "act.signed": _("Act with its annex recorded"),
    "site.status_lapsed": _("Status changed by the clock"),
    "blue.report_filed": _("Risk report filed"),
    "blue.objected": _("Objection made"),
    "incident.reported": _("Incident reported"),
    "incident.acknowledged": _("Incident acknowledged"),
    "incident.replied": _("Reply to an incident"),
    "incident.found": _("Finding about an incident"),
    "incident.level_changed": _("Level of an incident changed"),
    "incident.lots_named": _("Lots named in an incident"),
    "incident.plan_adopted": _("Plan of an incident adopted"),
    "incident.step_done": _("Step of a plan done"),
    "incident.decided": _("Incident decided"),
    "incident.closed": _("Incident closed"),
    "incident.reopened": _("Incident opened again"),
    "incident.published": _("Summary of an incident published"),
    "incident.forwarded": _("Incident passed on"),
    "incident.overdue": _("Incident over a clock"),
    "site.registered": _("Mine site registered"),
    "site.merged": _("Site merged into another"),
    "site.unmerged": _("Site split off again"),
    "place.registered": _("Place registered"),
    "party.registered": _("Party registered"),
}
TABLES = {
    "mineral": MINERALS,
    "role": ROLES,
    "colour": COLOURS,
    "answer": ANSWERS,
    "lot_state": LOT_STATES,
    "seal_found": {"intact": _("intact"), "broken": _("broken"), "absent": _("absent"), "other": _("another seal")},
    "tag_state": TAG_STATES,
    "retagged_how": {"damaged": _("the old tag was damaged"), "lost": _("the old tag was lost")},
    "cause": CAUSES,
    "reading": READINGS,
    "model": MODELS,
    "group": GROUPS,
    "kind": KINDS,
}


def country(code: str) -> str:
    """Return the name of an ISO 3166-1 country in the reader's language; a code without a name as it is."""
    return str(Locale.parse(get_language() or "en", sep="-").territories.get(code, code))


def word(table: str, stored: str) -> str:
    """Return the word for a stored word; one that has no word yet is shown as stored."""
    return str(TABLES[table].get(stored.rsplit(".v", 1)[0] if table == "kind" else stored, stored))
