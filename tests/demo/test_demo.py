"""The demo world: bags through the real deeds, with refusals in it, and one finished blend of blends."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db.models import Sum

from buyers.demo import cast
from buyers.demo.accounts import ACCOUNTS, new_password
from buyers.demo.beginning import begun_on, is_whole
from buyers.demo.diligence import BARRIER, SCALE
from buyers.demo.stocking import ALLOCATED, BOOKLET, SERIES
from buyers.demo.trading import FINISHED
from ledger.custody.models import Consignment, Edge, Hold, Lot, Origin, Tag
from ledger.custody.stock_models import Proposal
from ledger.custody.tags.reconciling import account_of
from ledger.inbox.models import InboxEntry
from ledger.log.models import EventKey, Pending
from ledger.log.reading import events_by_id, last_checkpoint
from ledger.parties.models import Place, User
from ledger.risk.conflict.models import Cahra, ConflictEvent
from ledger.risk.engine import look_at_places
from ledger.risk.incidents.models import Incident, IncidentStep
from ledger.risk.models import Flag
from ledger.risk.screening.models import Hit
from ledger.telling.models import Notice
from tests.demo.conftest import demo

pytestmark = pytest.mark.django_db
"""Marks alone tell that a database is wanted; the world itself is played once, for the whole file."""


def lot(name: str) -> Lot:
    return Lot.objects.get(code=cast.code("P", name))


def grams_by_site(code: str) -> dict[str, int]:
    names = dict(Place.objects.values_list("code", "name"))
    found = Origin.objects.filter(lot=code).values_list("place").annotate(grams=Sum("grams"))
    return {names.get(place, place): grams for place, grams in found}


def flags_of(subject: str) -> set[tuple[str, str]]:
    return set(Flag.objects.filter(subject=subject, cleared_on=None).values_list("rule", "severity"))


def test_the_finished_lots_origins_add_up_to_its_mass(played):
    finished = lot(FINISHED)

    grams = grams_by_site(finished.code)

    assert sum(grams.values()) == finished.mass_g > 1_000_000
    assert set(grams) == {cast.MILLE, cast.KABOMBO, cast.FONDERIE, cast.MILEMBWE}


def test_the_finished_lot_is_a_blend_of_blends_on_its_way_to_the_buyer(played):
    finished = lot(FINISHED)

    parents = Edge.objects.filter(child=finished.code).values_list("parent", flat=True)

    assert len(parents) == 3
    assert all(Edge.objects.filter(child=parent).exists() for parent in parents)
    assert finished.state == "in_transit"
    assert Consignment.objects.get(code=finished.consignment).to_party == cast.SMELTER


def test_one_of_its_sites_is_amber_and_none_is_red(played):
    sites = Place.objects.filter(name__in=grams_by_site(lot(FINISHED).code), kind="mine_site")

    severities = {site.name: {severity for _, severity in flags_of(site.code)} for site in sites}

    assert severities == {cast.MILLE: set(), cast.KABOMBO: set(), cast.FONDERIE: set(), cast.MILEMBWE: {"warn"}}
    assert flags_of(lot(FINISHED).code) == set()


def test_a_backdated_red_order_reaches_the_lot_made_before_it(played):
    assert ("MINE-02", "stop") in flags_of(lot("rival 1").code)


def test_a_gain_beyond_tolerance_is_of_unknown_origin(played):
    gained = lot("rival 1")

    grams = grams_by_site(gained.code)

    assert grams["UNKNOWN"] > 0
    assert sum(grams.values()) == gained.mass_g


def test_some_hundred_bags_were_tagged(played):
    assert Tag.objects.filter(state="used").count() > 300
    assert Tag.objects.filter(state="issued").exists()


@pytest.mark.parametrize(
    "code",
    [
        "tag_already_used",
        "tag_of_other_place",
        "site_may_not_produce",
        "not_from_producer",
        "not_your_place",
        "not_holder",
        "mass_mismatch",
    ],
)
def test_refusals_are_kept(played, code):
    assert InboxEntry.objects.filter(status="refused", code=code).exists()


def test_of_two_tags_read_twice_one_lot_is_still_on_hold_and_one_was_released(played):
    twice = [row.reason["lot"] for row in InboxEntry.objects.filter(code="tag_already_used")]

    assert sorted(Lot.objects.filter(code__in=twice).values_list("on_hold", flat=True)) == [False, True]


def test_a_purchase_that_came_before_its_tagging_waited_and_was_recorded(played):
    assert lot("late").holder == cast.COMPTOIR
    assert not InboxEntry.objects.filter(status="waiting").exists()


def test_all_is_sealed_and_risk_has_looked_at_all(played):
    assert not Pending.objects.exists()
    assert last_checkpoint().size == EventKey.objects.filter(outcome="recorded").count()
    dug = {place for place in Origin.objects.values_list("place", flat=True) if place.startswith("S")}
    assert look_at_places(dug, begun_on()) == 0


def test_every_account_signs_in_with_what_is_printed(played):
    printed = dict(re.findall(r"^  ([a-z-]+) +((?:[0-9a-z]{4}-){2}[0-9a-z]{4}) ", played, re.MULTILINE))

    assert printed.keys() == {account.name for account in ACCOUNTS}
    for name, password in printed.items():
        assert authenticate(username=name, password=password) is not None
        assert authenticate(username=name, password=new_password()) is None


def test_passwords_are_readable_by_their_owner_alone(played, own_home):
    assert (own_home / "demo_accounts").stat().st_mode & 0o777 == 0o600


def test_the_finished_lots_address_is_printed(played, settings):
    code = lot(FINISHED).code

    assert f"{settings.TAG_URL_PREFIX}/lots/{code}/" in played
    assert f"{settings.TAG_URL_PREFIX}/t/{code}" in played


def test_a_second_call_prints_the_same_and_adds_nothing(played):
    before = EventKey.objects.count(), User.objects.count(), Notice.objects.count()

    again = demo()

    assert again == played
    assert (EventKey.objects.count(), User.objects.count(), Notice.objects.count()) == before
    assert is_whole()


def test_deeds_are_past_and_the_demo_keeps_its_first_day(played):
    assert date.today() - timedelta(days=1) <= begun_on() <= date.today() + timedelta(days=1)


def test_its_trade_is_between_licensed_hands(played):
    deeds = EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True)
    judged = [
        answer
        for event in events_by_id(list(deeds))
        if event.kind.startswith(("lot.bought.", "consignment."))
        for answer in event.envelope["resolved"].get("licences", [])
    ]

    assert len(judged) > 300
    assert {each["answer"] for each in judged if each["act"] != "store"} == {"yes"}


def test_what_takes_two_people_waits_for_the_second(played):
    waiting = set(Proposal.objects.filter(state="waiting").values_list("kind", flat=True))

    assert waiting == {"tag.issued.v1", "stock.counted.v1"}


def test_its_tags_are_accounted_for(played):
    account = account_of(SERIES, cast.MANONO, date(2000, 1, 1), date(2100, 1, 1))

    assert (account.came["received"], account.issued, account.closing) == (ALLOCATED, BOOKLET, ALLOCATED)


def test_its_washing_wins_no_metal(played):
    assert lot("concentrate").mass_g > 0
    worries = Flag.objects.filter(rule__in=("WGT-04", "MB-01"), cleared_on=None)
    assert list(worries.values_list("subject", "evidence")) == []


def case(name: str) -> Incident:
    return Incident.objects.get(code=cast.code("N", name))


def site(name: str) -> str:
    return Place.objects.get(kind="mine_site", name=name).code


def test_a_case_of_level_three_was_closed_and_published_in_time(played):
    scale = case(SCALE)

    assert (scale.level, scale.state, scale.outcome, scale.over) == (3, "closed", "resolved", [])
    assert scale.published_on is not None
    assert "Manono" not in scale.public_summary


def test_a_case_of_level_two_is_open_with_a_reply_and_a_plan_on_its_way(played):
    barrier = case(BARRIER)

    steps = IncidentStep.objects.filter(incident=barrier.code)
    assert (barrier.level, barrier.state, barrier.over) == (2, "open", [])
    assert barrier.replied == [cast.RIVALS]
    assert sorted(step.done_on is None for step in steps) == [False, True, True]


def test_one_of_its_lots_waits_and_another_goes_on_under_seal_by_somebody_else(played):
    waits, sealed = Hold.objects.filter(rule="INC-04").order_by("event_id")

    assert (waits.seals, waits.ended_on) == (None, None)
    assert len(sealed.seals) == 2
    assert Lot.objects.get(code=waits.lot).on_hold
    assert not Lot.objects.get(code=sealed.lot).on_hold


def test_conflict_is_near_two_sites_and_no_area_has_a_distance(played):
    assert ConflictEvent.objects.filter(source="demo_invented").count() == 5
    assert ConflictEvent.objects.filter(where_prec=4).count() == 1
    assert ("CONF-01", "warn") in flags_of(site(cast.SENGWE)) & flags_of(site(cast.LULA))
    assert not Flag.objects.filter(rule__in=("CONF-01", "CONF-04"), severity="hold").exists()
    assert Cahra.objects.get().rationale


def test_one_party_has_a_hit_that_nobody_has_looked_at(played):
    hit = Hit.objects.get()

    assert (hit.party, hit.state, hit.decided_on) == (cast.RIVALS, "open", None)


def test_the_depot_explained_a_flag_and_another_was_a_false_alarm(played):
    explained = Flag.objects.get(subject=site(cast.MILEMBWE), rule="PLAU-06")
    answered = Flag.objects.get(subject=site(cast.LWELA), rule="CONF-01")

    assert len(explained.explained_by) == 1 and explained.cleared_on is None
    assert answered.verdict == "false" and answered.cleared_on >= answered.raised_on


def test_inboxes_are_not_empty_and_hold_no_old_news(played):
    kinds = {(notice.user.username, notice.news.kind) for notice in Notice.objects.select_related("user", "news")}

    assert {("programme", "incident.reported.v1"), ("buyer", "flag.explained.v1")} <= kinds
    assert not {kind for _, kind in kinds if kind.startswith("site.status_decided.")}
