"""Somebody is forgotten: what hides about them goes, wherever it was said, and the log says so without them."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ledger import codes
from ledger.deeds.batches import enter as enter_entries
from ledger.deeds.entries import Entry
from ledger.deeds.replay import compare
from ledger.errors import BadEntry, NotAllowed
from ledger.inbox.consequences import make_up
from ledger.inbox.envelopes import read_envelope
from ledger.inbox.forgetting import doing, erasing
from ledger.inbox.forgetting.models import Erasure, Forgotten
from ledger.inbox.models import InboxEntry
from ledger.inbox.receiving import receive, retry_waiting
from ledger.log.keyring import signer
from ledger.log.models import EventKey, Leaf, Opening
from ledger.log.reading import events_by_id, events_from
from ledger.papers.keeping import keep_paper, path_of
from ledger.parties.models import ApiToken, User
from ledger.parties.tokens import make_token
from ledger.proofs.policy import parse_policy
from ledger.proofs.tree import leaf_hash
from ledger.proofs.verify import verify_pack
from ledger.reports.evidence import pack_for_lot
from sites.parties.forgetting import forget_person, forgotten_since
from sites.parties.models import Person
from tests import make
from tests.forgetting.looking import every_byte, left_of
from tests.make import enter, entered, envelope
from tests.parties.people import CARD, GROWN_UP, NAME, PHONE, forget, registered
from tests.parties.people import described as describing
from tests.served import sequence_all

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def groups(key: str) -> dict[str, bool]:
    """Return the groups of an entry and whether they still say something."""
    return {each.group: bool(bytes(each.value)) for each in Opening.objects.filter(key=key)}


def erasures() -> list[dict]:
    """Return what the events that say so say."""
    ids = EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True)
    return [event.envelope for event in events_by_id(ids) if event.kind == erasing.KIND]


def told_everywhere(world, code: str) -> list[str]:
    """Let entries of many kinds speak of a person, by code or by name; return their keys."""
    tagging = world.tagging(holder=code, miner=NAME, note="Her own pit.")
    by_name = world.tagging(miner=NAME)
    entered(world.tagger, tagging, by_name)
    account = "gAAAA" + "b" * 95
    said = [
        describing(world, code, own_phone=PHONE, own_address="Behind the church, Kashuvi"),
        envelope(
            "party.account_stated.v1",
            party=code,
            account_kind="wallet",
            fingerprint="f" * 64,
            sealed=account,
            held_by=NAME,
        ),
        envelope("party.people_stated.v1", party=code, complete="yes", people=[{"name": NAME, "role": "owner"}]),
        envelope("lot.held.v1", lot=tagging["facts"]["lot"], rule="TAG-02", note=f"Ask {NAME} of Kashuvi."),
    ]
    entered(world.programme, *said)
    return [each["key"] for each in (tagging, by_name, *said)]


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


# --- the inbox --------------------------------------------------------------------------------------------------------


def witnessed(world, lot: str, old: str, new: str) -> dict:
    """Return an entry about a bag that got a new tag, which the person saw."""
    seen = {"how": "damaged", "place": world.site, "weighed_g": 45_800, "photo": "c" * 64, "witness": NAME}
    return envelope("lot.retagged.v1", lot=lot, old_tag=old, new_tag=new, **seen)


def test_a_refused_entry_about_them_is_kept_without_its_words(world):
    code = registered(world)
    young = make.code(codes.PARTY)
    child = envelope(
        "person.registered.v1", party=young, kind="miner", country="CD", name="Petit Mapendo", born_on="2013-01-02"
    )
    refused = envelope("party.people_stated.v1", party=code, complete="yes", people=[{"name": NAME, "role": "owner"}])
    enter(world.programme, child)
    tagging = world.tagging(holder=code, miner=NAME, tag=make.code(codes.TAG))
    (answer,) = enter(world.tagger, tagging)
    assert (answer.code, answer.kept) == ("tag_unknown", True)
    entered(world.programme, refused)

    forget(world, code)

    kept = InboxEntry.objects.get(key=tagging["key"])
    assert (kept.status, kept.code) == ("refused", "tag_unknown")
    assert bytes(kept.words_hash) == b""
    assert left_of(NAME) == []
    assert InboxEntry.objects.filter(code="under_age").exists()


def test_what_waits_and_is_erased_is_refused_and_kept_as_erased(world):
    code = registered(world)
    lot, tag, new = make.code(codes.LOT), make.code(codes.TAG), world.issue(2)[1]
    said = witnessed(world, lot, tag, new)
    (answer,) = enter(world.tagger, said)
    assert answer.status == "waiting"

    forget(world, code)

    kept = InboxEntry.objects.get(key=said["key"])
    assert (kept.status, kept.code, kept.awaits) == ("refused", "erased", [])
    assert EventKey.objects.get(key=said["key"]).outcome == "refused"
    (again,) = enter(world.tagger, said)
    assert (again.status, again.code) == ("refused", "erased")
    assert retry_waiting() == 0
    assert left_of(NAME) == []


def test_what_it_waited_for_comes_and_it_stays_refused(world):
    code = registered(world)
    tagging = world.tagging()
    lot, old = tagging["facts"]["lot"], tagging["facts"]["tag"]
    said = witnessed(world, lot, old, world.tags.pop(0))
    assert [answer.status for answer in enter(world.tagger, said)] == ["waiting"]
    forget(world, code)

    entered(world.tagger, tagging)
    retry_waiting()

    assert InboxEntry.objects.get(key=said["key"]).code == "erased"
    assert left_of(NAME) == []


def test_a_waiting_entry_without_its_words_is_never_recorded_without_them(world):
    tagging = world.tagging()
    lot, old = tagging["facts"]["lot"], tagging["facts"]["tag"]
    said = witnessed(world, lot, old, world.tags.pop(0))
    enter(world.tagger, said)
    Opening.objects.filter(key=said["key"]).update(value=b"", hmac_key=b"")

    entered(world.tagger, tagging)
    make_up()

    assert InboxEntry.objects.get(key=said["key"]).code == "erased"


# --- a crash in between -----------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("last", ["_record", "_empty", "enter", "erase", "erase_paper"])
def test_killed_anywhere_in_between_it_is_finished_by_the_clock(world, monkeypatch, settings, tmp_path, last):
    settings.PAPERS_FOLDER = tmp_path
    paper = keep_paper(PNG, user="u", party=world.programme_party, group="people")
    code = registered(world, photo=paper.sha256)
    told_everywhere(world, code)

    def killed(*given, **more):
        raise Killed

    with monkeypatch.context() as crash, pytest.raises(Killed):
        crash.setattr(doing, last, killed)
        forget(world, code)
    assert Erasure.objects.count() == 1

    make_up()

    assert left_of(NAME, PHONE, CARD, GROWN_UP) == []
    assert not path_of(paper.sha256).exists()
    assert [event["facts"]["entries"] for event in erasures()] == [7]
    assert not Erasure.objects.exists()


def test_killed_before_what_was_made_of_it_is_gone_the_rest_goes_too(world, monkeypatch):
    code = registered(world)
    seen = []

    def killed(party, cause):
        raise Killed

    with monkeypatch.context() as crash, pytest.raises(Killed):
        crash.setattr(doing, "AFTER_ERASING", [killed])
        forget(world, code)
    assert left_of(NAME) == []
    with monkeypatch.context() as healed:
        healed.setattr(doing, "AFTER_ERASING", [lambda party, cause: seen.append(party)])
        make_up()

    assert seen == [code]


def test_forgotten_twice_it_is_recorded_once(world):
    code = registered(world)

    first, second = forget(world, code), forget(world, code)
    make_up()

    assert (first, second) == (1, 0)
    assert len(erasures()) == 1


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_what_is_entered_about_them_afterwards_does_not_stay(world, tmp_path):
    code = registered(world)
    forget(world, code)
    tagging = world.tagging(holder=code, miner="Somebody Else")
    entered(world.tagger, tagging)
    sequence_all(tmp_path)

    make_up()
    sequence_all(tmp_path)
    make_up()

    assert groups(tagging["key"])["people"] is False
    assert [event["facts"]["reason"] for event in erasures()] == ["left", "named_again"]


def test_an_answer_that_comes_later_to_a_case_about_them_does_not_stay(world, tmp_path):
    code, case = registered(world), make.code(codes.INCIDENT)
    what = {"place": world.site, "category": "A2-1.iii", "since": "2026-10-01", "claim": "Said."}
    named = {"parties": [code], **what}
    entered(world.regulator, envelope("incident.reported.v1", incident=case, source="ngo", **named))
    other = make.code(codes.INCIDENT)
    entered(world.regulator, envelope("incident.reported.v1", incident=other, source="ngo", **what))
    forget(world, code)
    late = envelope("incident.acknowledged.v1", incident=case, note="Spoke with her brother.")
    not_theirs = envelope("incident.acknowledged.v1", incident=other, note="Spoke with nobody.")
    entered(world.programme, late, not_theirs)
    sequence_all(tmp_path)

    make_up()

    assert left_of("her brother", "with nobody") == ["with nobody"]


def test_a_person_forgotten_as_it_was_done_before_is_replayed_and_erased(world):
    code = registered(world, gender="female")
    sent = envelope("person.forgotten.v1", party=code, reason="left")
    before: Entry = read_envelope(sent, world.programme, by_hand=False)
    enter_entries([before])
    assert left_of(NAME) == [NAME]

    make_up()
    make_up()

    assert left_of(NAME) == []
    assert forgotten_since(code) == Person.objects.get(code=code).forgotten_on
    assert len(erasures()) == 1
    assert compare()[1] == {}


def test_nobody_enters_the_old_kind_or_claims_an_erasure_by_hand(world):
    code = registered(world)
    sent = [
        envelope("person.forgotten.v1", party=code, reason="left"),
        envelope(erasing.KIND, reason="left", people=1, notes=0, entries=1, papers=0),
    ]

    assert [answer.code for answer in receive(sent, world.programme)] == ["unknown_kind", "unknown_kind"]


def test_only_who_keeps_the_register_forgets_and_only_persons(world):
    code = registered(world)

    for actor in (world.auditor, world.ours.manager):
        with pytest.raises(NotAllowed):
            forget_person(code, "left", actor)
    with pytest.raises(BadEntry, match="not_a_person"):
        forget_person(world.ours.party, "left", world.programme)
    assert not Forgotten.objects.exists()


def test_pack_and_log_stay_whole(world, tmp_path):
    code = registered(world)
    lot = world.bought(holder=code, miner=NAME, note="By the river.")
    sequence_all(tmp_path)
    trust = parse_policy(f"log {signer().vkey}\nquorum none\n")
    before = pack_for_lot(lot, world.programme)

    forget(world, code)
    sequence_all(tmp_path)
    after = pack_for_lot(lot, world.programme)

    assert verify_pack(before, trust).findings == []
    assert verify_pack(after, trust).findings == []
    statement = json.loads(zipfile.ZipFile(io.BytesIO(after)).read("statement.json"))
    kinds = {json.loads(entry)["kind"] for entry in _lines(after, "entries.jsonl")}
    assert "lot.tagged.v1" in kinds
    assert [group for _, group in statement["erased"]] == ["notes", "people"]
    assert NAME not in every_byte()
    assert len(events_from(0, 1000)) == EventKey.objects.filter(outcome="recorded").count()
    for event in events_from(0, 1000):
        assert bytes(Leaf.objects.get(position=event.position).hash) == leaf_hash(event.entry)


def _lines(pack: bytes, name: str) -> list[bytes]:
    return zipfile.ZipFile(io.BytesIO(pack)).read(name).splitlines()


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_tells_counts_first_and_no_value(world, capsys):
    code = registered(world)
    told_everywhere(world, code)

    call_command("forget", codes.shown(code), "--check")

    told = capsys.readouterr().out
    assert "person.registered.v1" in told and "by name or number alone" in told
    assert not [word for word in (NAME, PHONE, CARD, GROWN_UP) if word in told]
    assert left_of(NAME) == [NAME]
    assert erasures() == []


def test_the_command_forgets(world, capsys):
    code = registered(world)
    told_everywhere(world, code)

    call_command("forget", code, reason="law")

    assert "8 openings are erased." in capsys.readouterr().out
    assert left_of(NAME) == []
    assert erasures()[0]["facts"]["reason"] == "law"
    assert erasures()[0]["actor"] == "operator"


def test_the_command_knows_no_organisation(world):
    with pytest.raises(CommandError, match="code of a person"):
        call_command("forget", world.ours.party)


def test_while_the_log_is_frozen_it_is_kept_and_done_later(world, tmp_path):
    from ledger.log.halting import freeze, thaw

    code = registered(world)
    sequence_all(tmp_path)
    freeze("test", None, None)

    with pytest.raises(CommandError, match="log_frozen"):
        call_command("forget", code)
    assert Erasure.objects.filter(party=code).exists()
    assert left_of(NAME) == [NAME], "nothing goes before the log says so"
    thaw()
    make_up()

    assert left_of(NAME) == []


def test_to_write_over_dead_rows_one_must_own_the_tables(world):
    with pytest.raises(CommandError, match="LODEBOOK_LOGIN=owner"):
        call_command("forget", registered(world), "--vacuum")


def test_two_who_forget_the_same_person_at_once_say_it_once(world, monkeypatch):
    code = registered(world)
    told_everywhere(world, code)
    with monkeypatch.context() as slow:
        slow.setattr(doing, "go_on", lambda: 0)
        forget(world, code)
        forget(world, code)

    make_up()

    assert len(erasures()) == 1
    assert left_of(NAME) == []


def test_the_page_of_a_lot_says_erased_and_gives_the_pack_for_everybody(world, tmp_path, client):
    code = registered(world)
    lot = world.bought(holder=code, miner=NAME)
    forget(world, code)
    sequence_all(tmp_path)
    client.force_login(make.user("manager", "depot_manager", world.ours.party))

    page = client.get(f"/lots/{lot}/").content.decode()

    assert "erased in 1 entry" in page
    assert "?for=public" in page


def test_a_finished_file_that_says_the_name_is_kept_without_names(world, settings, tmp_path):
    from sites.bringing.forgetting import files_that_say
    from sites.bringing.keeping import ROWS, folder_of
    from sites.bringing.models import ENTERED, TRIED, ImportRun

    settings.LODEBOOK_HOME = tmp_path
    runs = {}
    for state in (ENTERED, TRIED):
        run = ImportRun.objects.create(
            sheet="bags", file_name="f.csv", sha256="0" * 64, size=1, state=state, actor="x", party="", roles=[],
            columns=["miner", "mass"], submitted_at="2026-11-03T10:00Z",
        )  # fmt: skip
        folder_of(run.pk).mkdir(parents=True)
        (folder_of(run.pk) / ROWS).write_text(json.dumps([1, [NAME, "45.8"]]) + "\n")
        runs[state] = run
    code = registered(world)

    done = forget_person(code, "law", world.programme)

    assert done.files_left == 1
    assert [run.pk for run in files_that_say([NAME])] == [runs[TRIED].pk]
    assert "45.8" in (folder_of(runs[ENTERED].pk) / ROWS).read_text()
