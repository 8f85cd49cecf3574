"""Does it: asked for, recorded, emptied; each step durable before the next, so that a crash in between loses nothing.

An erasure is kept as a row from the moment it is asked for until all of it is done. The event comes first and says how
much will go; then it goes. Whoever comes by - the command, the page, the inbox's own clock - goes on with what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from ledger.deeds.batches import enter
from ledger.deeds.entries import SYSTEM, Actor, Entry
from ledger.deeds.system import system_entry
from ledger.inbox import erased
from ledger.inbox.consequences import after_record
from ledger.inbox.forgetting.accounts import close_accounts, users_of
from ledger.inbox.forgetting.erasing import AGAIN, GROUPS, KIND, LEFT
from ledger.inbox.forgetting.finding import Found, Sought, find, find_among, papers_of, speaks_on
from ledger.inbox.forgetting.models import Erasure, Forgotten
from ledger.log.erasing import AFTER_ERASING, erase
from ledger.log.follow import follow
from ledger.log.models import Cursor, LogState
from ledger.log.reading import Positioned, openings_of
from ledger.papers.keeping import erase_paper
from ledger.parties.models import Party

FOLLOWER = "forgetting"
MOST_ROUNDS = 5
"""What is entered about somebody while they are being forgotten is found in the next round, or by the follower."""


def forget(whom: Sought, reason: str, actor: Actor) -> int:
    """Forget a party that is a person; return how many openings were emptied. Given again, it does what is left."""
    emptied, first = 0, True
    for _ in range(MOST_ROUNDS):
        asked = _ask(whom, reason, actor, first=first)
        emptied += go_on()
        if not asked:
            break
        first = False
    close_accounts(whom.party)
    return emptied


def named(party: str) -> Sought:
    """Return whom to look for by code and accounts alone."""
    return Sought(party, users_of(party))


def _ask(whom: Sought, reason: str, actor: Actor, *, first: bool) -> bool:
    """Keep what is to be emptied; say whether there is anything. The first time it is said even of nothing."""
    now = datetime.now(UTC)
    with transaction.atomic():
        # deeds about a party lock it: none of them runs beside this one
        Party.objects.select_for_update().get(code=whom.party)
        _begin_to_follow()
        _, new = Forgotten.objects.get_or_create(party=whom.party, defaults={"since": now.date()})
        asked = {(key, group) for each in Erasure.objects.all() for key, group in each.items}
        found = [each for each in find(whom) if (each.key, each.group) not in asked]
        if not found and not (first and new):
            return False
        _keep(whom.party, reason, actor, found, now)
    return True


def take_over(whom: Sought, since: date) -> None:
    """Go on with somebody whom an event of before names: nothing new is recorded where nothing is left to erase."""
    now = datetime.now(UTC)
    with transaction.atomic():
        Party.objects.select_for_update().get(code=whom.party)
        _begin_to_follow()
        Forgotten.objects.get_or_create(party=whom.party, defaults={"since": since})
        found = find(whom)
        if found:
            _keep(whom.party, LEFT, SYSTEM, found, now)


def _keep(party: str, reason: str, actor: Actor, found: Sequence[Found], now: datetime) -> None:
    Erasure.objects.create(
        key=uuid4(),
        party=party,
        reason=reason,
        actor=actor.id,
        actor_party=actor.party,
        asked_at=now,
        items=[[each.key, each.group] for each in found],
        papers=papers_of(found),
    )


def _begin_to_follow() -> None:
    """Follow from here on: the search that comes now sees all that was recorded before."""
    if not Forgotten.objects.exists():
        size = LogState.objects.filter(id=1).values_list("size", flat=True).first() or 0
        Cursor.objects.update_or_create(name=FOLLOWER, defaults={"position": size})


@after_record(KIND)
def make_up() -> None:
    """Do what a crash left out."""
    go_on()


def go_on() -> int:
    """Do what was asked for and is not done, and look whether new entries speak of who is forgotten."""
    if Forgotten.objects.exists():
        follow(FOLLOWER, look)
    emptied = 0
    for key in Erasure.objects.order_by("asked_at", "key").values_list("key", flat=True):
        _record(key)
        emptied += _empty(key)
    erased.refuse_emptied()
    return emptied


def _record(key: object) -> None:
    """Let the log say that openings are erased, once, whoever comes by."""
    asked = Erasure.objects.filter(key=key).first()
    if asked is None:
        return
    items = [(each, group) for each, group in asked.items]
    said = {group: sum(named == group for _, named in items) for group in GROUPS}
    facts = {"reason": asked.reason, **said, "entries": len({each for each, _ in items}), "papers": len(asked.papers)}
    entry = system_entry(str(asked.key), KIND, facts, asked.asked_at)
    enter([_by(entry, asked)])


def _by(entry: Entry, asked: Erasure) -> Entry:
    """Let the entry be that of whoever asked for it."""
    if asked.actor != SYSTEM.id:
        entry.actor = Actor(asked.actor, asked.actor_party)
    return entry


def _empty(key: object) -> int:
    """Empty what an erasure names, then take away what was made of it; only then it is done with."""
    try:
        with transaction.atomic():
            asked = Erasure.objects.select_for_update().filter(key=key).first()
            if asked is None:
                return 0
            # files first: should this stop halfway, the erasure still says which are left
            for paper in asked.papers:
                erase_paper(paper)
            keys = sorted({each for each, _ in asked.items})
            # before the openings: an entry that waits must not be sealed again from what was read of it
            erased.refuse_waiting(keys)
            emptied = erase((each, group) for each, group in asked.items)
            erased.blank_words(keys)
    except IntegrityError:
        # an entry that waited was recorded at this very moment: the clock comes again and finds an event
        return 0
    for gone in AFTER_ERASING:
        gone(asked.party, str(asked.key))
    Erasure.objects.filter(key=key).delete()
    return emptied


def look(events: Sequence[Positioned]) -> None:
    """Ask for the erasure of what new entries hide about persons who are forgotten; twice asked is once done."""
    codes = list(Forgotten.objects.values_list("party", flat=True))
    hiding = [event for event in events if {*GROUPS} & event.envelope["commitments"].keys()]
    if not codes or not hiding:
        return
    openings = openings_of(event.key for event in hiding)
    for code in codes:
        word = code.encode()
        said = [
            event.key
            for event in hiding
            if word in event.entry
            or speaks_on(event.kind)
            or any(word in bytes(each.value) for each in openings.get(event.key, ()))
        ]
        found = find_among(named(code), said) if said else []
        if found:
            _keep(code, AGAIN, SYSTEM, found, datetime.now(UTC))
