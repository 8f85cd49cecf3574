"""After an entry about an incident: lots of Level 1 are held, and the third of a kind goes up, at once."""

from __future__ import annotations

from ledger.inbox.consequences import after_record
from ledger.risk.incidents.categories import KIND as REPORTED
from ledger.risk.incidents.guards import DECIDED, LEVEL_CHANGED, LOTS_NAMED
from ledger.risk.incidents.running import follow_up


@after_record(REPORTED)
def incidents_due() -> None:
    """Do what follows from the incidents as they stand; safe to run at any time, and twice."""
    follow_up()


for _kind in (DECIDED, LEVEL_CHANGED, LOTS_NAMED):
    after_record(_kind)(incidents_due)
