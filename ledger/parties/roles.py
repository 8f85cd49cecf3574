"""The roles, in the trade's words."""

TAGGING_AGENT = "tagging_agent"
DEPOT_CLERK = "depot_clerk"
DEPOT_MANAGER = "depot_manager"
PROGRAMME_MANAGER = "programme_manager"
BUYER = "buyer"
AUDITOR = "auditor"
REGULATOR = "regulator"
MIRROR = "mirror"
"""A program that keeps a copy of the log for somebody: it fetches entry bundles, and enters nothing."""

ROLES = (TAGGING_AGENT, DEPOT_CLERK, DEPOT_MANAGER, PROGRAMME_MANAGER, BUYER, AUDITOR, REGULATOR, MIRROR)
DEPOT = frozenset({DEPOT_CLERK, DEPOT_MANAGER})
KEEPERS = frozenset({PROGRAMME_MANAGER, REGULATOR})
"""They keep the register."""
OVERSEERS = frozenset({PROGRAMME_MANAGER, AUDITOR, REGULATOR})
"""They see the whole programme; everybody else sees what went through their party's hands."""
