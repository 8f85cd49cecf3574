"""Names every module that registers something, so that the registries are full once Django is ready."""

from ledger.custody import (  # noqa: F401
    blending,
    buying,
    dispatching,
    holding,
    issuing,
    receiving,
    tagging,
    weighing,
)
from ledger.parties import registering  # noqa: F401
from ledger.risk import evidence_age, flags, interference, status_on_day  # noqa: F401
from ledger.rulebook import stating  # noqa: F401
