"""The words of incidents for stored words, in the reader's language. A level is never said by its number alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LEVELS = {1: _("Level 1, the worst"), 2: _("Level 2, serious"), 3: _("Level 3, the least")}
LEVEL_COLOURS = {1: "red", 2: "yellow", 3: "none"}
CATEGORIES = {
    "A2-1.i": _("Torture, cruel or degrading treatment"),
    "A2-1.ii": _("Forced or compulsory labour"),
    "A2-1.iii": _("Worst forms of child labour"),
    "A2-1.iv": _("Other gross violations of human rights, such as widespread sexual violence"),
    "A2-1.v": _("War crimes, crimes against humanity, genocide"),
    "A2-3.i": _("Support of armed groups that control sites, routes or trading points"),
    "A2-3.ii": _("Armed groups that tax or extort at sites, on routes or at trading points"),
    "A2-3.iii": _("Armed groups that tax or extort intermediaries, exporters or traders"),
    "A2-5": _("Security forces that control, tax or extort"),
    "A2-6/7": _("Security forces beyond their role"),
    "A2-9": _("Payments for security; harm to vulnerable groups"),
    "A2-11": _("Bribery; origin, taxes or fees misrepresented"),
    "A2-12": _("Money laundering"),
    "A2-13": _("Taxes, fees or royalties not paid or not disclosed"),
    "TAG-MISUSE": _("A tag used where it does not belong"),
    "TAG-LOSS": _("Tags lost or stolen"),
    "WEIGHT-DISCREPANCY": _("Weights that do not agree"),
    "LOGBOOK-ERROR": _("A mistake in a log book"),
    "UNTAGGED-SEIZURE": _("Ore without tags was seized"),
    "LATE-DATA": _("Entries that come late"),
    "ACCIDENT-OHS": _("Accident, or unsafe work"),
    "ENVIRONMENT": _("Harm to the environment"),
    "CONFLICT-CONCESSION": _("Quarrel with the holder of a title"),
    "SCALE-FAULT": _("A scale that does not weigh right"),
    "operational": _("Something operational"),
}
SOURCES = {
    "field_operator": _("The field operator of a scheme"),
    "committee": _("A local or provincial committee"),
    "whistle_blower": _("Somebody who does not give a name"),
    "ngo": _("An organisation of civil society"),
    "un": _("A report of the United Nations"),
    "audit": _("An audit"),
    "anomaly": _("An anomaly in weights, tags or other data"),
}
FINDINGS = {
    "substantiated": _("The claim holds"),
    "partly": _("The claim holds in part"),
    "not_substantiated": _("The claim does not hold"),
    "open": _("Nobody can say yet"),
}
FINDING_COLOURS = {"substantiated": "red", "partly": "yellow", "not_substantiated": "green", "open": "none"}
OUTCOMES = {
    "resolved": _("Resolved"),
    "unresolved_escalated": _("Not resolved, passed to a higher level"),
    "not_substantiated": _("The claim did not hold"),
}
DECISIONS = {
    "continue_with_mitigation": _("Go on while mitigating"),
    "suspend_while_mitigating": _("Suspend while mitigating"),
    "disengage": _("Leave"),
}
CLOCKS = {
    "acknowledge": _("Acknowledge"),
    "plan": _("Adopt a plan"),
    "step": _("Next step of the plan"),
    "decide": _("Decide"),
}
STATES = {"open": _("open"), "closed": _("closed")}
ABOUT = {
    "unknown": _("I do not know, or somebody else"),
    "security": _("Army, police or an armed group"),
    "state": _("A service of the State"),
    "trader": _("A trader, depot or buyer"),
    "cooperative": _("A cooperative or a pit owner"),
    "programme": _("The programme that runs this ledger"),
}
TIP_STATES = {
    "waiting": _("Nobody has read it yet"),
    "taken": _("Somebody works on it"),
    "set_aside": _("It was read, and opened no case"),
}
CHANNELS = {"web": _("From the web"), "text": _("By text message"), "paper": _("On paper")}
DEEDS = {
    "incident.reported": _("Claim entered"),
    "incident.acknowledged": _("Acknowledged: somebody takes it on"),
    "incident.replied": _("Reply"),
    "incident.found": _("Finding"),
    "incident.level_changed": _("Level"),
    "incident.lots_named": _("Lots or tags named"),
    "incident.plan_adopted": _("Plan adopted"),
    "incident.step_done": _("Step of the plan done"),
    "incident.decided": _("Decision"),
    "incident.closed": _("Closed"),
    "incident.reopened": _("Opened again"),
    "incident.published": _("Summary published"),
    "incident.forwarded": _("Passed on"),
    "incident.overdue": _("A clock went over"),
}
TABLES = {
    "level": LEVELS,
    "category": CATEGORIES,
    "source": SOURCES,
    "finding": FINDINGS,
    "outcome": OUTCOMES,
    "decision": DECISIONS,
    "clock": CLOCKS,
    "state": STATES,
    "about": ABOUT,
    "tip": TIP_STATES,
    "channel": CHANNELS,
    "deed": DEEDS,
}


def category_name(code: str) -> str:
    """Return what a category is about, with its code: whoever knows Annex II looks for that."""
    return f"{CATEGORIES.get(code, code)} ({code})"
