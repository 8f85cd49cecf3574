"""Guards of licensing on transfers: what docs/licences.md answers with no is refused where the country enforces it.

`licences_enforced` says how far: 0 nothing is refused; 1 what is entered or a law in force refuses; 2 silence too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ledger.custody import buying, dispatching, exporting, receiving, tagging
from ledger.custody.licence_questions import day_of, judged
from ledger.custody.licence_refusals import REFUSALS, LicenceExpired, LicenceForOtherPlace, LicenceStopped
from ledger.custody.tables import LOT
from ledger.deeds.entries import Entry
from ledger.deeds.guards import guard
from ledger.deeds.rows import Rows
from ledger.parties.tables import PLACE
from ledger.reference.parameters import parameter
from ledger.standing.country_laws import ABOUT
from ledger.standing.licences import Held, card_ran_out, held_by
from ledger.standing.question import Question, Reason
from ledger.standing.regimes import EXPORT, EXTRACT, LOW, PURCHASE, SELL, SOURCE, STORE, TRANSPORT, covers
from ledger.standing.tables import STANDING

TRANSFERS = (buying.KIND, dispatching.KIND, receiving.KIND, exporting.KIND)
CUSTODY = "domain/custody_3t.md §6"
ENTERED, SILENCE = 1, 2
WHO = {PURCHASE: "buyer", SELL: "seller", TRANSPORT: "sender", EXPORT: "sender", STORE: "keeper", EXTRACT: "holder"}
"""Who does an act, as a sentence calls them."""
SENTENCES = {
    "ACT-01": "Card or licence of seller and buyer are valid on the day, and for that place.",
    "LIC-01": "Each party to a transfer holds, on that day, a licence that allows the act with the ore.",
    "LIC-02": "Seller and buyer are of kinds that their licences let trade with each other.",
    "LIC-06": "A licence that ran out before the day of the transfer does not count.",
    "LIC-CD-01": "DRC: a trader's card is valid only for the artisanal zone that it names.",
    "LIC-CD-03": "DRC: entities that process artisanal copper and cobalt are suspended unless cleared.",
    **{rule: about for rule, about in ABOUT.items() if "only warns" not in about},
}


def _guard_of(rule: str, about: str) -> Callable[[Entry, Rows], None]:
    def refuses(entry: Entry, rows: Rows) -> None:
        for question, verdict in judged(entry, rows):
            for reason in verdict.refusals:
                if reason.rule == rule and _is_enforced(reason, question):
                    raise REFUSALS[reason.code](**_facts(entry, question, reason))

    refuses.__doc__ = about
    return refuses


def _is_enforced(reason: Reason, question: Question) -> bool:
    enforced = parameter("licences_enforced", question.day, question.country)
    return enforced >= (SILENCE if reason.by_silence else ENTERED)


def _facts(entry: Entry, question: Question, reason: Reason) -> dict[str, Any]:
    """Return who, what, when and by which rows, with what would help; no party that the writer did not name."""
    named = {entry.actor.party, entry.get("seller"), entry.get("to")}
    facts = {name: value for name, value in reason.facts.items() if name != "party" or value in named}
    return {
        "day": question.day.isoformat(),
        "who": WHO[reason.facts["act"]],
        **facts,
        "rows": [row.key for row in reason.rows],
        "confidence": sorted({str(row.confidence) for row in reason.rows}),
    }


for _rule, _about in SENTENCES.items():
    guard(_rule, on=TRANSFERS, source=CUSTODY if _rule == "ACT-01" else SOURCE)(_guard_of(_rule, _about))


@guard("ACT-01", on=tagging.KIND, source=CUSTODY)
def holder_has_a_valid_title(entry: Entry, rows: Rows) -> None:
    """Whoever has titles to dig entered, and none that counts on the day and for that site, may not tag ore of it."""
    day, place = date.fromisoformat(entry["dug_on"]), rows.get(PLACE, entry["place"])
    titles = [
        each for each in held_by(rows.of(STANDING, entry["holder"])) if _is_a_title(each, place, entry["mineral"])
    ]
    if not titles or parameter("licences_enforced", day, place.country) < ENTERED:
        return
    if any(_counts(each, day) and each.place in {"", place.code} for each in titles):
        return
    raise _why(titles, day, place.code, entry)


@guard("ACT-01", on=(tagging.KIND, buying.KIND), source=CUSTODY)
def card_has_not_run_out(entry: Entry, rows: Rows) -> None:
    """Who digs or sells under a card has one that is valid on the day, or a licence beside it."""
    place = rows.get(PLACE, entry["place"])
    lot = rows.get(LOT, entry["lot"]) if entry.kind == buying.KIND else None
    holder = entry["holder"] if entry.kind == tagging.KIND else lot and lot.holder
    day = date.fromisoformat(entry["dug_on"]) if entry.kind == tagging.KIND else day_of(entry, rows)
    if not holder or place is None or parameter("licences_enforced", day, place.country) < ENTERED:
        return
    said = rows.of(STANDING, holder)
    ended = card_ran_out(said, day)
    if ended is not None and not any(_counts(each, day) for each in held_by(said)):
        act, who = (EXTRACT, WHO[EXTRACT]) if lot is None else (SELL, WHO[SELL])
        raise LicenceExpired(who=who, act=act, day=day.isoformat(), last_day=ended.isoformat(), rows=[])


def _is_a_title(held: Held, place: Any, ore: str) -> bool:
    sure = held.terms.get("confidence") not in {LOW, None}
    digs = EXTRACT in (held.terms.get("acts") or ())
    return held.jurisdiction == place.country and sure and digs and covers(held.ores, ore)


def _counts(held: Held, day: date) -> bool:
    return held.runs_on(day) and not held.stopped_on(day)


def _why(titles: list[Held], day: date, place: str, entry: Entry) -> Exception:
    facts: dict[str, Any] = {"party": entry["holder"], "who": WHO[EXTRACT], "act": EXTRACT, "day": day.isoformat()}
    facts["ore"] = entry["mineral"]
    counting = [each for each in titles if _counts(each, day)]
    if counting:
        return LicenceForOtherPlace(place=counting[0].place, rows=[counting[0].regime], **facts)
    running = [each for each in titles if each.runs_on(day)]
    if running:
        return LicenceStopped(how=running[0].stopped_on(day), rows=[running[0].regime], **facts)
    ended = max((last for each in titles if (last := each.ended_before(day))), default=None)
    return LicenceExpired(last_day=str(ended or ""), rows=sorted({each.regime for each in titles}), **facts)
