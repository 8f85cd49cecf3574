"""Somebody is forgotten: what hides about them goes, wherever it was said, and the log says so without them."""

import json

import pytest

from ledger import codes
from ledger.log.models import EventKey, Opening
from ledger.log.reading import events_by_id
from ledger.papers.keeping import keep_paper, path_of
from ledger.parties.models import ApiToken, User
from ledger.parties.tokens import make_token
from sites.parties.forgetting import forget_person
from sites.parties.models import Person
from tests import make
from tests.forgetting.looking import left_of
from tests.forgetting.saying import PNG, erasures, groups, told_everywhere
from tests.make import enter, entered, envelope
from tests.parties.people import CARD, GROWN_UP, NAME, PHONE, forget, registered


def test_what_was_said_anywhere_of_a_person_stands_nowhere_any_more(world):
    code = registered(world)
    keys = told_everywhere(world, code)
    assert left_of(NAME, PHONE, CARD, GROWN_UP, "Behind the church") == [
        NAME,
        PHONE,
        CARD,
        GROWN_UP,
        "Behind the church",
    ]

    forget(world, code)

    assert left_of(NAME, PHONE, CARD, GROWN_UP, "Behind the church", "Her own pit", "gAAAAb") == []
    for key in keys:
        assert {group for group, says in groups(key).items() if says} <= {"trade", "position"}, key


def test_the_event_says_how_many_and_why_and_not_of_whom(world):
    code = registered(world)
    keys = told_everywhere(world, code)

    forget(world, code, "asked_by_person")

    (event,) = erasures()
    assert event["facts"] == {"reason": "asked_by_person", "people": 6, "notes": 2, "entries": 7, "papers": 0}
    assert (event["actor"], event["party"]) == (world.programme.id, world.programme_party)
    said = json.dumps(event)
    assert code not in said
    assert not [key for key in keys if key in said]


def test_the_key_of_the_commitment_and_the_hash_of_the_words_go_too(world):
    code = registered(world)
    key = str(events_by_id([Person.objects.get(code=code).event_id])[0].key)
    assert bytes(EventKey.objects.get(key=key).words_hash)

    forget(world, code)

    opening = Opening.objects.get(key=key, group="people")
    assert (bytes(opening.value), bytes(opening.hmac_key)) == (b"", b"")
    assert bytes(EventKey.objects.get(key=key).words_hash) == b"", "a name could be tried against it"


def test_of_a_keys_row_nothing_but_that_hash_can_be_taken(world):
    from django.db import DatabaseError, connection, transaction

    world.lot()
    for change in ("outcome = 'refused'", "words_hash = 'other'", "answer = '{}'", "actor = 'x', words_hash = ''"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE ledger_eventkey SET {change}")


def test_an_entry_sent_again_after_its_words_were_erased_gets_its_old_answer(world):
    code = registered(world)
    tagging = world.tagging(holder=code, miner=NAME)
    entered(world.tagger, tagging)
    forget(world, code)

    (again,) = enter(world.tagger, tagging)

    assert again.status == "repeated"
    assert left_of(NAME) == []


def test_answers_to_a_flag_or_a_case_about_the_person_are_about_the_person(world):
    code = registered(world)
    case = make.code(codes.INCIDENT)
    reported = envelope(
        "incident.reported.v1",
        incident=case,
        source="ngo",
        claim="Sold for others, says the claim.",
        parties=[code],
        category="A2-1.iii",
        place=world.site,
        since="2026-10-01",
    )
    entered(world.regulator, reported)
    entered(world.programme, envelope("incident.acknowledged.v1", incident=case, note="Spoke with her brother."))

    forget(world, code)

    assert left_of("Sold for others", "Spoke with her brother") == []


def test_others_keep_what_was_said_of_them(world):
    gone, stays = (
        registered(world),
        registered(world, name="Obedi Rwakabuba", phone="+243 81 000 00 01", card_number="X-9"),
    )
    entered(world.tagger, world.tagging(holder=stays, miner="Obedi Rwakabuba", note="Wet bag."))
    noted = envelope("lot.held.v1", lot=world.lot(), rule="TAG-02", note="Nobody is named here.")
    entered(world.programme, noted)

    forget(world, gone)

    assert left_of("Obedi Rwakabuba", "+243 81 000 00 01", "Wet bag.", "Nobody is named here.") != []
    assert len(left_of("Obedi Rwakabuba", "+243 81 000 00 01", "Wet bag.", "Nobody is named here.")) == 4


def test_a_namesake_with_a_code_of_their_own_is_not_forgotten(world):
    gone, stays = registered(world), registered(world)
    theirs = world.tagging(holder=stays, miner=NAME)
    entered(world.tagger, theirs)

    forget(world, gone)

    assert groups(theirs["key"])["people"] is True


def test_by_code_only_a_name_without_the_code_stays(world):
    code = registered(world)
    named, coded = world.tagging(miner=NAME), world.tagging(holder=code, miner=NAME)
    entered(world.tagger, named, coded)

    forget_person(code, "law", world.programme, by_name=False)

    assert groups(named["key"])["people"] is True
    assert groups(coded["key"])["people"] is False


def test_the_photo_is_gone_from_the_folder(world, settings, tmp_path):
    settings.PAPERS_FOLDER = tmp_path
    paper = keep_paper(PNG, user="u", party=world.programme_party, group="people")
    code = registered(world, photo=paper.sha256)

    forget(world, code)

    assert not path_of(paper.sha256).exists()
    paper.refresh_from_db()
    assert paper.erased_at is not None
    assert erasures()[0]["facts"]["papers"] == 1


def test_accounts_by_which_the_person_signed_in_keep_their_id_alone(world):
    code = registered(world, kind="trader", card_kind=None, card_from=None, card_to=None)
    user = make.user("aline", "depot_manager", code)
    User.objects.filter(pk=user.pk).update(first_name="Aline", last_name="Mapendo", email="aline@example.org")
    make_token(user)

    forget(world, code)

    user.refresh_from_db()
    assert user.username == f"forgotten-{user.public_id}"
    assert (user.first_name, user.last_name, user.email, user.is_active) == ("", "", "", False)
    assert not ApiToken.objects.filter(user=user).exists()
    assert left_of("aline@example.org", "Mapendo") == []


def test_an_account_that_acts_for_others_too_is_left(world):
    code = registered(world)
    user = make.user("clerk", "depot_clerk", code)
    user.roles.create(role="depot_clerk", party=world.ours.party)

    forget(world, code)

    user.refresh_from_db()
    assert user.is_active
