"""TAG-06: a holder's last count of a series misses tags, or finds more than the book has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.custody.stock_models import TagCount
from ledger.custody.tags.reconciling import entered_late
from ledger.log.reading import Positioned
from ledger.risk.engine import settle
from ledger.risk.rules import Worry, rule

RULE, HOLDER = "TAG-06", "tag holder"


@dataclass(frozen=True)
class HolderSeen:
    """A holder of tags as the rule sees it: its open gaps by series, as numbers of tags, with the day of the count."""

    code: str
    gaps: Sequence[tuple[str, int, date]]


@rule(
    RULE,
    looks_at=HOLDER,
    version=2,
    sentences={
        "hold": _(
            "The last counts, the first of them on %(counted_on)s, differ from the book by %(gap)s tags in %(series)s "
            "series. Have the missing numbers reported, or late bags entered, and count again."
        )
    },
    source="domain/custody_3t.md §6",
    reads=(_("the last count of each series by two people"), _("the book of tags")),
    innocent=(_("Bags were tagged on phones that have not sent yet."), _("Somebody counted the wrong box.")),
    clears=_("Reports of the missing numbers, the late bags, or another count by two people."),
)
def misses_tags(holder: HolderSeen) -> Worry | None:
    """Every number of a series is accounted for: what was counted is what the book has."""
    if not holder.gaps:
        return None
    gap, first = sum(abs(gap) for _series, gap, _day in holder.gaps), min(day for _series, _gap, day in holder.gaps)
    return Worry("hold", "operational", {"gap": gap, "series": len(holder.gaps), "counted_on": first.isoformat()})


def open_gaps(holders: Iterable[str]) -> dict[str, list[tuple[str, int, date]]]:
    """Return for each holder the series whose last count leaves a gap, once late entries are taken into account."""
    last: dict[tuple[str, str], TagCount] = {}
    for count in TagCount.objects.filter(holder__in=list(holders)).order_by("event_id"):
        last[count.holder, count.series] = count
    found: dict[str, list[tuple[str, int, date]]] = {}
    for (holder, series), count in sorted(last.items()):
        if gap := count.book - count.counted:
            gap += entered_late(count)
        if gap:
            found.setdefault(holder, []).append((series, gap, count.on_day))
    return found


def look_at_holders(holders: Iterable[str]) -> int:
    """Bring the flags of tag holders up to date; return how many were raised or cleared."""
    codes = sorted(set(holders))
    gaps = open_gaps(codes)
    return settle(HOLDER, [HolderSeen(code, gaps.get(code, [])) for code in codes], of=RULE) if codes else 0


def look_at_counted(events: Sequence[Positioned]) -> int:
    """Look again at the holders whose tags were counted in these events; the last signature counts."""
    ids = [event.id for event in events if event.kind.startswith(("tags.counted.", "proposal.signed."))]
    return look_at_holders(TagCount.objects.filter(event_id__in=ids).values_list("holder", flat=True)) if ids else 0


def look_at_all_holders() -> int:
    """Look again at everybody whose tags were ever counted: late bags close gaps."""
    return look_at_holders(TagCount.objects.values_list("holder", flat=True).distinct())
