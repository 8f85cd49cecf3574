"""What the risk follower does: events bring places and lots to look at again, and so does the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from django.db.models import Q

from ledger import codes
from ledger.custody.holding import held_at_once
from ledger.custody.models import Lot, LotEvent, Origin
from ledger.deeds.batches import enter
from ledger.deeds.guards import works_out
from ledger.log.reading import Positioned
from ledger.risk.affected import STILL_THERE
from ledger.risk.balance_regions import exporting, look_at_countries, with_places
from ledger.risk.causes import brought_by
from ledger.risk.consignments import look_at_roads
from ledger.risk.engine import look_at_lots, look_at_parties, look_at_places
from ledger.risk.finders import touched
from ledger.risk.models import Flag
from ledger.risk.plausibility.finding_catchments import centres
from ledger.risk.plausibility.finding_ghosts import sharing_people
from ledger.risk.reviewing import release_answered
from ledger.risk.tag_findings import stale
from ledger.risk.tag_gap import look_at_all_holders, look_at_counted
from ledger.risk.tainting.following import follow_findings
from ledger.standing.models import Standing
from ledger.standing.reading import CAPACITY, STATE

HELD_AT_ONCE = ("lot.tagged.", "lot.retagged.")
OF_LOTS = ("lot.tagged.", "lot.blended.")
OF_STATUSES = ("site.status_decided.", "act.signed.", "site.status_lapsed.")
OF_SITES = ("site.visited.", "site.registered.", "site.described.", "site.capacity_set.")
OF_PLACES = ("lot.tagged.", *OF_SITES, *OF_STATUSES)


def look_over(events: Sequence[Positioned]) -> None:
    """Look again at the places that these events speak of, and at the lots that they make or backdate."""
    with brought_by(events):
        hold_what_was_left(events)
        release_answered(events)
        look_at_touched(events)
        follow_findings(events)


def look_at_touched(events: Sequence[Positioned]) -> None:
    """Show what these events touch to the rules."""
    places = places_of(events, OF_PLACES)
    opened = [event.id for event in events if event.kind.startswith(OF_LOTS)]
    lots = set(LotEvent.objects.filter(event_id__in=opened).values_list("lot", flat=True))
    places_touched, lots_touched, parties_touched = touched(events)
    look_at_places(places | places_touched, today())
    look_at_parties(parties_touched, today())
    look_at_counted(events)
    look_at_countries(exporting(events), today())
    look_at_lots(lots | lots_touched | touched_by_decisions(places_of(events, OF_STATUSES)))


def places_of(events: Sequence[Positioned], kinds: tuple[str, ...]) -> set[str]:
    """Return the places that events of these kinds speak of; an act speaks of all sites of its annex."""
    facts = [event.facts for event in events if event.kind.startswith(kinds)]
    return {place for each in facts for place in each.get("sites", [each.get("place")])}


def hold_what_was_left(events: Sequence[Positioned]) -> None:
    """Hold lots whose recording asked for it, where a crash came between; what is held already repeats."""
    left = [
        hold
        for event in events
        if event.kind.startswith(HELD_AT_ONCE) and (rules := event.envelope["resolved"].get("holds"))
        for hold in held_at_once(
            event.facts["lot"], rules, event.key, datetime.fromisoformat(event.envelope["happened_at"])
        )
    ]
    if left:
        enter(left)


@works_out("MINE-06", on="act.signed.v1", source="domain/custody_3t.md §6", otherwise=frozenset())
def touched_by_decisions(places: set[str]) -> set[str]:
    """Lots with ore dug at these places since their earliest decision are looked at again: it may be backdated."""
    if not places:
        return set()
    firsts = Standing.objects.filter(subject__in=places, topic=STATE).order_by("-valid_from")
    since = {each.subject: each.valid_from for each in firsts}
    dug = [Q(place=place, dug_on__gte=day) for place, day in since.items()]
    if not dug:
        return set()
    asked = dug[0]
    for each in dug[1:]:
        asked |= each
    return set(Origin.objects.filter(asked).values_list("lot", flat=True))


def look_at_clock(day: date | None = None) -> int:
    """Look at every place that ore came from or that has an open flag, and at every country: time goes by itself."""
    look_at_roads(day or today())
    dug = set(Origin.objects.values_list("place", flat=True).distinct())
    flagged = set(Flag.objects.filter(cleared_on=None).values_list("subject", flat=True))
    estimated = set(Standing.objects.filter(topic=CAPACITY).values_list("subject", flat=True).distinct())
    places = {code for code in dug | flagged | estimated if code.startswith("S")}
    left = {each["place"] for each in stale(day or today())}
    tags = look_at_places(places | left | centres(day or today()), day or today()) + look_at_all_holders()
    tags += look_at_parties(parties_for_the_clock(), day or today())
    return tags + look_at_countries(with_places(), day or today())


def today() -> date:
    """Return the day in UTC: flags age by whole days."""
    return datetime.now(UTC).date()


def parties_for_the_clock() -> set[str]:
    """Return the parties that hold ore, are flagged or share a card: what is said of them grows old by itself."""
    open_flags = Flag.objects.filter(cleared_on=None, subject__startswith=codes.PARTY)
    flagged = set(open_flags.values_list("subject", flat=True))
    holding = set(Lot.objects.filter(state__in=STILL_THERE).values_list("holder", flat=True).distinct())
    return flagged | holding | sharing_people()
