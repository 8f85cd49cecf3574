"""Evidence: the pack of a lot, with all that was entered about it, its ancestors, its origins and their hands.

A fixed number of queries whatever the number of events. Context that is not under the last checkpoint yet is left
out and counted; an entry on the lot or an ancestor is not left out: then there is no pack for a second or two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from ledger import codes
from ledger.balance.lineage import ancestors
from ledger.custody.models import Lot, LotEvent, Origin
from ledger.custody.seeing import lot_seen_by
from ledger.deeds.entries import Actor
from ledger.errors import Refused
from ledger.log.keyring import signer
from ledger.log.models import Checkpoint
from ledger.log.proving import inclusion_proofs
from ledger.log.reading import Positioned, continuations, events_by_id, last_checkpoint, openings_of
from ledger.parties.disclosure import PACK
from ledger.parties.models import Party, Place
from ledger.proofs.pack import Opening, build_pack
from ledger.reports.disclosing import Disclosed, disclosed
from ledger.reports.enrolments import enrolments_for
from ledger.risk.models import Flag
from ledger.standing.models import Standing

STATEMENT_VERSION = 1
PUBLIC = Actor("public", "")
"""Everybody, and nobody in particular: sees what the leaves say, and no opening."""


class LotNotFound(Refused):
    """There is no such lot, or the actor may not see it: which of the two is not told."""

    code = "lot_not_found"


class NotYetSealed(Refused):
    """An entry on the lot or its ancestors stands above the last checkpoint; it will not for long."""

    code = "not_yet_sealed"


def pack_for_lot(lot_code: str, actor: Actor, audience: Actor | None = None) -> bytes:
    """Return the evidence pack of a lot as ZIP, signed by the log, with the openings that its audience may see.

    The audience is the actor, unless another is named: PUBLIC sees none. Whoever a pack is for, entries, proofs,
    checkpoint and statement are the same, byte for byte: packs of one checkpoint differ in their openings alone.

    Raises LotNotFound, and NotYetSealed while an entry on the lot or an ancestor waits for its checkpoint.
    """
    lot = lot_seen_by(actor, lot_code)
    if lot is None:
        raise LotNotFound(lot=lot_code)
    lots, origins, checkpoint = ancestors(lot.code), _origins(lot), last_checkpoint()
    custody = events_by_id(_custody_ids(lots))
    size = checkpoint.size if checkpoint else 0
    pending = [event for event in custody if not _is_sealed(event, size)]
    if pending or checkpoint is None:
        raise NotYetSealed(lot=lot.code, pending=len(pending))
    seen = {event.id: event for event in [*custody, *events_by_id(_context_ids(lots, origins))]}
    registered = [event for event in events_by_id(_party_ids(seen.values())) if event.id not in seen]
    known = [*seen.values(), *registered]
    # leaves of a log that has ended are believed for the entry by which this one continues it
    events = [*known, *_enrolled(known, size, lot.code), *continuations()]
    return _packed(lot, origins, events, _disclose(events, audience or actor), checkpoint)


def _enrolled(events: Sequence[Positioned], size: int, lot: str) -> list[Positioned]:
    """Return the enrolments and revocations of devices; without the first a signature could not be checked."""
    found = enrolments_for(events)
    pending = [event for event in found if event.kind.startswith("device.enrolled.") and not _is_sealed(event, size)]
    if pending:
        raise NotYetSealed(lot=lot, pending=len(pending))
    return found


def _origins(lot: Lot) -> list[Origin]:
    return list(Origin.objects.filter(lot=lot.code).order_by("place", "dug_on", "custody_model"))


def _is_sealed(event: Positioned, size: int) -> bool:
    return event.position is not None and event.position < size


def _custody_ids(lots: Iterable[str]) -> set[int]:
    return set(LotEvent.objects.filter(lot__in=lots).values_list("event_id", flat=True))


def _context_ids(lots: Iterable[str], origins: Iterable[Origin]) -> set[int]:
    """Return events that registered the origin places, decided or saw something there, or flagged them or the lots."""
    places = {origin.place for origin in origins}
    registered = Place.objects.filter(code__in=places).values_list("event_id", flat=True)
    stated = Standing.objects.filter(subject__in=places).values_list("event_id", flat=True)
    flagged = Flag.objects.filter(Q(subject__in=places) | Q(subject__in=lots))
    flags = flagged.values_list("event_id", "cleared_event_id")
    return {*registered, *stated} | {number for pair in flags for number in pair if number}


def _disclose(events: Iterable[Positioned], actor: Actor) -> dict[int, Disclosed]:
    """Return what the actor is shown of each event, by event id."""
    events = list(events)
    openings = openings_of(event.key for event in events)
    return {event.id: disclosed(event, openings.get(event.key, ()), actor, where=PACK) for event in events}


def _party_ids(events: Iterable[Positioned]) -> set[int]:
    """Return events that registered the parties which these leaves name in the open.

    A party that stands behind a commitment is left out, whoever asks: its registration would tell everybody who it is.
    """
    named = {event.party for event in events}
    named |= {each for event in events for each in _texts(event.facts) if codes.is_code(each, codes.PARTY)}
    return set(Party.objects.filter(code__in=named).values_list("event_id", flat=True))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _packed(
    lot: Lot,
    origins: Sequence[Origin],
    events: Sequence[Positioned],
    shown: dict[int, Disclosed],
    checkpoint: Checkpoint,
) -> bytes:
    sealed = [event for event in events if _is_sealed(event, checkpoint.size)]
    positions = [int(event.position or 0) for event in sealed]
    entries = [(position, event.entry) for position, event in zip(positions, sealed, strict=True)]
    openings = [
        Opening(position, opening.group, bytes(opening.hmac_key), shown[event.id].opened[opening.group])
        for position, event in zip(positions, sealed, strict=True)
        for opening in shown[event.id].openings
    ]
    erased = sorted(
        [position, group] for position, event in zip(positions, sealed, strict=True) for group in shown[event.id].erased
    )
    statement = _statement(lot, origins, checkpoint.size, erased, not_yet_sealed=len(events) - len(sealed))
    proofs = inclusion_proofs(positions, checkpoint.size)
    return build_pack(entries, proofs, openings, checkpoint.note, statement, signer())


def _statement(
    lot: Lot, origins: Iterable[Origin], size: int, erased: Sequence[Any], *, not_yet_sealed: int
) -> dict[str, Any]:
    """Return what the pack says of itself; the verifier checks that the origins add up to the mass.

    Neither for whom nor when it was made stands here: it would be a second pack that says the same. `erased` lists the
    groups, by index, that nobody can open any more; that they are erased and not withheld is our word.
    """
    return {
        "v": STATEMENT_VERSION,
        "about": {"lot": lot.code},
        "as_of_size": size,
        "erased": list(erased),
        "not_yet_sealed": not_yet_sealed,
        "lot": {
            "code": lot.code,
            "mineral": lot.mineral,
            "mass_g": lot.mass_g,
            "origins": [
                {
                    "place": origin.place,
                    "dug_on": origin.dug_on.isoformat(),
                    "custody_model": origin.custody_model,
                    "grams": origin.grams,
                }
                for origin in origins
            ],
        },
    }
