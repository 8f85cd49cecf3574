"""What people see of screening: overseers the hits, keepers decide, and names of persons only who may see people."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ledger.parties import roles
from ledger.risk.screening.loading import load
from ledger.risk.screening.models import Hit, LeftRow, ListedEntry, WatchList
from ledger.risk.watching import look_over
from tests import make
from tests.make import entered
from tests.parties.people import described, registered
from tests.screening import lists
from tests.screening.test_deciding import decision
from tests.screening.test_screening import company

pytestmark = pytest.mark.django_db


def signed_in(role, party):
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.fixture
def keeper(world):
    return signed_in(roles.PROGRAMME_MANAGER, world.programme_party)


@pytest.fixture
def auditor(world):
    return signed_in(roles.AUDITOR, world.programme_party)


@pytest.fixture
def hit(listed, follow):
    company(listed, "Kivuvu Trading House SARL")
    follow()
    return Hit.objects.get()


@pytest.fixture
def hidden_hit(listed, follow):
    registered(listed, name="Obedi RWAKABUBA", born_on="1971-04-02")
    follow()
    return Hit.objects.get()


def text(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_list_the_page_says_that_nobody_is_screened(world, keeper):
    assert "No watch list is loaded." in text(keeper, "screening")


def test_hits_are_listed_with_the_party_and_the_name_on_the_list(hit, auditor):
    shown = text(auditor, "screening")

    assert "Kivuvu Trading House SARL" in shown and "KIVUVU TRADING HOUSE" in shown
    assert "UN Security Council" in shown


def test_a_hit_shows_its_words_side_by_side_and_why(hit, auditor):
    shown = text(auditor, "screening_hit", hit.key)

    assert "the same word" in shown
    assert "Both are persons, or both are organisations." in shown
    assert "DRC" in shown


def test_names_of_persons_are_shown_to_keepers_and_withheld_from_auditors(hidden_hit, keeper, auditor):
    assert "RWAKABUBA" in text(keeper, "screening") and "RWAKABUBA" in text(keeper, "screening_hit", hidden_hit.key)
    for page in (text(auditor, "screening"), text(auditor, "screening_hit", hidden_hit.key)):
        assert "akabuba" not in page.lower()
        assert "withheld" in page


def test_a_keeper_decides_a_hit_and_it_waits_no_more(hit, keeper):
    page = keeper.get(reverse("screening_hit", args=[hit.key])).context["form"]
    said = {"key": page["key"].value(), "at": page["at"].value(), "decision": "not_same", "reason": "Another address."}

    response = keeper.post(reverse("screening_hit", args=[hit.key]), said)

    assert response.status_code == 302
    assert Hit.objects.get().state == "not_same"
    assert "No hit waits for anybody." in text(keeper, "screening")
    assert "Somebody else" in text(keeper, "screening", which="decided")
    assert "Another address." in text(keeper, "screening_hit", hit.key)


def test_a_confirmation_by_name_alone_is_refused_with_a_sentence(hit, keeper):
    page = keeper.get(reverse("screening_hit", args=[hit.key])).context["form"]
    said = {"key": page["key"].value(), "at": page["at"].value(), "decision": "confirmed", "reason": "Same name."}

    response = keeper.post(reverse("screening_hit", args=[hit.key]), said)

    assert response.status_code == 422
    assert "A name alone confirms nothing" in response.content.decode()


def test_what_ended_yesterday_waits_again(hit, listed, keeper):
    entered(listed.programme, decision(hit, until="2026-11-05"))

    assert "Open again" in text(keeper, "screening")


def test_auditors_read_and_do_not_decide(hit, auditor):
    assert "Save the decision" not in text(auditor, "screening_hit", hit.key)
    assert auditor.post(reverse("screening_hit", args=[hit.key])).status_code == 403
    assert auditor.post(reverse("watch_lists")).status_code == 403


def test_nobody_else_sees_any_of_it(hit, world):
    rival = signed_in(roles.DEPOT_MANAGER, world.rivals.party)

    for name, args in (("screening", ()), ("screening_hit", (hit.key,)), ("watch_lists", ()), ("related_parties", ())):
        assert rival.get(reverse(name, args=args)).status_code == 403


def test_a_flag_of_screening_is_no_matter_of_rivals(hit, listed, follow, seal, keeper):
    from ledger.log.reading import events_from

    look_over(events_from(0, 10_000))
    rival = signed_in(roles.DEPOT_MANAGER, listed.rivals.party)

    assert "SCR-02" in text(keeper, "party", hit.party)
    assert "SCR-02" not in text(rival, "party", hit.party)


def upload(content, name="list.xml"):
    return SimpleUploadedFile(name, content)


def test_a_keeper_loads_a_list_and_sees_the_account_of_its_rows(world, keeper):
    file = lists.un(lists.individual("1", "OBEDI", "RWAKABUBA"), "<ENTITY><DATAID>2</DATAID></ENTITY>")
    said = {"source": "un", "edition": "2026-11-01", "file": upload(file)}

    response = keeper.post(reverse("watch_lists"), said, follow=True)

    shown = response.content.decode()
    assert response.status_code == 200
    assert "The entry has no name." in shown and WatchList.objects.get().sha256 in shown
    assert "UN Security Council" in text(keeper, "watch_lists")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"file": upload(b"<LIST/>")}, "whose root is CONSOLIDATED_LIST"),
        ({"file": upload(lists.un())}, "Not one of 0 rows"),
        ({"edition": "2059-01-01"}, "still to come"),
        ({"source": "nobody"}, "Select a valid choice"),
    ],
)
def test_a_file_that_is_not_taken_says_why(world, keeper, change, sentence):
    said = {"source": "un", "edition": "2026-11-01", "file": upload(lists.UN), **change}

    response = keeper.post(reverse("watch_lists"), said)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not WatchList.objects.exists()


def test_the_account_of_a_long_file_comes_page_by_page(world, keeper):
    edition = load("un", lists.UN, date(2026, 11, 1)).edition
    LeftRow.objects.bulk_create(
        LeftRow(edition=edition, row=number, why="blank", what="", taken=False) for number in range(1, 151)
    )

    first = text(keeper, "watch_list", edition)
    second = text(keeper, "watch_list", edition, after="100")

    assert "lines 1 to 100" in first and "lines 101 to 150" in second


def test_a_party_shows_when_it_was_held_against_what(hit, listed, auditor):
    assert "Last held against watch lists on" in text(auditor, "screening_of", hit.party)
    assert "UN Security Council, consolidated list, 1 Nov 2026" in text(auditor, "screening_of", listed.ours.party)


def test_a_lot_shows_the_editions_to_overseers_alone(listed, follow, auditor):
    lot = listed.bought()
    own = signed_in(roles.DEPOT_MANAGER, listed.ours.party)

    assert "Screened against" in text(auditor, "lot_page", lot)
    assert "Screened against" not in text(own, "lot_page", lot)


def test_parties_that_share_something_are_listed_without_what_it_is(world, follow, auditor):
    phone = "+243 991 445 118"
    entered(world.programme, described(world, phone=phone), described(world, party=world.cooperative, phone=phone))
    follow()

    shown = text(auditor, "related_parties")

    assert "Comptoir Orévia" in shown and "a telephone" in shown
    assert "991" not in shown


def test_hits_come_page_by_page_with_a_fixed_number_of_questions(listed, follow, auditor):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as queries:
            text(auditor, "screening")
        return len(queries)

    company(listed, "Kivuvu Trading House 1")
    follow()
    few = asked()
    for number in range(2, 45):
        company(listed, f"Kivuvu Trading House {number}")
    follow()

    response = auditor.get(reverse("screening"))
    rest = auditor.get(f"{reverse('screening')}?{response.context['page'].after}")

    assert asked() == few
    assert (len(response.context["lines"]), len(rest.context["lines"])) == (40, 4)


def test_the_worst_come_first(listed, follow, auditor):
    company(listed, "Kivuvu Trading")
    company(listed, "Kivuvu Trading House")
    follow()

    scores = [line.hit.score for line in auditor.get(reverse("screening")).context["lines"]]

    assert scores == sorted(scores, reverse=True) and len(scores) == 2


@pytest.mark.parametrize("after", ["x", "900", "900.zzz", "99999.0", "\0"])
def test_a_place_that_nobody_made_is_the_first_page(hit, auditor, after):
    assert "KIVUVU" in text(auditor, "screening", after=after)


def test_an_entry_that_left_the_shelf_says_nothing_more(hit, keeper):
    ListedEntry.objects.all().delete()

    assert "What the list says" not in text(keeper, "screening_hit", hit.key)
