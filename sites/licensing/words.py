"""The words that pages show for what licensing stores, and the sentence of every reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ledger.custody.licence_guards import WHO
from ledger.custody.licence_refusals import REFUSALS
from ledger.inbox.sentences import WORDS
from ledger.inbox.wording import sentence
from ledger.reference.spelling import whole
from ledger.standing.question import Question, Reason

ORES = {
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
ACTS = {
    "extract": _("Dig"),
    "purchase": _("Buy"),
    "sell": _("Sell"),
    "process": _("Process"),
    "transport": _("Move"),
    "store": _("Store"),
    "export": _("Export"),
}
STATES = {"ore": _("Ore"), "concentrate": _("Concentrate"), "refined": _("Refined product")}
ANSWERS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
COLOURS = {"yes": "green", "no": "red", "unknown": "none", "warn": "yellow", "note": "none"}
WEIGHTS = {
    "yes": _("For it"),
    "no": _("Against it"),
    "unknown": _("Not known"),
    "warn": _("Warning"),
    "note": _("Note"),
}
CONFIDENCE = {"high": _("High"), "medium": _("Medium"), "low": _("Low: it only warns")}
STOPS = {
    "suspended": _("Suspended"),
    "revoked": _("Revoked"),
    "surrendered": _("Given back"),
    "ended_early": _("Ended early"),
}
AGREEMENTS = {
    "partnership": _("Partnership"),
    "cession": _("Cession of a part"),
    "consent_of_holder": _("Consent of the holder"),
    "offtake": _("Offtake"),
    "lease": _("Lease"),
}
PAPERS = {
    "permit": _("Written permit of the Minister"),
    "clearance": _("Certificate that clears a suspended plant"),
    "icglr_certificate": _("ICGLR certificate"),
    "quota": _("Quota of the company"),
    "first_buyer_registry": _("Entry in the registry of first buyers"),
    "sanctions_screening": _("Screening against sanctions lists"),
}
FINDINGS = {
    "no_rule_known": _("No law of %(country)s is known here, so nothing of it could be checked."),
    "regime_not_in_force": _("No row for %(regime)s was in force on its first day."),
    "holder_kind_unusual": _("Its holder is of the kind %(kind)s; the law names %(holders)s."),
    "holder_foreign": _("Its holder is not of the nationality that the law asks for (%(asked)s)."),
    "holder_registered_abroad": _("Its holder is registered abroad; the law asks for %(asked)s. A proxy is a risk."),
    "area_above_limit": _("Its area, %(area_m2)s m², is above the limit of %(limit_m2)s m²."),
    "under_licensed": _("The site has %(found)s (%(what)s); a licence of this kind allows %(limit)s."),
    "longer_than_regime": _("It is said to run longer than its kind gives, which would be until %(usual_end)s."),
}
SENTENCES = {
    "no_rule_known": _("No row of the rule book answers this. That is not a no: it is not known here."),
    "licence_allows": _("The licence of the %(who)s allows it: %(regimes)s."),
    "licence_allows.free": _("A licence of one of these would allow it: %(regimes)s."),
    "regime_not_known": _("A licence is held (%(regimes)s), but no row says on this day what it allows."),
    "regime_not_in_force": _("The row of %(regimes)s is not in force on this day; its terms at the grant allow it."),
    "low_confidence": _("What allows it is of low confidence, until somebody confirms it: %(regimes)s."),
    "only_low_rows_object": _("Only rows of low confidence speak against it (%(regimes)s): it is not known."),
    "licence_ends_soon": _("The licence ends on %(last_day)s, in %(days)s days."),
    "zone_not_known": _("Whether the ore comes from the zone of the card is not known. %(says)s"),
    "has_what_is_needed": _("What the law asks for is there: %(says)s"),
    "freed_by_paper": _("It would be barred, but a paper frees it: %(says)s"),
    "counterparty_not_named": _("The other side is not named; it would need one of: %(needed)s. %(says)s"),
    "rule_shown": _("To be kept in mind: %(says)s"),
    "kind_may_not_hold": _("A party of this kind can hold no licence that allows it. It takes one of: %(needed)s."),
}


def reason_in_words(reason: Reason, question: Question) -> str:
    """Return the sentence of a reason, in the active language."""
    facts = {
        "day": question.day.isoformat(),
        "who": WHO.get(str(reason.facts.get("act", "")), "holder"),
        **reason.facts,
        "rows": [row.key for row in reason.rows],
    }
    if reason.code in REFUSALS:
        return sentence(reason.code, facts)
    free = reason.code == "licence_allows" and not facts.get("licences")
    template = SENTENCES.get(f"{reason.code}.free" if free else reason.code, SENTENCES["no_rule_known"])
    return str(template) % {name: _word(name, value) for name, value in facts.items()}


def _word(name: str, value: Any) -> str:
    return str(WORDS[value]) if name == "who" and value in WORDS else _spelled(value)


def finding_in_words(finding: dict[str, Any]) -> str:
    """Return the sentence of a finding, in the active language."""
    template = FINDINGS.get(finding["code"])
    return str(template) % {name: _spelled(value) for name, value in finding.items()} if template else finding["code"]


def _spelled(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value) or _now("(not said)")
    return whole(value) if isinstance(value, int) and not isinstance(value, bool) else str(value or "")
