"""Nobody is told what they may not see: every mapped kind, for every role of two rivals and the programme."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from ledger import codes
from ledger.custody.seeing import lots_seen_by, lots_through_hands
from ledger.deeds.batches import enter
from ledger.deeds.facts import read_all
from ledger.deeds.kinds import KINDS
from ledger.deeds.sealing import split_groups
from ledger.deeds.system import system_entry
from ledger.log.reading import Positioned
from ledger.parties import roles
from ledger.parties.access import actor_of, sees_everything
from ledger.risk.incidents.models import Incident
from ledger.risk.incidents.seeing import how_seen
from ledger.risk.models import Flag
from ledger.risk.seeing import flags_seen_by
from ledger.risk.tainting.models import Taint
from ledger.telling.delivering import body_of, send_webhooks
from ledger.telling.endpoints import make_endpoint
from ledger.telling.fanning import news_of
from ledger.telling.following import follow
from ledger.telling.kinds import TOLD, told_of
from ledger.telling.letters import message_for
from ledger.telling.models import Delivery, News, Notice
from ledger.telling.seeing import Sight
from ledger.telling.wording import Names, line_of
from tests import make
from tests.make import days_ago, entered, envelope
from tests.telling.receivers import receiver

SECRETS = ("SECRET-CLAIM", "SECRET-NOTE", "SECRET-SLIP", "SECRET-REASON", "987654321")
"""Words in disclosure groups of the events that are told."""
MAPPED = sorted(kind for kind in KINDS if told_of(kind))
FROM_NO_EVENT = {"endpoint.paused.", "endpoint.tried."}


@pytest.fixture
def people(world):
    """Everybody: each role at two rivals, and the programme's own staff."""
    staff = (roles.PROGRAMME_MANAGER, roles.AUDITOR, roles.REGULATOR)
    found = [(role, world.programme_party) for role in staff]
    found += [(role, party) for party in (world.ours.party, world.rivals.party) for role in roles.ROLES]
    return [make.user(role, role, party) for role, party in found]


@pytest.fixture
def things(world):
    """One thing of ours of each letter, and a flag, a finding and a case that are about us."""
    lot = world.lot()
    trade = {"price_minor": 987_654_321, "currency": "USD", "receipt": "SECRET-SLIP"}
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **trade))
    case = make.code(codes.INCIDENT)
    named = {"place": world.site, "parties": [world.ours.party], "lots": [lot], "category": "A2-1.iii"}
    reported = envelope(
        "incident.reported.v1", incident=case, source="ngo", claim="SECRET-CLAIM", since=days_ago(20), **named
    )
    entered(world.regulator, reported)
    return {
        codes.LOT: lot,
        codes.PLACE: world.site,
        codes.PARTY: world.ours.party,
        codes.INCIDENT: case,
        codes.TAG: world.tags[0],
        codes.LICENCE: "R0000001S",
    }


def flag_of(subject: str) -> Flag:
    facts = {"rule": "PLAU-06", "version": 1, "subject": subject, "severity": "warn", "category": "operational"}
    key = str(uuid4())
    enter([system_entry(key, "flag.raised.v1", {**facts, "evidence": {"months": 7, "visited_on": days_ago(300)}})])
    return Flag.objects.get(key=key)


def taint_of(subject: str, why: str) -> Taint:
    facts = {"why": why, "subject": subject, "cause": str(uuid4()), "rule": "MINE-06", "lots": 1, "grams": 45_800}
    key = str(uuid4())
    enter([system_entry(key, "taint.opened.v1", facts)])
    return Taint.objects.get(key=key)


def about(said, things):
    """Let an example speak of our things: codes of the same letter are put in its place."""
    if isinstance(said, dict):
        return {name: about(value, things) for name, value in said.items()}
    if isinstance(said, list):
        return [about(value, things) for value in said]
    return things.get(said[0], said) if isinstance(said, str) and codes.is_code(said) else said


