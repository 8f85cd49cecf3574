"""What the public sees of a tag or lot: known, used, void or lost; mineral, country, month, scheme. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ledger import codes
from ledger.custody.models import Lot, Origin, Tag
from ledger.custody.seeing import tag_by_code
from ledger.custody.tags.showing import public_state
from ledger.log.reading import events_by_id
from ledger.parties.kinds import PROGRAMME
from ledger.parties.models import Party, Place


@dataclass(frozen=True)
class PublicAnswer:
    """All that anybody may know of a code (ARCHITECTURE §8). `state` is a tag's state, or "lot" for a lot's code."""

    state: str
    countries: tuple[str, ...] = ()
    mineral: str | None = None
    month: date | None = None
    scheme: str | None = None


def stored_form(typed: str) -> str:
    """Return a code as it is stored: foreign numbers as they are, ours without dashes and in capitals."""
    return typed if ":" in typed else codes.normal(typed)


def answer_for(code: str) -> tuple[PublicAnswer | None, str | None]:
    """Return the public answer about a code (None if nobody knows it), and the lot behind it."""
    if codes.is_code(code, codes.LOT):
        lot = Lot.objects.filter(code=code).first()
        return (_of_lot(lot, "lot", _scheme(lot.event_id)), code) if lot else (None, None)
    tag = tag_by_code(code)
    return (_of_tag(tag), tag.lot) if tag else (None, None)


def _of_tag(tag: Tag) -> PublicAnswer:
    scheme = tag.code.split(":", 1)[0] if ":" in tag.code else _scheme(tag.event_id)
    lot = Lot.objects.filter(code=tag.lot).first() if tag.lot else None
    if lot:
        return _of_lot(lot, public_state(tag.state), scheme)
    return PublicAnswer(public_state(tag.state), _countries([tag.place]), scheme=scheme)


def _of_lot(lot: Lot, state: str, scheme: str | None) -> PublicAnswer:
    places = Origin.objects.filter(lot=lot.code).values_list("place", flat=True).distinct()
    month = lot.opened_on.replace(day=1)
    return PublicAnswer(state, _countries(list(places)), lot.mineral, month, scheme)


def _countries(places: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(Place.objects.filter(code__in=places).values_list("country", flat=True))))


def _scheme(event_id: int) -> str | None:
    """Return the name of the programme under which an event was entered; other parties are not named."""
    parties = {event.party for event in events_by_id([event_id])}
    programme = Party.objects.filter(code__in=parties, kind=PROGRAMME).first()
    return programme.name if programme else None
