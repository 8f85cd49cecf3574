"""Whether somebody may be told: asked of the one access layer when news is told, when it is sent and when it is read.

Who judges a subject is found by the first letter of its code; what has no judge is told to nobody. A judge loads what
it needs for all subjects and readers at once, so that a thousand lines ask no more questions than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ledger import codes
from ledger.custody.models import Consignment
from ledger.custody.seeing import lots_through_hands
from ledger.deeds.entries import Actor
from ledger.parties import access
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.seeing import how_seen
from ledger.telling.kinds import told_of
from ledger.telling.models import News

Judge = Callable[[Actor, News], bool]
Loader = Callable[[set[str], set[str]], Judge]
"""Takes the codes of subjects and the parties of readers; returns who judges them."""
LOADERS: dict[str, Loader] = {}
COUNTRY = ""


def judges(letter: str) -> Callable[[Loader], Loader]:
    """Register who judges subjects whose codes begin with a letter."""

    def register(loader: Loader) -> Loader:
        LOADERS[letter] = loader
        return loader

    return register


class Sight:
    """What a number of readers may see of a number of news."""

    def __init__(self, news: Iterable[News], actors: Iterable[Actor]) -> None:
        parties = {actor.party for actor in actors if actor.party}
        subjects: dict[str, set[str]] = {}
        for each in news:
            subjects.setdefault(_letter(each.subject), set()).add(each.subject)
        self.judges = {
            letter: LOADERS[letter](found, parties) for letter, found in subjects.items() if letter in LOADERS
        }

    def sees(self, actor: Actor, news: News) -> bool:
        """Say whether an actor may be told this; without a role nobody is told anything."""
        told = told_of(news.kind)
        judge = self.judges.get(_letter(news.subject))
        return bool(actor.roles and told and judge and told.only(actor, news) and judge(actor, news))


def _letter(subject: str) -> str:
    return COUNTRY if len(subject) == 2 else subject[:1]


@judges(codes.LOT)
def _lots(found: set[str], parties: set[str]) -> Judge:
    """A lot is told to who sees it: overseers, and through whose party's hands it went."""
    handled = lots_through_hands(parties, found)
    return lambda actor, news: access.sees_everything(actor) or (actor.party, news.subject) in handled


@judges(codes.PLACE)
def _places(found: set[str], parties: set[str]) -> Judge:
    """A mine site is told to whoever may open the register; a depot's or plant's affairs are its party's."""
    places = Place.objects.in_bulk(found)

    def judge(actor: Actor, news: News) -> bool:
        place = places.get(news.subject)
        if place is None:
            return False
        if place.kind == MINE_SITE:
            return access.may_read_sites(actor)
        return access.sees_trade_of_party(actor, place.party or "")

    return judge


@judges(codes.PARTY)
def _parties(found: set[str], parties: set[str]) -> Judge:
    """What the register says of a party is told to its readers; what is noticed about it, to itself and overseers."""

    def judge(actor: Actor, news: News) -> bool:
        if _stands_open(news):
            return access.may_read_parties(actor)
        return access.sees_trade_of_party(actor, news.subject)

    return judge


@judges(codes.CONSIGNMENT)
def _consignments(found: set[str], parties: set[str]) -> Judge:
    """A consignment is told to both sides and overseers."""
    roads: dict[str, Any] = Consignment.objects.in_bulk(found)

    def judge(actor: Actor, news: News) -> bool:
        road = roads.get(news.subject)
        return road is not None and access.sees_consignment(actor, (road.from_party, road.to_party))

    return judge


@judges(codes.INCIDENT)
def _incidents(found: set[str], parties: set[str]) -> Judge:
    """A case is told to whoever sees it, in full or in short; nothing of who reported it is told to anybody (WB-01)."""
    cases: dict[str, Any] = Incident.objects.in_bulk(found)

    def judge(actor: Actor, news: News) -> bool:
        case = cases.get(news.subject)
        return case is not None and how_seen(actor, case) is not None

    return judge


@judges(codes.LICENCE)
def _licences(found: set[str], parties: set[str]) -> Judge:
    return lambda actor, news: access.may_read_licences(actor)


@judges(COUNTRY)
def _countries(found: set[str], parties: set[str]) -> Judge:
    """What adds up over a whole country is told to overseers; what was published, to everybody."""
    return lambda actor, news: access.sees_everything(actor) or _stands_open(news)


def _stands_open(news: News) -> bool:
    told = told_of(news.kind)
    return told is not None and told.stands_open
