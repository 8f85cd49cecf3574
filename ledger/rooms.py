"""Names every module that registers something, so that the registries are full once Django is ready."""

from ledger.custody import (  # noqa: F401
    blending,
    buying,
    calibrating,
    dispatching,
    holding,
    issuing,
    licence_guards,
    merged_guard,
    party_guards,
    receiving,
    signing,
    site_guards,
    tagging,
    weighing,
    withdrawn_guard,
)
from ledger.parties import registering  # noqa: F401
from ledger.risk import (  # noqa: F401
    baseline_age,
    evidence_age,
    flags,
    interference,
    status_on_day,
    under_licensed,
    watching,
)
from ledger.rulebook import stating  # noqa: F401
