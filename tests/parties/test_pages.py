"""What people see of parties: everybody their statuses, the keepers of the register who the people are."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from ledger.log.models import Opening
from ledger.papers.models import Paper
from ledger.parties import roles
from ledger.parties.models import Party
from sites.parties.models import PartyAccount, Person
from tests import make
from tests.make import enter, entered
from tests.parties.people import CARD, CHILD, GROWN_UP, NAME, PHONE, decided, described, person, registered
from tests.parties.test_organisations import ACCOUNT, RUT, account_stated


@pytest.fixture(autouse=True)
def papers_folder(settings, tmp_path):
    settings.PAPERS_FOLDER = tmp_path / "papers"


def signed_in(role: str, party: str) -> Client:
    client = Client()
    client.force_login(make.user(role, role, party))
    return client


@pytest.fixture
def keeper(world):
    return signed_in(roles.PROGRAMME_MANAGER, world.programme_party)


@pytest.fixture
def rival(world):
    return signed_in(roles.DEPOT_MANAGER, world.rivals.party)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def send(client: Client, path: str, follow: bool = False, **typed):
    """Fill a form as it is shown, send it, and return the answer."""
    form = client.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields if name in {"key", "at", "new_code"}}
    return client.post(path, {**shown, **typed}, follow=follow)


# --- the list ---------------------------------------------------------------------------------------------------------


def names(client: Client, query: str) -> list[str]:
    return [line.party.name for line in client.get(f"/parties/?{query}").context["lines"]]


def test_parties_are_found_by_name_code_and_number_in_any_spelling(world, keeper):
    entered(world.programme, described(world, numbers=[RUT]))
    code = world.ours.party

    for typed in ("orévia", code, f"{code[:4]}-{code[4:8]}-{code[8]}".lower(), "76.086.428-5", "760864285"):
        assert names(keeper, f"q={typed}") == ["Comptoir Orévia"], typed
    assert names(keeper, "q=76086428-4") == []
    assert names(keeper, "q=%00") == names(keeper, "")


def test_parties_are_filtered_by_what_they_do_where_and_whether_they_may(world, keeper):
    decided(world, "suspended", valid_from=make.days_ago(10))
    decided(world, "revoked", world.rivals.party, valid_from=make.days_ago(10), valid_to=make.days_ago(1))
    decided(world, "suspended", world.cooperative, by="state", valid_from=make.days_ago(20))
    decided(world, "active", world.cooperative, by="state", valid_from=make.days_ago(5))

    assert names(keeper, "kind=trader") == ["Comptoir Orévia"]
    assert names(keeper, "country=rw") == []
    assert names(keeper, "status=suspended") == ["Comptoir Orévia"]
    assert names(keeper, "status=revoked") == []
    assert "Kestrel Tin Smelting" in names(keeper, "status=active")
    assert "Comptoir Orévia" not in names(keeper, "status=active")


def test_what_another_authority_says_does_not_hide_a_suspension(world, keeper):
    decided(world, "suspended", by="state", valid_from=make.days_ago(10))
    decided(world, "active", by="own", valid_from=make.days_ago(2))

    assert names(keeper, "status=suspended") == ["Comptoir Orévia"]


def test_the_list_asks_the_same_number_of_questions_for_few_and_many(world, keeper, django_assert_max_num_queries):
    entered(world.programme, *(person(world) for _ in range(60)))

    with django_assert_max_num_queries(11):
        page = keeper.get("/parties/")

    assert len(page.context["lines"]) == 40
    following = keeper.get(f"/parties/?{page.context['page'].after}")
    assert len(following.context["lines"]) == 25
    back = keeper.get(f"/parties/?{following.context['page'].before}")
    assert [line.party for line in back.context["lines"]] == [line.party for line in page.context["lines"]]


def test_only_keepers_read_the_names_of_people(world, keeper, rival):
    code = registered(world)

    for path in (f"/parties/{code}/", "/parties/?kind=miner"):
        assert NAME in text(keeper, path)
        assert NAME not in text(rival, path)
    mine = text(keeper, f"/parties/{code}/")
    assert all(hidden in mine for hidden in (PHONE, CARD, "2 May 1994"))
    for other in (rival, signed_in(roles.AUDITOR, world.programme_party)):
        theirs = text(other, f"/parties/{code}/")
        assert not [hidden for hidden in (NAME, PHONE, CARD, GROWN_UP) if hidden in theirs]
        assert "2 May 1994" not in theirs
        assert "withheld" in theirs


# --- one party --------------------------------------------------------------------------------------------------------


def test_a_party_is_shown_with_three_decisions_and_their_age(world, rival):
    decided(world, "suspended", act="0911/2026", valid_from=make.days_ago(10), valid_to=make.days_ago(-5))

    page = text(rival, f"/parties/{world.ours.party}/")

    assert "Suspended" in page
    assert "5 days left" in page
    assert "0911/2026" in page
    assert page.count("Nothing decided") == 2


def test_what_a_party_holds_and_its_papers_are_its_own_business(world, keeper, rival):
    world.bought(mass_g=45_800)
    entered(world.programme, described(world, address="12 av. du Lac", numbers=[RUT]))
    path = f"/parties/{world.ours.party}/"

    for client in (keeper, signed_in(roles.DEPOT_MANAGER, world.ours.party)):
        assert ">45.8<" in text(client, path)
        assert "12 av. du Lac" in text(client, path)
    assert ">45.8<" not in text(rival, path)
    assert "12 av. du Lac" not in text(rival, path)
    assert "76.086.428-5" not in text(rival, path)


def test_only_the_last_signs_of_an_account_are_shown_and_only_to_keepers(world, keeper, rival):
    entered(world.programme, account_stated(world))
    path = f"/parties/{world.ours.party}/"

    assert "•••• 1234" in text(keeper, path)
    assert "•••• 1234" not in text(rival, path)
    assert "•••• 1234" not in text(signed_in(roles.DEPOT_MANAGER, world.ours.party), path)
    assert ACCOUNT.replace(" ", "")[-8:] not in text(keeper, path)


def test_an_account_sealed_with_another_key_says_so(world, keeper, settings, tmp_path):
    settings.ACCOUNT_KEY_FILE = tmp_path / "first"
    entered(world.programme, account_stated(world))
    settings.ACCOUNT_KEY_FILE = tmp_path / "second"

    assert "sealed with another key" in text(keeper, f"/parties/{world.ours.party}/")


def test_a_code_that_is_read_aloud_leads_to_the_party_and_an_unknown_one_nowhere(world, rival):
    code = world.ours.party

    assert rival.get(f"/parties/{code.lower()}/").headers["Location"] == f"/parties/{code}/"
    assert rival.get("/parties/Q0000001H/").status_code == 404


# --- forms ------------------------------------------------------------------------------------------------------------


def typed_person(world, **changed):
    said = {"name": NAME, "born_on": GROWN_UP, "kind": "miner", "country": "CD", "cooperative": world.cooperative}
    return {**said, **changed}


def test_a_digger_is_registered_by_form_with_a_photo_that_no_longer_says_where(world, keeper):
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "SECRETPHONE 9"
    Image.new("RGB", (20, 20)).save(written, "JPEG", exif=exif)
    photo = SimpleUploadedFile("Aline.jpg", written.getvalue(), "image/jpeg")

    answer = send(keeper, "/parties/new-person/", follow=True, **typed_person(world, photo=photo, gender="female"))

    code = Person.objects.get().code
    assert answer.redirect_chain[-1][0] == f"/parties/{code}/"
    assert NAME in answer.content.decode()
    paper = Paper.objects.get()
    assert paper.group == "people"
    assert paper.sha256 in bytes(Opening.objects.get(group="people").value).decode()


def test_a_child_is_refused_in_words_and_the_form_keeps_what_was_typed(world, keeper):
    answer = send(keeper, "/parties/new-person/", **typed_person(world, born_on=CHILD))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody younger than 18 may be registered" in page
    assert NAME in page
    assert not Person.objects.exists()


def test_an_organisation_is_registered_by_form_and_is_never_a_miner(world, keeper):
    typed = {"name": "Coopérative Tujenge", "kind": "cooperative", "country": "CD"}

    done = send(keeper, "/parties/new/", **typed)
    refused = send(keeper, "/parties/new/", **{**typed, "kind": "miner"})

    assert done.status_code == 302
    assert Party.objects.filter(name="Coopérative Tujenge").count() == 1
    assert refused.status_code == 422


def test_a_wrong_number_is_shown_at_its_field_with_the_right_digit(world, keeper):
    typed = {"register": "RUT", "number": "76.086.428-4", "number_country": "CL"}

    answer = send(keeper, f"/parties/{world.ours.party}/describe/", **typed)

    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["number"]
    assert "the check digit 5" in error


@pytest.mark.parametrize(
    ("below", "typed", "shown"),
    [
        ("describe", {"legal_form": "company", "sector_roles": ["exporter"], "capacity_tpm": "120"}, "120 tonnes"),
        (
            "status",
            {"by": "state", "status": "suspended", "reason": "fraud", "valid_from": "2026-11-01"},
            "Suspended",
        ),
        ("membership", {"other": "{cooperative}", "valid_from": "2026-01-01"}, "Coopérative Umoja"),
        (
            "certificate",
            {"scheme": "CRAFT", "kind": "audit", "result": "conformant", "issued_on": "2026-05-30", "score": "82"},
            "82/100",
        ),
        (
            "people",
            {"complete": "no", "name_1": "J. Bisimwa", "role_1": "owner", "share_1": "62.5"},
            "J. Bisimwa",
        ),
        ("account", {"account_kind": "bank", "number": ACCOUNT, "institution": "Rawbank"}, "•••• 1234"),
    ],
)
def test_what_a_form_states_stands_on_the_page_of_the_party(world, keeper, below, typed, shown):
    typed = {
        name: value.format(cooperative=world.cooperative) if isinstance(value, str) else value
        for name, value in typed.items()
    }

    answer = send(keeper, f"/parties/{world.ours.party}/{below}/", follow=True, **typed)

    assert answer.redirect_chain, answer.context["form"].errors
    assert shown in answer.content.decode()


def test_a_form_sent_twice_states_once(world, keeper):
    path = f"/parties/{world.ours.party}/account/"
    form = keeper.get(path).context["form"]
    typed = {"key": form["key"].value(), "at": form["at"].value(), "account_kind": "bank", "number": ACCOUNT}

    first = keeper.post(path, typed)
    keeper.post(path, typed)

    assert first.status_code == 302
    assert PartyAccount.objects.count() == 1


def test_an_account_number_never_comes_back_into_the_form(world, keeper):
    answer = send(keeper, f"/parties/{world.ours.party}/account/", number=ACCOUNT)

    assert answer.status_code == 422
    assert ACCOUNT not in answer.content.decode()


def test_a_person_is_forgotten_only_when_it_is_asked_for_twice(world, keeper):
    code = registered(world)
    path = f"/parties/{code}/forget/"

    hasty = send(keeper, path, reason="asked_by_person")
    done = send(keeper, path, follow=True, reason="asked_by_person", sure="on")

    assert hasty.status_code == 422
    page = done.content.decode()
    assert "erased" in page
    assert NAME not in page
    assert keeper.get(path).status_code == 404


def test_a_document_is_attached_and_opened_from_the_page(world, keeper):
    pdf = SimpleUploadedFile("statutes.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    typed = {"document": pdf, "document_kind": "statutes"}

    answer = send(keeper, f"/parties/{world.ours.party}/describe/", follow=True, **typed)

    sha256 = Paper.objects.get().sha256
    assert f"/papers/{sha256}/" in answer.content.decode()
    assert keeper.get(f"/papers/{sha256}/").content == b"%PDF-1.7\n%%EOF\n"


def test_sums_of_diggers_are_withheld_where_they_are_few(world, rival):
    entered(world.programme, *(person(world, gender="female") for _ in range(3)))

    page = text(rival, "/miners/")

    assert "withheld" in page
    assert ">3<" not in page
    assert "Coopérative Umoja" in page
    assert NAME not in page


def test_a_flag_about_a_cooperative_stands_on_its_page(world, keeper):
    enter(world.programme, person(world, born_on=CHILD))

    page = text(keeper, f"/parties/{world.cooperative}/")
    assert "MINER-01" in page
    assert "younger than 18" in page


def test_the_tagging_form_takes_a_name_and_no_address_ever_holds_it(world):
    agent = signed_in(roles.TAGGING_AGENT, world.agency)
    world.status("green")
    tag = world.issue(1)[0]
    decided(world, "suspended", world.cooperative, valid_from="2026-01-01")
    path = f"/desk/tag/?place={world.site}"
    form = agent.get(path).context["form"]
    shown = {name: form[name].value() for name in ("key", "at", "new_code")}
    typed = {"tag": tag, "place": world.site, "mineral": "cassiterite", "gross": "46", "tare": "0.2", "miner": NAME}
    typed |= {"dug_on": make.days_ago(1), "holder": world.cooperative}

    refused = agent.post("/desk/tag/", {**shown, **typed})

    assert refused.status_code == 409
    assert NAME not in refused.content.decode()

    decided(world, "active", world.cooperative, valid_from="2026-01-02")
    again = {**shown, "key": "00000000-0000-4000-8000-000000000001"}
    assert agent.post("/desk/tag/", {**again, **typed}).status_code == 302
    assert NAME in bytes(Opening.objects.filter(group="people").last().value).decode()


def test_describing_again_begins_with_what_was_described_and_adds_to_it(world, keeper):
    path = f"/parties/{world.ours.party}/describe/"
    pdf = SimpleUploadedFile("statutes.pdf", b"%PDF-1.7\n%%EOF\n", "application/pdf")
    rut = {"register": "RUT", "number": "76.086.428-5", "number_country": "CL"}
    send(keeper, path, **rut, legal_form="company", address="12 av. du Lac", document=pdf, document_kind="statutes")
    shown = keeper.get(path).context["form"]
    kept = {name: shown[name].value() for name in ("legal_form", "address")}
    rccm = {"register": "RCCM", "number": "CD/KIN/14-B-3456", "number_country": "CD"}

    answer = send(keeper, path, follow=True, **rccm, **kept)

    assert kept == {"legal_form": "company", "address": "12 av. du Lac"}
    page = answer.content.decode()
    for each in ("76.086.428-5", "CD/KIN/14-B-3456", "12 av. du Lac", "/papers/"):
        assert each in page


def test_a_number_without_its_register_is_asked_about_in_the_form(world, keeper):
    """A number without its register says nothing: the form asks before the ledger has to."""
    answer = send(keeper, f"/parties/{world.ours.party}/describe/", number="123")

    assert answer.status_code == 422
    assert "register" in answer.context["form"].errors["number"][0]


def test_a_person_by_form_is_the_same_as_by_program(world, keeper):
    by_program = registered(world, card_kind=None, card_from=None, card_to=None)
    send(keeper, "/parties/new-person/", **typed_person(world))

    rows = [(row.kind, row.country, row.typology, row.gender) for row in Person.objects.order_by("event_id")]
    assert rows[0] == rows[1]
    assert Person.objects.exclude(code=by_program).count() == 1