def event_of(kind: str, things: dict[str, str]) -> Positioned:
    """Return an event of a kind as its leaf tells it: its example, about our things, without disclosure groups."""
    facts, _groups = split_groups(
        KINDS[kind], about(read_all(dict(KINDS[kind].schema), KINDS[kind].example, "f"), things)
    )
    if kind.startswith("flag."):
        flag = flag_of(things[codes.PLACE])
        facts |= {"flag": str(flag.key)} if "flag" in facts else {}
    if "taint" in facts:
        facts["taint"] = str(taint_of(things[codes.PLACE], "red_order").key)
    said = {"key": str(uuid4()), "kind": kind, "facts": facts, "resolved": {}, "party": ""}
    now = datetime.now(UTC).isoformat()
    return Positioned(4711, 4711, b"", {**said, "happened_at": now, "recorded_at": now})


def should_see(actor, news: News) -> bool:
    """Say from the pages' own access, without a word of telling, who may read this."""
    subject, letter = news.subject, news.subject[0]
    if news.kind.startswith("hit."):
        return sees_everything(actor)
    if news.kind.startswith("flag."):
        return flags_seen_by(actor).filter(subject=subject).exists()
    if letter == codes.LOT:
        return lots_seen_by(actor).filter(code=subject).exists()
    if letter == codes.INCIDENT:
        return how_seen(actor, Incident.objects.get(code=subject)) is not None
    return True


@pytest.mark.parametrize("kind", MAPPED)
def test_a_kind_is_told_to_those_who_see_its_subject_and_to_nobody_else(world, people, things, kind):
    found = [news for news, _near in news_of([event_of(kind, things)])]
    assert found, f"the example of {kind} tells nothing"

    for user in people:
        actor = actor_of(user)
        sight = Sight(found, [actor])
        for news in found:
            assert sight.sees(actor, news) == should_see(actor, news), (user.username, news.subject)
            line = line_of(news, Names([news.subject]), date(2026, 11, 23))
            assert line.sentence and line.path.startswith("/")
            assert "%(" not in line.sentence


@pytest.mark.parametrize("kind", MAPPED)
@pytest.mark.django_db
def test_without_a_role_nothing_is_told(world, things, kind):
    nobody = make.user("nobody", roles.BUYER, world.ours.party)
    nobody.roles.all().delete()
    actor = actor_of(nobody)

    for news, _near in news_of([event_of(kind, things)]):
        assert not Sight([news], [actor]).sees(actor, news)


def test_every_line_of_the_table_is_met_by_a_kind_that_there_is():
    empty = {told.kind for told in TOLD if not any(kind.startswith(told.kind) for kind in KINDS)}

    assert empty - FROM_NO_EVENT == set()


def test_what_hands_see_and_what_lots_see_is_the_same(world, people):
    """The judge of many lots at once answers as the lists of lots do."""
    lots = [world.bought(), world.bought(by=world.rivals), world.lot()]
    sent = world.bought()
    world.dispatched(sent)
    actors = [actor_of(user) for user in people]
    handled = lots_through_hands({actor.party for actor in actors}, [*lots, sent])

    for actor in actors:
        if not sees_everything(actor):
            seen = set(lots_seen_by(actor).values_list("code", flat=True))
            assert {lot for party, lot in handled if party == actor.party} == seen


@pytest.mark.parametrize(("why", "rival_is_told"), [("red_order", True), ("incident", False), ("hit", False)])
def test_that_ore_is_followed_does_not_tell_of_cases_that_one_does_not_see(world, people, tell, why, rival_is_told):
    tell()
    rival, auditor = make.user("r", roles.BUYER, world.rivals.party), make.user("a", roles.AUDITOR, world.agency)
    for reader in (rival, auditor):
        follow(actor_of(reader), reader, world.site)
    taint_of(world.site, why)
    tell()

    assert Notice.objects.filter(user=rival).exists() == rival_is_told
    assert Notice.objects.filter(user=auditor).exists()


