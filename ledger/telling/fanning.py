"""Fan out: events become news, and news reach whoever wants them and may see them. Nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import connection

from ledger.log.follow import follow
from ledger.log.models import Cursor, LogState
from ledger.log.reading import Positioned
from ledger.reference.parameters import parameter
from ledger.telling.kinds import Said, told_of
from ledger.telling.looking import Around, around, look
from ledger.telling.models import AT_ONCE, NO, News
from ledger.telling.mornings import next_morning
from ledger.telling.readers import MAIL_RANK, Wish, Wishes, wishes_for
from ledger.telling.seeing import Sight
from ledger.telling.severity import weighs_enough

FOLLOWER = "telling"
TELL = """
    INSERT INTO ledger_notice (news_id, user_id) SELECT * FROM unnest(%s::uuid[], %s::bigint[])
    ON CONFLICT DO NOTHING"""
SEND = """
    INSERT INTO ledger_delivery (message, news_id, user_id, endpoint_id, next_at, state, attempts, tries, made_at)
    SELECT *, 'waiting', 0, 0, now()
    FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::uuid[], %s::timestamptz[]) ON CONFLICT DO NOTHING"""


@dataclass(frozen=True)
class Copy:
    """News for one reader: in the inbox, by mail, to an endpoint."""

    news: News
    wish: Wish

    @property
    def message(self) -> UUID:
        """The id that stays the same however often it is sent."""
        user, endpoint = self.wish.reader
        return uuid5(self.news.key, f"user:{user}" if user else f"endpoint:{endpoint}")


def tell_new() -> int:
    """Tell what is new in the log; resumes at its own cursor. What was there before the first time is no news."""
    size = LogState.objects.filter(id=1).values_list("size", flat=True).first() or 0
    Cursor.objects.get_or_create(name=FOLLOWER, defaults={"position": size})
    return follow(FOLLOWER, tell)


def tell(events: Sequence[Positioned]) -> None:
    """Tell a batch: the same number of questions for one event and one reader as for thousands."""
    mapped = [event for event in events if told_of(event.kind)]
    if mapped:
        hand_out(news_of(mapped))


def news_of(events: Sequence[Positioned]) -> list[tuple[News, Around]]:
    """Return what these events say, each with what lies around its subject."""
    looked, found = look(events), []
    for event in events:
        told = told_of(event.kind)
        for said in told.says(event, looked) if told else ():
            near = around(said.subject, looked)
            own = near.own if told and told.tells_owner(said.subject) else frozenset()
            found.append((_news(event, said), Around(near.topics, own)))
    return found


def hand_out(found: Sequence[tuple[News, Around]]) -> None:
    """Keep news that somebody wants and may see, and put it where they want it."""
    topics = {topic for _, near in found for topic in near.topics}
    wishes = wishes_for(topics, {party for _, near in found for party in near.own})
    sight = Sight([news for news, _ in found], {wish.actor for wish in wishes.all()})
    keep([copy for news, near in found for copy in _copies(news, near, wishes, sight)], wishes.zones)


def keep(copies: Sequence[Copy], zones: dict[str, str]) -> None:
    """Write news, notices and deliveries; what is there already stays as it is."""
    noticed = [copy for copy in copies if copy.wish.user and copy.wish.in_app]
    sent = [copy for copy in copies if copy.wish.endpoint or _by_mail(copy.wish)]
    told = {copy.news.key: copy.news for copy in (*noticed, *sent)}
    News.objects.bulk_create(told.values(), ignore_conflicts=True)
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        if noticed:
            cursor.execute(TELL, [[copy.news.key for copy in noticed], [copy.wish.user for copy in noticed]])
        if sent:
            columns = [
                [copy.message for copy in sent],
                [copy.news.key for copy in sent],
                [copy.wish.user for copy in sent],
                [copy.wish.endpoint for copy in sent],
                [_due(copy.wish, now, zones) for copy in sent],
            ]
            cursor.execute(SEND, columns)


def _copies(news: News, near: Around, wishes: Wishes, sight: Sight) -> Iterable[Copy]:
    """Return one copy for each reader who wants this and may see it; of several wishes the most eager counts."""
    wanted: dict[tuple[int | None, object], Wish] = {}
    for wish in wishes.about(near.topics, near.own):
        if weighs_enough(news.severity, wish.least):
            known = wanted.get(wish.reader)
            wanted[wish.reader] = _both(known, wish) if known else wish
    return [Copy(news, wish) for wish in wanted.values() if sight.sees(wish.actor, news)]


def _both(one: Wish, other: Wish) -> Wish:
    by_mail = max(one.by_mail, other.by_mail, key=lambda pace: MAIL_RANK[pace])
    return replace(one, in_app=one.in_app or other.in_app, by_mail=by_mail)


def _by_mail(wish: Wish) -> bool:
    return bool(settings.MAIL_IS_SET and wish.address and wish.by_mail != NO)


def _due(wish: Wish, now: datetime, zones: dict[str, str]) -> datetime:
    if wish.endpoint or wish.by_mail == AT_ONCE:
        return now
    return next_morning(now, zones.get(wish.actor.party, "UTC"), parameter("digest_hour", now.date()))


def _news(event: Positioned, said: Said) -> News:
    envelope = event.envelope
    return News(
        key=uuid5(NAMESPACE_URL, f"news:{event.key}:{said.subject}"),
        position=event.position,
        event_id=event.id,
        kind=event.kind,
        subject=said.subject,
        severity=said.severity,
        terms=dict(said.terms),
        happened_at=datetime.fromisoformat(envelope["happened_at"]),
        recorded_at=datetime.fromisoformat(envelope["recorded_at"]),
    )
