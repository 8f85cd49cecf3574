"""Finds open flags of other rules about lots and their one site, and about what a supplier held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ledger.balance.books import rows_of
from ledger.custody.models import Hand, Origin
from ledger.custody.tables import IDENTITY
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.risk.affected import STILL_THERE
from ledger.risk.finders import finds, touches
from ledger.risk.flags import CLEARED, RAISED
from ledger.risk.models import Flag
from ledger.risk.plausibility.suspicion import ANOMALIES, FLAGGED, SUPPLIER_FLAGGED, Anomaly, different

_OF_SUPPLIERS = """
    SELECT hand.party, array_agg(DISTINCT flag.rule ORDER BY flag.rule), count(DISTINCT flag.subject)
    FROM ledger_flag flag JOIN ledger_hand hand ON hand.lot = flag.subject AND hand.as_what = 'holder'
    WHERE flag.cleared_on IS NULL AND flag.rule = ANY(%(rules)s) AND flag.raised_on >= %(since)s
        AND hand.party = ANY(%(parties)s)
    GROUP BY 1"""
_LOTS = """
    SELECT move.party, count(DISTINCT move.lot) FROM ledger_move move
    WHERE move.party = ANY(%(parties)s) AND move.on_day >= %(since)s AND move.grams > 0 AND move.place <> ''
    GROUP BY 1"""


@finds("lot")
def anomalies_of_lots(codes: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each lot the different rules that raised a flag about it or its one site lately; two questions."""
    site_of = dict(Origin.objects.filter(lot__in=list(codes), custody_model=IDENTITY).values_list("lot", "place"))
    open_flags = _open_flags({*codes, *site_of.values()})
    since = today - timedelta(days=parameter("suspicion_days", today))
    found = {}
    for lot in codes:
        own, of_site = open_flags.get(lot, []), open_flags.get(site_of.get(lot, ""), [])
        rules = different([*own, *of_site], since)
        if rules:
            found[lot] = {FLAGGED: {"rules": rules, "own": different(own, since), "today": today}}
    return found


def _open_flags(subjects: Iterable[str]) -> dict[str, list[Anomaly]]:
    flags = Flag.objects.filter(subject__in=list(subjects), cleared_on=None, rule__in=ANOMALIES)
    found: dict[str, list[Anomaly]] = {}
    for subject, rule, raised_on in flags.values_list("subject", "rule", "raised_on"):
        found.setdefault(subject, []).append(Anomaly(rule, raised_on))
    return found


@finds("party")
def anomalies_of_suppliers(parties: Sequence[str], today: date) -> Mapping[str, Mapping[str, Any]]:
    """Return for each party the rules, and how many of its lots, that open flags of the last days are about."""
    since = today - timedelta(days=parameter("suspicion_days", today))
    asked = {"parties": list(parties), "rules": sorted(ANOMALIES), "since": since}
    flagged = rows_of(_OF_SUPPLIERS, asked)
    if not flagged:
        return {}
    lots: dict[str, int] = dict(rows_of(_LOTS, {**asked, "parties": [party for party, _rules, _number in flagged]}))
    return {
        party: {SUPPLIER_FLAGGED: {"rules": rules, "flagged": number, "lots": lots.get(party, number)}}
        for party, rules, number in flagged
    }


@touches
def touched_by_flags(events: Sequence[Positioned]) -> tuple[set[str], ...]:
    """A flag of an anomaly, raised or cleared, brings its lot and who held it; that of a site, its flagged lots."""
    keys = {
        event.key if event.kind == RAISED else event.facts["flag"]
        for event in events
        if event.kind in {RAISED, CLEARED}
    }
    subjects = (
        set(Flag.objects.filter(key__in=keys, rule__in=ANOMALIES).values_list("subject", flat=True)) if keys else ()
    )
    if not subjects:
        return set(), set(), set()
    lots = {each for each in subjects if each.startswith("P")} | _flagged_of(subjects)
    holders = Hand.objects.filter(lot__in=lots, as_what="holder").values_list("party", flat=True)
    return set(), lots, set(holders)


_FLAGGED = """
    SELECT DISTINCT lot.code FROM ledger_flag flag
    JOIN ledger_lot lot ON lot.code = flag.subject AND lot.state = ANY(%(there)s)
    JOIN ledger_origin origin ON origin.lot = lot.code AND origin.place = ANY(%(places)s)
        AND origin.custody_model = 'identity'
    WHERE flag.cleared_on IS NULL AND flag.rule = ANY(%(rules)s)"""


def _flagged_of(subjects: Iterable[str]) -> set[str]:
    """Return the lots of these places that have an open flag themselves: only these can become suspicious by it."""
    places = [each for each in subjects if each.startswith("S")]
    if not places:
        return set()
    asked = {"places": places, "rules": sorted(ANOMALIES), "there": list(STILL_THERE)}
    return {lot for (lot,) in rows_of(_FLAGGED, asked)}
