"""A miner is registered under a code; who they are is hidden from the first moment and can be erased."""

import json
import logging
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import chain

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ledger.deeds.replay import compare
from ledger.errors import BadEntry
from ledger.inbox.consequences import make_up
from ledger.inbox.models import InboxEntry
from ledger.log.models import EventKey, Opening
from ledger.log.reading import events_by_id, openings_of
from ledger.parties.models import Party
from ledger.reports.disclosing import disclosed
from ledger.reports.evidence import pack_for_lot
from ledger.risk.models import Flag
from ledger.risk.rules import explain
from ledger.standing.models import Standing
from ledger.standing.reading import CARD, MEMBER
from sites.parties.forgetting import forgotten_since
from sites.parties.models import Membership, Person
from sites.parties.under_age import age_on
from tests import make
from tests.make import enter, entered, envelope
from tests.parties.people import CARD as CARD_NUMBER
from tests.parties.people import CHILD, GROWN_UP, NAME, PHONE, forget, person, registered
from tests.served import sequence_all

HIDDEN = (NAME, PHONE, CARD_NUMBER, GROWN_UP, CHILD)


def everything_but_openings() -> str:
    """Return every row of every table except openings, as text."""
    tables = [each for each in connection.introspection.table_names() if each != "ledger_opening"]
    with connection.cursor() as cursor:
        rows = []
        for table in [*tables, "ledger_event"]:
            cursor.execute(f"SELECT * FROM {table}")
            rows += cursor.fetchall()
    return "\n".join(
        value.tobytes().decode("latin-1") if isinstance(value, memoryview) else str(value)
        for value in chain.from_iterable(rows)
    )


def opened(code: str, actor) -> dict:
    """Return what an actor is shown of the registration of a person."""
    (event,) = events_by_id([Party.objects.get(code=code).event_id])
    return disclosed(event, openings_of([event.key])[event.key], actor)


def test_a_miner_stands_in_the_book_under_a_code_and_no_name(world):
    code = registered(world)

    party = Party.objects.get(code=code)
    assert party.name == f"Miner {code[:4]}-{code[4:8]}-{code[8]}"
    assert (party.kind, party.country) == ("miner", "CD")
    told = everything_but_openings()
    assert [hidden for hidden in HIDDEN if hidden in told] == []


def test_the_card_and_the_cooperative_become_standing(world):
    code = registered(world)

    said = {each.topic: each for each in Standing.objects.filter(subject=code)}
    assert said[CARD].value == "carte de creuseur"
    assert (said[CARD].valid_from, said[CARD].valid_to) == (date(2026, 1, 10), date(2027, 1, 9))
    assert said[MEMBER].value == world.cooperative
    assert Membership.objects.get(subject=code).body == world.cooperative


def test_only_who_keeps_the_register_sees_who_a_person_is(world):
    code = registered(world)

    assert opened(code, world.programme).opened["people"]["name"] == NAME
    assert opened(code, world.auditor).withheld == ["people"]
    assert opened(code, world.ours.manager).withheld == ["people"]


