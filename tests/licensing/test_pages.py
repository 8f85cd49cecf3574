"""The pages and the API of licensing: the list, one licence, the forms, and the question with its answer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ledger.parties import roles
from sites.licensing.showing import consents_on, of_party, of_site
from sites.models import Licence
from tests import make
from tests.licensing.conftest import granting
from tests.served import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(world, client):
    client.force_login(make.user("programme", roles.PROGRAMME_MANAGER, world.programme_party))
    return client


@pytest.fixture
def api(world):
    caller = Caller(make.user("auditor", roles.AUDITOR, world.programme_party))
    return lambda path, **asked: caller.client.get(path, asked, headers=caller.headers)


def text(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def test_the_list_shows_holder_state_and_last_day(programme, world, registry):
    registry.grant(world.ours.party, "CD-COMPT", valid_to="2099-12-31")
    registry.grant(world.rivals.party, "CD-NEG", valid_to="2020-12-31", valid_from="2020-01-01")

    shown = text(programme.get("/licences/"))

    assert "Comptoir Orévia" in shown
    assert "Run out" in shown
    assert "31 Dec 2099" in shown


def test_the_list_is_narrowed_by_country_kind_holder_and_end(programme, world, registry):
    registry.grant(world.ours.party, "CD-COMPT", valid_to="2099-12-31")
    soon = registry.grant(world.rivals.party, "CD-NEG", valid_to=make.days_ago(-40))

    def found(**asked) -> set[str]:
        page = programme.get("/licences/", asked)
        return {line.licence.code for line in page.context["lines"]}

    assert found(within="60") == {soon}
    assert found(within="30") == set()
    assert found(regime="CD-NEG") == found(q=world.rivals.party) == found(q="Kestrel") == {soon}
    assert found(country="RW") == set()
    assert len(found(country="CD", q="R/2026/17")) == 2


def test_the_list_asks_as_often_for_forty_lines_as_for_two(programme, world):
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert programme.get("/licences/").status_code == 200
        return len(asked)

    make.entered(world.programme, *(granting(world.ours.party, "CD-NEG") for _ in range(2)))
    few = questions()
    make.entered(world.programme, *(granting(world.ours.party, "CD-NEG") for _ in range(60)))

    assert questions() == few


def test_pages_follow_on_and_back(programme, world):
    make.entered(world.programme, *(granting(world.ours.party, "CD-NEG") for _ in range(50)))

    first = programme.get("/licences/")
    second = programme.get(f"/licences/?{first.context['page'].after}")
    again = programme.get(f"/licences/?{second.context['page'].before}")

    codes = [[line.licence.code for line in each.context["lines"]] for each in (first, second, again)]
    assert (len(codes[0]), len(codes[1])) == (40, 10)
    assert set(codes[0]).isdisjoint(codes[1])
    assert codes[2] == codes[0]


def test_a_licence_that_was_taken_back_leaves_the_list_and_says_so_on_its_page(programme, world, registry):
    code = registry.grant(world.ours.party, "CD-COMPT")
    line = {"subject": world.ours.party, "event": Licence.objects.get(code=code).event_id}
    make.entered(world.programme, make.envelope("entries.withdrawn.v1", entries=[line], reason="Wrong party."))

    assert programme.get("/licences/").context["lines"] == []
    assert "was taken back" in text(programme.get(f"/licences/{code}/"))


def test_the_page_of_a_licence_tells_its_days_and_what_was_noticed(programme, world, law, registry):
    law("CD")
    code = registry.grant(world.ours.party, "CD-NEG", holder_nationality="FR")
    registry.stop(code, how="suspended", valid_from="2026-06-01", act="0311/2026")

    shown = text(programme.get(f"/licences/{code}/"))

    assert "Suspended" in shown
    assert "0311/2026" in shown
    assert "not of the nationality" in shown
    assert "France" in shown


def test_a_rival_does_not_see_the_holders_nationality(world, law, registry, client):
    law("CD")
    code = registry.grant(world.ours.party, "CD-NEG", holder_nationality="FR")
    client.force_login(make.user("rival", roles.DEPOT_CLERK, world.rivals.party))

    assert "France" not in text(client.get(f"/licences/{code}/"))


def test_a_form_grants_renews_and_stops(programme, world, law):
    law("CD")
    blank = programme.get("/licences/new/").context["form"]
    said = {name: blank[name].value() for name in ("key", "at", "licence")}
    said |= {"regime": "CD-NEG", "number": "N 5", "holder": world.ours.party, "valid_from": "2026-01-01"}

    made = programme.post("/licences/new/", said)
    twice = programme.post("/licences/new/", said)

    licence = Licence.objects.get()
    assert made["Location"] == twice["Location"] == f"/licences/{licence.code}/"
    assert (str(licence.valid_to), licence.end_assumed) == ("2026-12-31", True)
    for act, more in (
        ("renew", {"valid_from": "2027-01-01"}),
        ("stop", {"how": "revoked", "valid_from": "2027-05-01"}),
    ):
        form = programme.get(f"/licences/{licence.code}/{act}/").context["form"]
        keys = {name: form[name].value() for name in ("key", "at")}
        assert programme.post(f"/licences/{licence.code}/{act}/", {**keys, **more}).status_code == 302
    licence.refresh_from_db()
    assert (str(licence.valid_to), licence.stopped_how) == ("2027-12-31", "revoked")


def test_a_form_that_the_law_refuses_says_why_and_keeps_what_was_typed(programme, world, law):
    law("BI")
    blank = programme.get("/licences/new/").context["form"]
    said = {name: blank[name].value() for name in ("key", "at", "licence")}
    company = make.code("Q")
    facts = {"party": company, "name": "SA", "kind": "company", "country": "BI"}
    make.entered(world.programme, make.envelope("party.registered.v1", **facts))

    page = programme.post(
        "/licences/new/", {**said, "regime": "BI-ART", "number": "7", "holder": company, "valid_from": "2026-01-01"}
    )

    assert page.status_code == 422
    assert "belongs to a cooperative alone" in text(page)


def test_the_question_of_zimbabwes_lithium_as_a_page(programme, law):
    law("ZW")
    asked = {"act": "export", "mineral": "lithium_ore", "country": "ZW", "kind": "company"}

    answers = {
        day: text(programme.get("/may/", {**asked, "on": day})) for day in ("2022-11-01", "2023-06-01", "2026-03-01")
    }

    assert "ZW-BLOCK" in answers["2022-11-01"]
    assert "ZW-SI5-BASE-ORE" in answers["2023-06-01"]
    assert "ZW-2026-LI-CONCENTRATE" in answers["2026-03-01"]
    assert "is barred" not in answers["2022-11-01"]


def test_a_question_that_is_not_whole_says_what_is_missing(programme):
    page = programme.get("/may/", {"act": "export", "mineral": "gold"})

    assert page.status_code == 422
    assert page.context["form"].errors["kind"]


def test_the_question_over_the_api_cites_its_rows(api, law):
    law("ZW")

    told = api(
        "/api/v1/may/", act="export", mineral="lithium_ore", country="ZW", kind="company", on="2023-06-01"
    ).json()

    assert told["answer"] == "no"
    assert told["by_state"] == {"ore": "no", "concentrate": "yes", "refined": "yes"}
    row = next(each for each in told["rows"] if each["key"] == "ZW-EXPORT-SI5")
    assert (row["table"], row["in_force_from"], row["in_force_to"]) == ("licence_regimes", "2023-01-05", None)
    assert (row["confidence"], row["event_id"] > 0) == ("high", True)
    assert "is barred on" in next(each["sentence"] for each in told["reasons"] if each["weight"] == "no")


def test_the_question_about_a_party_reads_its_licences(api, world, law, registry):
    law("CD")
    asked = {"party": world.ours.party, "act": "purchase", "mineral": "cassiterite", "on": "2026-10-01"}
    before = api("/api/v1/may/", **asked).json()

    registry.grant(world.ours.party, "CD-COMPT")

    assert (before["answer"], before["reasons"][-1]["by_silence"]) == ("no", True)
    assert api("/api/v1/may/", **asked).json()["answer"] == "yes"
    other = {"counterparty_kind": "miner", "counterparty_licences": "CD-CEA"}
    assert api("/api/v1/may/", **asked, **other).json()["answer"] == "no"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"act": "steal"}, "act"), ({"party": "Q1"}, "party"), ({"on": "soon"}, "on"), ({"country": "Z"}, "country")],
)
def test_a_wrong_part_of_a_question_is_named(api, wrong, field):
    asked = {"act": "export", "mineral": "gold", "country": "ZW", "kind": "company", **wrong}

    answer = api("/api/v1/may/", **asked)

    assert (answer.status_code, answer.json()["field"]) == (400, field)


def test_the_licences_over_the_api(api, world, registry):
    code = registry.grant(world.ours.party, "CD-COMPT")

    told = api("/api/v1/licences/", holder=world.ours.party).json()

    assert [(each["code"], each["valid_to"]) for each in told["results"]] == [(code, "2026-12-31")]
    assert api("/api/v1/licences/", holder=world.rivals.party).json()["results"] == []
    assert api("/api/v1/licences/", within="5").status_code == 400


def test_other_pages_show_what_a_party_holds_and_which_licences_name_a_site(world, registry, law):
    law("CD")
    code = registry.grant(world.cooperative, "CD-COOP", place=world.site)
    facts = {"holder": world.ours.party, "group": world.cooperative, "place": world.site, "valid_from": "2026-01-01"}
    make.entered(world.programme, make.envelope("agreement.stated.v1", agreement="consent_of_holder", **facts))
    from sites.licensing.register import today

    held, named = of_party(world.cooperative, world.auditor, today()), of_site(world.site, world.auditor, today())

    assert (
        [line.licence.code for line in held["licences"]] == [line.licence.code for line in named["licences"]] == [code]
    )
    assert [each.value for each in held["agreements"]] == ["consent_of_holder"]
    assert len(consents_on(world.ours.party, today(), place=world.site)) == 1
    assert consents_on(world.ours.party, today(), place=world.new_site()) == []
