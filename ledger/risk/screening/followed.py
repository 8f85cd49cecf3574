"""A confirmed hit is followed through what the party held; what lies in its hands is held, until it is decided anew."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.log.reading import Positioned
from ledger.risk.screening.deciding import KIND
from ledger.risk.screening.models import Hit
from ledger.risk.screening.tables import CONFIRMED
from ledger.risk.tainting.findings import IN_HANDS, Finding, ended_by, finding_in
from ledger.risk.tainting.models import Taint
from ledger.risk.tainting.opening import HIT


def _confirmed(event: Positioned) -> bool:
    return Hit.objects.filter(party=event.facts["party"], state=CONFIRMED).exists()


@finding_in(KIND)
def confirmed_hit(event: Positioned) -> Iterable[Finding]:
    """A decision that confirms a hit opens the finding about the party."""
    hit = Hit.objects.filter(party=event.facts["party"], key=event.facts["hit"]).first()
    if hit is not None and hit.state == CONFIRMED:
        yield Finding(HIT, hit.party, "SCR-02", holds=IN_HANDS)


@ended_by(KIND)
def no_longer_confirmed(event: Positioned) -> Iterable[str]:
    """Once no hit of a party is confirmed, its findings are taken back."""
    if _confirmed(event):
        return []
    return list(Taint.objects.filter(why=HIT, subject=event.facts["party"]).values_list("cause", flat=True))
