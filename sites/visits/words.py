"""The closed lists of words that a visit answers with."""

from __future__ import annotations

from ledger.standing.reading import NO, UNKNOWN, YES

ANSWERS = (YES, NO, UNKNOWN)
"""Unknown is "not looked at", and never counts as no."""
NOT_THERE = ("third_party", "insecurity", "road", "weather", "distance", "not_authorised", "time", "other")
"""Why nobody went to the site itself."""
ACTORS = ("army", "police", "mines_police", "local_group", "foreign_group", "unknown")
"""Kinds of armed actor; the army and a local group are different worries."""
CONDUCT = (
    "taxation",
    "commerce_taxation",
    "entrance_taxation",
    "monopoly",
    "buying",
    "digging",
    "forced_labour",
    "pillaging",
    "pit_ownership",
)
ABUSES = ("torture", "sexual_violence", "killing", "war_crimes", "other_gross_abuse")
"""Gross abuses that somebody told of; forced labour and children at work are asked about apart."""
MOST_GROUPS = 5
RAREST, MOST_OFTEN = 1, 5
"""How often: 1 rarely or at random, 2 every quarter or half year, 3 every two weeks or month, 4 weekly, 5 daily."""
ACCESS = ("under_2h", "over_2h", "vehicle")
"""From the nearest road: less than two hours on foot, more, or by car or motorbike."""
SERVICES = (
    "saemape",
    "divmines",
    "ceec",
    "mines_police",
    "police",
    "army",
    "anr",
    "cami",
    "occ",
    "cgea",
    "dgda",
    "cls",
    "cps",
    "itie",
    "province_taxes",
    "taxes",
    "anti_fraud",
    "chiefdom",
    "environment",
    "energy",
    "industry",
    "cooperative",
    "scheme",
    "other",
)
"""State services and others present; `province_taxes` are the provinces' own revenue offices, `taxes` the nation's."""
SCHEMES = ("itsci", "better_mining", "itoa", "other")
SCHEME_WORDS = ("active", "suspended")
COLOURS = ("green", "yellow", "red", "blue")
BARRIERS = (*ACTORS, "state_service", "chiefdom", "civil")
"""Who keeps a roadblock."""
LEAST_MECHANISED, MOST_MECHANISED = 0, 3
"""0 hand tools; 1 pumps, ventilation, small generators; 2 crushers, mills, winches; 3 excavators, loaders, dredges."""