def test_typology_and_gender_are_hidden_from_other_traders(world):
    code = registered(world, typology="SEASONAL", gender="female")

    assert opened(code, world.ours.manager).withheld == ["people", "trade"]
    person_row = Person.objects.get(code=code)
    assert (person_row.typology, person_row.gender) == ("SEASONAL", "female")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"cooperative": "Q0000001H"}, "facts.cooperative"),
        ({"born_on": "2027-01-01"}, "facts.born_on"),
        ({"card_kind": None}, "facts.card_kind"),
        ({"card_to": "2025-01-01"}, "facts.card_to"),
        ({"kind": "cooperative"}, "facts.kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(world, changed, field):
    before = EventKey.objects.count(), InboxEntry.objects.count(), Opening.objects.count(), Flag.objects.count()

    (answer,) = enter(world.programme, person(world, **changed))

    assert (answer.status, answer.field, answer.kept) == ("refused", field, False)
    after = EventKey.objects.count(), InboxEntry.objects.count(), Opening.objects.count(), Flag.objects.count()
    assert after == before


def test_a_miner_is_no_organisation(world):
    facts = {"party": make.code("Q"), "name": NAME, "kind": "miner", "country": "CD"}

    (answer,) = enter(world.programme, envelope("party.registered.v1", **facts))

    assert (answer.code, answer.field) == ("register_as_person", "facts.kind")


def test_a_miner_registered_as_an_organisation_long_ago_is_still_replayed(world, monkeypatch):
    from ledger.deeds.kinds import KINDS, deed

    kind = KINDS.pop("party.registered.v1")
    parts = {name: getattr(kind, name) for name in ("about", "schema", "example", "needs", "apply")}
    old = deed("party.registered.v1", **parts)
    facts = {"party": make.code("Q"), "name": "Équipe 4", "kind": "miner", "country": "CD"}
    entered(world.programme, envelope("party.registered.v1", **facts))
    KINDS[old.name] = kind

    assert compare()[1] == {}


# --- MINER-01 ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("MINER-01")
def test_a_child_is_not_registered_and_the_cooperative_is_reported(world):
    sent = person(world, born_on=CHILD)

    (answer,) = enter(world.programme, sent)

    assert (answer.status, answer.code, answer.rule, answer.kept) == ("refused", "under_age", "MINER-01", True)
    assert not Party.objects.filter(code=sent["facts"]["party"]).exists()
    flag = Flag.objects.get(rule="MINER-01")
    assert (flag.subject, flag.category, flag.raised_on) == (world.cooperative, "A2-1.iii", date(2026, 11, 3))
    assert "younger than 18" in explain(flag.rule, flag.severity, flag.evidence, date(2026, 11, 4))


@pytest.mark.rule("MINER-01")
def test_without_a_cooperative_whoever_wanted_to_register_is_reported(world):
    enter(world.programme, person(world, born_on=CHILD, cooperative=None))

    assert Flag.objects.get(rule="MINER-01").subject == world.programme_party


@pytest.mark.rule("MINER-01")
def test_the_refusal_is_kept_and_no_word_about_the_child_is_in_the_clear(world, caplog):
    caplog.set_level(logging.DEBUG)
    enter(world.programme, person(world, born_on=CHILD))

    kept = InboxEntry.objects.get(code="under_age")
    assert set(kept.facts) == {"party", "kind", "country", "cooperative", "card_kind", "card_from", "card_to"}
    assert kept.reason == {"minimum_age": 18, "cooperative": world.cooperative}
    told = everything_but_openings()
    assert [hidden for hidden in HIDDEN if hidden in told or hidden in caplog.text] == []


@pytest.mark.rule("MINER-01")
def test_a_report_that_a_crash_left_out_is_made_up_for_once(world, monkeypatch):
    with monkeypatch.context() as crash:
        crash.setattr("ledger.inbox.receiving.follow", lambda done: None)
        enter(world.programme, person(world, born_on=CHILD))
    assert not Flag.objects.filter(rule="MINER-01").exists()

    make_up()
    make_up()

    assert Flag.objects.filter(rule="MINER-01").count() == 1


@pytest.mark.rule("MINER-01")
def test_sent_again_the_attempt_gets_the_same_answer_and_no_second_flag(world):
    sent = person(world, born_on=CHILD)

    answers = [*enter(world.programme, sent), *enter(world.programme, sent)]

    assert [answer.code for answer in answers] == ["under_age", "under_age"]
    assert Flag.objects.filter(rule="MINER-01").count() == 1


@pytest.mark.rule("MINER-01")
@pytest.mark.parametrize(("born_on", "code"), [("2008-11-04", "under_age"), ("2008-11-03", None), ("2008-11-02", None)])
def test_the_birthday_itself_is_the_first_day(world, born_on, code):
    (answer,) = enter(world.programme, person(world, born_on=born_on, at="2026-11-03T10:42:00+02:00"))

    assert answer.code == code


@given(born=st.dates(date(1930, 1, 1), date(2010, 1, 1)), day=st.dates(date(2010, 1, 2), date(2040, 1, 1)))
def test_age_counts_birthdays(born, day):
    def has_had(years):
        try:
            return born.replace(year=born.year + years) <= day
        except ValueError:  # 29 February: the birthday is on 1 March
            return date(born.year + years, 3, 1) <= day

    age = age_on(born, day)

    assert has_had(age)
    assert not has_had(age + 1)


# --- being forgotten --------------------------------------------------------------------------------------------------


def test_a_forgotten_person_is_gone_from_the_openings_and_the_log_still_proves(world, tmp_path):
    code = registered(world)
    people = {"name": NAME, "role": "representative"}
    entered(world.programme, envelope("party.people_stated.v1", party=code, complete="yes", people=[people]))

    forget(world, code, "asked_by_person")

    left = b"".join(bytes(opening.value) for opening in Opening.objects.all())
    assert NAME.encode() not in left
    assert GROWN_UP.encode() not in left
    shown = opened(code, world.programme)
    assert (shown.erased, "people" in shown.opened) == (["people"], False)
    assert forgotten_since(code) == datetime.now(UTC).date()
    assert Party.objects.filter(code=code).exists()


def test_others_keep_their_names(world):
    gone, stays = registered(world), registered(world)

    forget(world, gone, "left")

    assert opened(stays, world.programme).opened["people"]["name"] == NAME


def test_nothing_new_is_kept_of_a_forgotten_person(world):
    code = registered(world)
    forget(world, code, "left")

    (answer,) = enter(world.programme, envelope("party.described.v1", party=code, own_phone=PHONE))

    assert answer.code == "person_forgotten"


def test_an_organisation_cannot_be_forgotten(world):
    with pytest.raises(BadEntry) as refused:
        forget(world, world.ours.party)

    assert (refused.value.code, refused.value.field) == ("not_a_person", "facts.party")


def test_no_pack_ever_holds_people_and_packs_of_forgotten_ones_are_whole(world, tmp_path):
    code = registered(world)
    lot = world.bought(holder=code, miner=NAME)
    sequence_all(tmp_path)
    before = pack_for_lot(lot, world.programme)

    forget(world, code, "left")
    sequence_all(tmp_path)
    after = pack_for_lot(lot, world.programme)

    for pack in (before, after):
        with zipfile.ZipFile(BytesIO(pack)) as files:
            text = b"".join(files.read(name) for name in files.namelist())
            openings = [
                json.loads(line)
                for name in files.namelist()
                if "opening" in name
                for line in files.read(name).splitlines()
            ]
        assert NAME.encode() not in text
        assert openings
        assert "people" not in {opening["group"] for opening in openings}
