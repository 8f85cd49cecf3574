"""The words of a visit's closed lists, for pages and forms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "army": _("Army"),
    "police": _("Police"),
    "mines_police": _("Mines police"),
    "local_group": _("Local armed group"),
    "foreign_group": _("Foreign armed group"),
    "unknown": _("Not known which"),
    "state_service": _("State service"),
    "chiefdom": _("Chiefdom"),
    "civil": _("Civilians"),
}
CONDUCT: dict[str, Any] = {
    "taxation": _("taxes the digging"),
    "commerce_taxation": _("taxes trade"),
    "entrance_taxation": _("takes money at the entrance"),
    "monopoly": _("lets nobody else buy or sell"),
    "buying": _("buys ore"),
    "digging": _("digs"),
    "forced_labour": _("makes people work"),
    "pillaging": _("loots"),
    "pit_ownership": _("owns pits"),
}
ABUSES: dict[str, Any] = {
    "torture": _("torture or cruel treatment"),
    "sexual_violence": _("sexual violence"),
    "killing": _("killings"),
    "war_crimes": _("war crimes"),
    "other_gross_abuse": _("another gross abuse"),
}
FREQUENCY: dict[int, Any] = {
    1: _("rarely or at random"),
    2: _("every few months"),
    3: _("every two weeks or month"),
    4: _("every week"),
    5: _("every day or always there"),
}
NOT_THERE: dict[str, Any] = {
    "third_party": _("told by a third party"),
    "insecurity": _("not safe"),
    "road": _("road not passable"),
    "weather": _("weather"),
    "distance": _("too far"),
    "not_authorised": _("not allowed in"),
    "time": _("no time"),
    "other": _("another reason"),
}
SERVICES: dict[str, Any] = {
    "saemape": "SAEMAPE",
    "divmines": _("Mines division"),
    "ceec": "CEEC",
    "mines_police": _("Mines police"),
    "police": _("Police"),
    "army": _("Army"),
    "anr": _("Intelligence (ANR)"),
    "cami": _("Cadastre (CAMI)"),
    "occ": "OCC",
    "cgea": _("Radiation protection"),
    "dgda": _("Customs (DGDA)"),
    "cls": _("Local committee (CLS)"),
    "cps": _("Provincial committee (CPS)"),
    "itie": "ITIE",
    "province_taxes": _("Taxes of the province"),
    "taxes": _("Taxes of the State"),
    "anti_fraud": _("Anti-fraud"),
    "chiefdom": _("Chiefdom or sector"),
    "environment": _("Environment"),
    "energy": _("Energy"),
    "industry": _("Industry"),
    "cooperative": _("Cooperative"),
    "scheme": _("Traceability scheme"),
    "other": _("Others"),
}
SCHEMES: dict[str, Any] = {"itsci": "iTSCi", "better_mining": "Better Mining", "itoa": "ITOA", "other": _("Another")}
SCHEME_WORDS: dict[str, Any] = {"active": _("Works here"), "suspended": _("Suspended here")}
ACCESS: dict[str, Any] = {
    "under_2h": _("Less than two hours on foot"),
    "over_2h": _("More than two hours on foot"),
    "vehicle": _("By car or motorbike"),
}
MECHANISATION: dict[int, Any] = {
    0: _("Hand tools"),
    1: _("Pumps, ventilation, small generators, jackhammers"),
    2: _("Crushers, mills, motor winches"),
    3: _("Excavators, loaders, dredges, explosives"),
}
COLOURS: dict[str, Any] = {"green": _("Green"), "yellow": _("Yellow"), "red": _("Red"), "blue": _("Blue")}
ASKED: dict[str, Any] = {
    "children_present": _("Children under 15 on the site"),
    "young": _("Young people of 15 to 18 at work"),
    "women_present": _("Women on the site"),
    "women": _("Women at work"),
    "pregnant": _("Pregnant women at work"),
    "forced_labour": _("Anybody made to work"),
    "mercury": _("Mercury in use"),
    "phone": _("A telephone has a network"),
}
"""Questions that a visit may leave out."""
