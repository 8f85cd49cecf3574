"""ACT-02: buyer and seller of a lot share an owner, a telephone, a card or an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody.models import Hand, LotEvent
from ledger.log.reading import Positioned
from ledger.risk.engine import look_at_lots
from ledger.risk.finders import finds, touches
from ledger.risk.models import Flag
from ledger.risk.rules import LotSeen, Worry, rule
from ledger.risk.screening.categories import OPERATIONAL
from ledger.risk.screening.finding import OF_TRADE
from ledger.risk.screening.marks import ACCOUNT, CARD, OWNER, PHONE
from ledger.risk.screening.sharing import Pair, pair_of, shared_between, sharing_with

RELATED = "related"
MOST_LOTS = 50_000
SENTENCES = {
    "hold": _(
        "Buyer and seller of this lot are tied to each other. They share: owners %(owners)s, telephones %(phones)s, "
        "cards %(cards)s, accounts %(accounts)s. Ask both how price and weight came about, and whose they are."
    ),
}


@rule(
    "ACT-02",
    looks_at="lot",
    version=1,
    sentences=SENTENCES,
    source="domain/custody_3t.md §6",
    innocent=(
        _("A cooperative and its member name the same telephone, because the village has one."),
        _("Two people bear the same name, and nobody entered their birthdays."),
        _("A trader is paid to the account of a relative who has one."),
    ),
    clears=_("Both parties say who owns them and whose account it is; keepers record it and release the lot."),
    reads=(_("who held the lot, in order"), _("marks of owners, telephones, cards and accounts")),
)
def bought_within_one_house(lot: LotSeen) -> Worry | None:
    """Buyer and seller that share an owner, telephone, card or account: the lot is held until somebody has asked."""
    shared = lot.findings.get(RELATED)
    if not shared:
        return None
    counts = {name: shared.get(kind, 0) for name, kind in _COUNTED}
    return Worry("hold", OPERATIONAL, counts)


_COUNTED = (("owners", OWNER), ("phones", PHONE), ("cards", CARD), ("accounts", ACCOUNT))


@finds("lot")
def sides_of_lots(codes: Sequence[str], today: date) -> dict[str, dict[str, Any]]:
    """Return what the two sides of any purchase of these lots share, by kind; four queries."""
    sides = _sides(codes)
    counts = shared_between({pair for pairs in sides.values() for pair in pairs})
    found: dict[str, dict[str, Any]] = {}
    for lot, pairs in sides.items():
        for pair in pairs & counts.keys():
            kinds = found.setdefault(lot, {RELATED: {}})[RELATED]
            for kind, number in counts[pair].items():
                kinds[kind] = max(number, kinds.get(kind, 0))
    return found


def _sides(codes: Sequence[str]) -> dict[str, set[Pair]]:
    """Return the pairs of holders between whom each lot went."""
    hands: dict[str, list[str]] = {}
    rows = Hand.objects.filter(lot__in=list(codes), as_what="holder").order_by("lot", "event_id")
    for lot, party in rows.values_list("lot", "party"):
        hands.setdefault(lot, []).append(party)
    return {
        lot: {pair_of(one, other) for one, other in zip(held, held[1:], strict=False) if one != other}
        for lot, held in hands.items()
        if len(set(held)) > 1
    }


@touches
def lots_that_went_over(events: Sequence[Positioned]) -> tuple[set[str], set[str]]:
    """Return the lots that new purchases, receipts and exports speak of."""
    moved = [event.id for event in events if event.kind.startswith(OF_TRADE)]
    return set(), set(LotEvent.objects.filter(event_id__in=moved).values_list("lot", flat=True)) if moved else set()


def look_between(codes: set[str]) -> int:
    """Look again at the lots that went between these parties and those that share something with them, or did."""
    flagged = Flag.objects.filter(rule="ACT-02", cleared_on=None).values("subject")
    before = Hand.objects.filter(party__in=codes, as_what="holder", lot__in=flagged)
    lots = set(before.values_list("lot", flat=True).distinct())
    for code, others in sharing_with(codes).items():
        ours = Hand.objects.filter(party=code, as_what="holder").values("lot")
        theirs = Hand.objects.filter(party__in=others, as_what="holder", lot__in=ours)
        lots |= set(theirs.values_list("lot", flat=True).distinct()[:MOST_LOTS])
    return look_at_lots(lots)
