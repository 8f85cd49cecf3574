"""D3: many bags tagged within minutes by one agent, many with one and the same time, and bags tagged at night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.reference.parameters import parameter
from ledger.risk.plausibility.bags import BAGS, Bag, by_agent
from ledger.risk.plausibility.innocent import CLOCK_WRONG, LIST_TYPED, MANY_HANDS, NIGHT_SHIFT
from ledger.risk.rules import PlaceSeen, Worry, rule

SOURCE = "domain/beyond_the_peers.md C D3"
READS = (_("times at which bags were tagged at the place, by agent, in its local time"),)
AT_ONCE = "at_once"
SENTENCES = {
    "warn": _(
        "On %(day)s one person tagged %(number)s bags within %(minutes)s minutes. Closing, weighing and writing down a "
        "bag takes longer than that."
    ),
    f"warn.{AT_ONCE}": _(
        "On %(day)s one person tagged %(number)s bags at one and the same minute. When each was closed, nobody can say."
    ),
}
AT_NIGHT = {
    "warn": _(
        "On %(day)s one person tagged %(number)s bags between %(from_hour)s:00 and %(to_hour)s:00 in the night, by the "
        "clock of the place."
    ),
}


def burst_of(moments: Sequence[datetime], least: int, seconds: int) -> tuple[int, int] | None:
    """Return where the latest run of bags too close together begins and how many it has; None where there is none.

    So many bags on end, each so many seconds after the one before, are the least that takes no explanation. Bags of one
    and the same minute are a list that was typed, and no run by themselves.
    """
    within = timedelta(seconds=seconds * (least - 1))
    close = [
        start
        for start in range(len(moments) - least + 1)
        if timedelta(0) < moments[start + least - 1] - moments[start] < within
    ]
    if not close:
        return None
    start = close[-1]
    while start - 1 in close:
        start -= 1
    return start, close[-1] + least - start


def most_at_once(moments: Sequence[datetime], least: int) -> tuple[datetime, int] | None:
    """Return the latest minute at which so many bags or more were tagged, and how many; None: there is none."""
    counted: dict[datetime, int] = {}
    for each in moments:
        minute = each.replace(second=0, microsecond=0)
        counted[minute] = counted.get(minute, 0) + 1
    many = [(minute, number) for minute, number in counted.items() if number >= least]
    return max(many, default=None)


@rule(
    "D3",
    looks_at="place",
    version=1,
    sentences=SENTENCES,
    source=SOURCE,
    innocent=(LIST_TYPED, MANY_HANDS, CLOCK_WRONG),
    clears=_("What the agent says of that day, with the paper book or photos of the bags; weigh some of them again."),
    parameters=("burst_least_bags", "burst_seconds", "at_once_least_bags"),
    reads=READS,
)
def tagged_in_a_burst(place: PlaceSeen) -> Worry | None:
    """One agent does not tag more than one bag in two minutes over ten bags on end."""
    least, seconds, many = (
        parameter(name, place.today, place.country)
        for name in ("burst_least_bags", "burst_seconds", "at_once_least_bags")
    )
    found = []
    for agent, bags in by_agent(place.findings.get(BAGS, ())).items():
        moments = [each.moment for each in bags]
        if run := burst_of(moments, least, seconds):
            start, number = run
            took = moments[start + number - 1] - moments[start]
            said: dict[str, Any] = {"day": moments[start].date().isoformat(), "number": number, "agent": agent}
            found.append((1, said["day"], agent, {**said, "minutes": -(-int(took.total_seconds()) // 60)}))
        elif at_once := most_at_once(moments, many):
            minute, number = at_once
            said = {"day": minute.date().isoformat(), "number": number, "agent": agent, "why": AT_ONCE}
            found.append((0, said["day"], agent, said))
    return Worry("warn", "operational", max(found)[3]) if found else None


def is_night(moment: datetime, from_hour: int, to_hour: int) -> bool:
    """Say whether a moment lies in the night, which begins before midnight and ends after it."""
    return moment.hour >= from_hour or moment.hour < to_hour


def night_of(moment: datetime, to_hour: int) -> datetime:
    """Return the beginning of the day whose evening a moment of the night belongs to."""
    return (moment - timedelta(hours=to_hour)).replace(hour=0, minute=0, second=0, microsecond=0)


def nights(bags: Sequence[Bag], from_hour: int, to_hour: int) -> dict[tuple[datetime, str], int]:
    """Return how many bags each agent tagged in each night, by its evening."""
    found: dict[tuple[datetime, str], int] = {}
    for each in bags:
        if is_night(each.moment, from_hour, to_hour):
            name = (night_of(each.moment, to_hour), each.agent)
            found[name] = found.get(name, 0) + 1
    return found


@rule(
    "D3-N",
    looks_at="place",
    version=1,
    sentences=AT_NIGHT,
    source=SOURCE,
    innocent=(NIGHT_SHIFT, CLOCK_WRONG),
    clears=_("What the agent says of that night, and whether the clock of the telephone was right."),
    parameters=("night_from_hour", "night_to_hour", "night_least_bags"),
    reads=READS,
)
def tagged_at_night(place: PlaceSeen) -> Worry | None:
    """Bags are not tagged between ten in the evening and five in the morning."""
    from_hour, to_hour, least = (
        parameter(f"night_{name}", place.today, place.country) for name in ("from_hour", "to_hour", "least_bags")
    )
    counted = nights(place.findings.get(BAGS, ()), from_hour, to_hour)
    many = [(evening, agent, number) for (evening, agent), number in counted.items() if number >= least]
    if not many:
        return None
    evening, agent, number = max(many)
    said = {"day": evening.date().isoformat(), "number": number, "agent": agent}
    return Worry("warn", "operational", {**said, "from_hour": from_hour, "to_hour": to_hour})
