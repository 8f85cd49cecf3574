"""A confirmed hit is followed through what the party held; what lies in its hands is held, until it is decided anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.log.reading import Positioned
from ledger.risk.screening.deciding import KIND
from ledger.risk.screening.models import Hit
from ledger.risk.screening.shelves import wordings
from ledger.risk.screening.tables import CONFIRMED
from ledger.risk.screening.telling import PARTY_KIND
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
        yield Finding(HIT, hit.party, "SCR-02", _listed_on(hit), holds=IN_HANDS)


def _listed_on(hit: Hit) -> date | None:
    """Return the day of a listing, where the list says one; else all that the party ever had counts."""
    entry = wordings([(hit.source, hit.listed)]).get((hit.source, hit.listed))
    try:
        return date.fromisoformat(entry.listed_on) if entry else None
    except ValueError:
        return None


@ended_by(KIND)
@ended_by(PARTY_KIND)
def no_longer_confirmed(event: Positioned) -> Iterable[str]:
    """Once no hit of a party is confirmed, by a decision or because its entry left, its findings are taken back."""
    followed = Taint.objects.filter(why=HIT, subject=event.facts["party"], withdrawn_on=None)
    causes = list(followed.values_list("cause", flat=True))
    return [] if not causes or _confirmed(event) else causes