def test_a_publication_leads_nobody_to_its_place(world, tell, things):
    reader = make.user("r", roles.BUYER, world.rivals.party)
    tell()
    follow(actor_of(reader), reader, world.site)
    event = event_of("incident.published.v1", things)

    ((news, near),) = news_of([event])

    assert news.subject == "CD" and world.site not in near.topics
    assert things[codes.INCIDENT] not in json.dumps(news.terms)


def test_no_byte_that_leaves_the_house_holds_what_its_reader_may_not_see(world, people, told_from_now, settings):
    settings.WEBHOOK_LOCALHOST, settings.MAIL_IS_SET = True, True
    for user in people:
        user.email = f"{user.username}@people.example"
        user.save()
        follow(actor_of(user), user, "*", by_mail="at_once")
    with receiver() as theirs:
        rival = next(each for each in people if each.roles.get().party == world.rivals.party)
        made, _ = make_endpoint(uuid4(), actor_of(rival), rival, theirs.url, "info", own=True)
        made.follows.create(topic="*", begun_at=datetime.now(UTC))
        lot, case = secretly_troubled(world)
        told_from_now()
        send_webhooks()

    assert Notice.objects.exists() and Delivery.objects.filter(user__isnull=False).exists()
    for user in people:
        actor, client = actor_of(user), Client()
        client.force_login(user)
        page = client.get("/inbox/").content.decode()
        mine = Delivery.objects.filter(user=user).select_related("news")
        letter = message_for(user, [each.news for each in mine], "n").body if mine else ""
        for secret in SECRETS:
            assert secret not in page + letter, (user.username, secret)
        hidden = [] if lots_seen_by(actor).filter(code=lot).exists() else [lot, codes.shown(lot)]
        if how_seen(actor, Incident.objects.get(code=case)) is None:
            hidden += [case, codes.shown(case)]
        for code in hidden:
            assert code not in page + letter, (user.username, code)
    sent = b"".join(body for _, body in theirs.came).decode()
    assert lot not in sent and case not in sent
    assert not any(secret in sent for secret in SECRETS)


def secretly_troubled(world) -> tuple[str, str]:
    """Let things happen to ours that hold secrets in every group; return the lot and the case."""
    lot = world.lot()
    trade = {"price_minor": 987_654_321, "currency": "USD", "receipt": "SECRET-SLIP"}
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **trade))
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02", note="SECRET-NOTE"))
    case = make.code(codes.INCIDENT)
    reported = envelope(
        "incident.reported.v1",
        incident=case,
        source="whistle_blower",
        claim="SECRET-CLAIM",
        since=days_ago(20),
        place=world.site,
        parties=[world.ours.party],
        lots=[lot],
        category="A2-1.iii",
    )
    entered(world.programme, reported)
    flag_of(lot)
    flag_of(world.site)
    world.status("red", since=days_ago(2))
    return lot, case


def test_a_message_to_an_endpoint_holds_ids_alone(world, things):
    for kind in MAPPED:
        for news, _near in news_of([event_of(kind, things)]):
            body = json.loads(body_of(Delivery(message=uuid4(), news=news)))
            assert set(body) == {"type", "timestamp", "data"}
            assert not any(isinstance(value, dict | list) for value in body["data"].values()), kind


def test_what_is_noticed_about_a_party_is_not_told_to_it_unasked(world, tell):
    clerk, curious = (make.user(name, roles.DEPOT_CLERK, world.ours.party) for name in ("clerk", "curious"))
    rival = make.user("rival", roles.BUYER, world.rivals.party)
    tell()
    for reader in (curious, rival):
        follow(actor_of(reader), reader, world.ours.party)
    flag_of(world.ours.party)
    tell()

    assert set(Notice.objects.values_list("user", flat=True)) == {curious.pk}
    assert clerk.pk != curious.pk
