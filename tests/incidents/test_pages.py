"""The pages of incidents: what each reader sees, and that a form's entry arrives."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import codes
from ledger.custody.models import Hold, Lot
from ledger.parties import roles
from ledger.risk.incidents import tips
from ledger.risk.incidents.clocks import over
from ledger.risk.incidents.late import late_ones
from ledger.risk.incidents.models import Incident, Tip
from sites.incidents import public_pages
from tests import make
from tests.make import entered, envelope

pytestmark = pytest.mark.django_db
CLAIM = "Two men asked 2,000 a bag from every bicycle."


@pytest.fixture
def as_role(world):
    def sign_in(role, at=None):
        client = Client()
        client.force_login(make.user(role, role, at or world.programme_party))
        return client

    return sign_in


def hidden(page) -> dict:
    """Return the hidden fields of a form, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(client, path, **typed):
    """Open a form, fill it in and send it."""
    page = client.get(path)
    assert page.status_code == 200, page
    return client.post(path, {**hidden(page), **typed})


def text(client, path) -> str:
    page = client.get(path)
    assert page.status_code == 200, page
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_case_goes_from_report_to_publication_by_forms(as_role, world, cases):
    clerk, officer, second = (
        as_role(roles.DEPOT_CLERK, world.ours.party),
        as_role(roles.PROGRAMME_MANAGER),
        as_role(roles.REGULATOR, make.code(codes.PARTY)),
    )
    said = {"category": "A2-5", "level": "2", "claim": CLAIM, "source": "committee", "place": world.site}
    answer = send(clerk, "/incidents/new/", **said, parties=world.cooperative, since="2026-09-01", until="2026-11-12")
    case = Incident.objects.get()
    assert answer["Location"] == f"/incidents/{case.code}/"

    at = f"/incidents/{case.code}"
    send(officer, f"{at}/acknowledge/")
    send(officer, f"{at}/level/", level="3", reason="One road only.")
    send(officer, f"{at}/reply/", reply="It was a sanitary post.", party=world.cooperative)
    step = {"does_1": "Take it down.", "measure_1": "Visits", "target_1": "None seen", "due_on_1": make.days_ago(-30)}
    send(officer, f"{at}/plan/", plan_on=make.days_ago(0), **step)
    send(officer, f"{at}/step/", step="1", done_on=make.days_ago(0), result="None seen")
    send(officer, f"{at}/find/", finding="partly", reason="Two drivers confirm it.")
    send(officer, f"{at}/decide/", decision="continue_with_mitigation", reason="It works.")
    send(second, f"{at}/close/", outcome="resolved", reason="Gone.")
    send(officer, f"{at}/publish/", summary="Payments were asked for on a road.", area="Mulendo")

    page = text(officer, f"{at}/")
    for words in (
        CLAIM,
        "sanitary post",
        "Two drivers confirm it.",
        "Level 3, the least",
        "One road only.",
        "downgrade",
    ):
        assert words in page
    row = Incident.objects.get()
    assert (row.state, row.outcome, row.downgrades, row.public_area) == ("closed", "resolved", 1, "Mulendo")
    public = Client()
    assert "Payments were asked for on a road." in text(public, "/public/incidents/")
    (told,) = public.get("/public/incidents.json").json()["incidents"]
    assert told["area"] == "Mulendo"
    assert world.site not in str(told)
    assert world.cooperative not in str(told)


@pytest.mark.rule("INC-07")
def test_the_named_party_reads_the_case_in_short_and_replies(as_role, world, cases):
    code = cases.reported(parties=[world.ours.party], claim=CLAIM, summary="Payments at a barrier.", at=make.NOW)
    clerk, rival = as_role(roles.DEPOT_CLERK, world.ours.party), as_role(roles.DEPOT_CLERK, world.rivals.party)

    page = text(clerk, f"/incidents/{code}/")
    assert "Payments at a barrier." in page
    assert CLAIM not in page
    assert rival.get(f"/incidents/{code}/").status_code == 404
    send(clerk, f"/incidents/{code}/reply/", reply="We know of nothing.", party=world.ours.party)
    assert "We know of nothing." in text(as_role(roles.AUDITOR), f"/incidents/{code}/")


@pytest.mark.rule("WB-01")
def test_overseers_of_an_accused_agency_read_it_in_short_too_and_work_on_nothing(as_role, world, cases):
    code = cases.reported(parties=[world.agency], claim=CLAIM, at=make.NOW)
    inspector = as_role(roles.REGULATOR, world.agency)

    page = text(inspector, f"/incidents/{code}/")
    assert CLAIM not in page
    assert inspector.get(f"/incidents/{code}/close/").status_code == 404
    assert CLAIM in text(as_role(roles.REGULATOR, make.code(codes.PARTY)), f"/incidents/{code}/")


@pytest.mark.rule("WB-01")
def test_no_page_of_a_case_tells_who_entered_it(as_role, world, cases):
    user = make.user("amani-kazadi", roles.TAGGING_AGENT, world.agency)
    client = Client()
    client.force_login(user)
    send(
        client,
        "/incidents/new/",
        category="TAG-LOSS",
        level="3",
        claim=CLAIM,
        source="field_operator",
        place=world.site,
    )
    code = Incident.objects.get().code

    for reader in (as_role(roles.PROGRAMME_MANAGER), as_role(roles.AUDITOR), client):
        page = reader.get(f"/incidents/{code}/").content.decode()
        # the masthead tells a reader who they are themselves
        assert user.username not in page.split("<main", 1)[1]


def test_the_list_filters_and_says_levels_in_words(as_role, world, cases):
    open_one = cases.reported(category="A2-3.ii")
    closed = cases.reported(category="SCALE-FAULT")
    cases.closed(closed)
    officer = as_role(roles.PROGRAMME_MANAGER)

    assert "Level 1, the worst" in text(officer, "/incidents/")
    for query, shown in {
        "": {open_one},
        "?show=closed": {closed},
        "?show=all": {open_one, closed},
        "?show=over": {open_one},
        "?show=all&level=3": {closed},
        "?show=all&place=nowhere": set(),
    }.items():
        page = officer.get(f"/incidents/{query}").content.decode()
        assert {code for code in (open_one, closed) if f"/incidents/{code}/" in page} == shown


def test_a_site_shows_its_incidents_to_those_who_may_see_them(as_role, world, cases):
    code = cases.reported(category="A2-5", at=make.NOW)

    assert "Security forces that control" in text(as_role(roles.AUDITOR), f"/sites/{world.site}/")
    assert code not in as_role(roles.BUYER, world.rivals.party).get(f"/sites/{world.site}/").content.decode()


# --- without a name ---------------------------------------------------------------------------------------------------
@pytest.mark.rule("WB-01")
def test_anybody_speaks_without_a_name_reads_the_state_by_the_code_and_adds(as_role, world):
    nobody = Client()
    page = nobody.post("/tell/", {"words": CLAIM, "place": codes.shown(world.site), "about": "security"})
    code = re.search(r'class="line code"[^>]*>([0-9A-Z-]{16})<', page.content.decode())[1]
    tip = Tip.objects.get()
    assert (tip.place, tip.about, tips.read(tip.words)) == (world.site, "security", CLAIM)
    assert nobody.cookies.keys() <= {"csrftoken"}

    assert "Nobody has read it yet" in _said(nobody.post("/tell/more/", {"code": code}))
    nobody.post("/tell/more/", {"code": code.lower(), "more": "It was on Tuesday."})
    assert [words for _each, words in tips.thread(tip)] == ["It was on Tuesday."]
    assert nobody.post("/tell/more/", {"code": "0000-0000-0000-0"}).status_code in {404, 422}

    officer = as_role(roles.PROGRAMME_MANAGER)
    assert CLAIM in text(officer, f"/incidents/told/{tip.key}/")
    send(officer, f"/incidents/told/{tip.key}/", what="answer", words="At which road?")
    send(
        officer, f"/incidents/told/{tip.key}/",
        what="", category="A2-5", level="2", claim="Payments on a road.", source="whistle_blower", place=world.site,
    )  # fmt: skip
    again = _said(nobody.post("/tell/more/", {"code": code}))
    assert "At which road?" in again
    assert "A case is open." in again
    assert Incident.objects.get().source == "whistle_blower"


def _said(page) -> str:
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_machine_that_fills_in_the_trap_is_thanked_and_nothing_is_kept(db):
    assert Client().post("/tell/", {"words": "buy now", "about": "unknown", "email": "x@y"}).status_code == 200

    assert not Tip.objects.exists()


def test_a_full_hour_is_said_and_nothing_is_lost_in_silence(db, monkeypatch):
    monkeypatch.setattr(tips, "parameter", lambda name, day: 0)

    page = Client().post("/tell/", {"words": CLAIM, "about": "unknown"})

    assert page.status_code == 429
    assert CLAIM in page.content.decode()


@pytest.mark.rule("WB-01")
def test_a_gateway_hands_in_lines_with_its_token_and_gets_the_code_for_the_sender(world, settings):
    nobody, token = Client(), {"HTTP_AUTHORIZATION": f"Bearer {settings.TEXT_LINE_TOKEN}"}
    line = {"text": f"TUKIO {world.site} askari wanaomba pesa", "from": "+243000111222"}

    assert nobody.post("/tell/line/", line).status_code == 404
    answer = nobody.post("/tell/line/", line, **token)

    assert tips.shown("0" * 13)[:4] == "0000"
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", answer.json()["reply"])[0]
    tip = tips.find(code)
    assert (tip.place, tip.category, tip.language, tip.channel) == (world.site, "A2-5", "sw", "text")
    assert "000111222" not in tips.read(tip.words)


# --- holds ------------------------------------------------------------------------------------------------------------
def held(world, **lot) -> tuple[str, Hold]:
    code = world.lot(**lot)
    entered(world.regulator, envelope("lot.held.v1", lot=code, rule="TAG-02"))
    return code, Hold.objects.get(lot=code)


def test_holds_say_what_they_cost_the_miner_where_a_price_is_known(as_role, world):
    officer = as_role(roles.PROGRAMME_MANAGER)
    held(world, mass_g=40_000)
    assert "not known" in text(officer, "/holds/")

    world.bought(mass_g=20_000)  # 412.20 USD for 20 kg
    page = text(officer, "/holds/")

    assert "about 824 USD" in page
    assert "not paid yet to those who dug it" in page
    assert "40.0 kg" in page


def test_a_trader_sees_the_holds_of_his_lots_alone(as_role, world):
    lot = world.bought()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02"))

    assert lot in as_role(roles.DEPOT_CLERK, world.ours.party).get("/holds/").content.decode()
    assert lot not in as_role(roles.DEPOT_CLERK, world.rivals.party).get("/holds/").content.decode()


@pytest.mark.parametrize(("how", "seals", "sealed"), [("free", "", None), ("seal", "A-1, A-2", ["A-1", "A-2"])])
def test_a_hold_is_decided_by_somebody_else_than_placed_it(as_role, world, how, seals, sealed):
    lot, hold = held(world)
    officer = as_role(roles.PROGRAMME_MANAGER)

    answer = send(officer, f"/holds/{lot}/{hold.key}/", how=how, seals=seals, note="The tag was misread.")

    assert answer.status_code == 302
    assert not Lot.objects.get(code=lot).on_hold
    assert Hold.objects.get(lot=lot).seals == sealed


def test_a_release_under_seal_names_its_seals(as_role, world):
    lot, hold = held(world)

    answer = send(as_role(roles.PROGRAMME_MANAGER), f"/holds/{lot}/{hold.key}/", how="seal", note="x")

    assert answer.status_code == 422
    assert Lot.objects.get(code=lot).on_hold


def test_a_hold_over_its_day_stands_in_a_list_of_its_own(as_role, world):
    lot = world.lot()
    entered(world.regulator, envelope("lot.held.v1", lot=lot, rule="TAG-02", decide_by="2026-11-04"))
    officer = as_role(roles.PROGRAMME_MANAGER)
    another, _hold = held(world)
    Hold.objects.filter(lot=another)

    assert lot in officer.get("/holds/?show=overdue").content.decode()


# --- statistics -------------------------------------------------------------------------------------------------------
def test_statistics_count_by_level_for_anybody_and_name_nobody(cases, world):
    first, second = cases.reported(level=2), cases.reported(level=2)
    cases.do("level_changed", first, level=3, reason="x")
    cases.closed(first, at="2025-09-11T08:00:00+02:00")
    cases.do("acknowledged", second, at="2025-09-20T08:00:00+02:00")
    nobody = Client()

    told = nobody.get("/public/incidents/statistics.json").json()
    third = next(line for line in told["levels"] if line["level"] == 3)
    assert (third["number"], third["median_days_to_close"], third["downgrades"]) == (1, 10, 1)
    assert told["all"]["number"] == 2
    assert told["all"]["over_a_clock"] == 1
    assert world.site not in str(told)
    assert "Level 1, the worst" in text(nobody, "/public/incidents/statistics/")


# --- many of them -----------------------------------------------------------------------------------------------------
def questions(client, path) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/incidents/?show=all", "/holds/", "/public/incidents/", "/incidents/told/"])
def test_a_list_asks_as_many_questions_for_ten_as_for_one(as_role, world, cases, path):
    officer = as_role(roles.PROGRAMME_MANAGER)

    def one_more():
        code = cases.reported(category="A2-3.ii", lots=[world.bought()], at=make.NOW)
        cases.closed(code, at=make.NOW)
        cases.do("published", code, at=make.NOW, summary="Something happened.", area="Mulendo")
        tips.take(tips.Said(CLAIM, place_words="Kashuvi"))

    one_more()
    one = questions(officer, path)
    for _ in range(9):
        one_more()

    assert questions(officer, path) == one


def test_pages_of_published_cases_follow_one_another(cases, world, monkeypatch):
    codes_made = []
    for _ in range(5):
        code = cases.reported()
        cases.closed(code)
        cases.do("published", code, summary="Something happened.", area="Mulendo")
        codes_made.append(codes.shown(code)[:-1])
    monkeypatch.setattr(public_pages, "PER_PAGE", 2)
    nobody, seen, path = Client(), [], "/public/incidents/"
    while path:
        page = nobody.get(path).content.decode()
        seen += [code for code in codes_made if code in page]
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = f"/public/incidents/{found[1]}" if found else ""

    assert sorted(seen) == sorted(codes_made)


def test_what_the_list_calls_over_is_what_the_clocks_say(cases, world):
    late, in_time, closed = (
        cases.reported(category="A2-5", level=1),
        cases.reported(at=make.days_ago(0) + "T00:30:00+00:00"),
        cases.reported(),
    )
    cases.closed(closed)
    now = datetime.now(UTC)

    asked = {row.code for row in late_ones(now)}
    assert asked == {row.code for row in Incident.objects.all() if over(row, now)} == {late}
    assert in_time not in asked


def test_the_command_reads_a_line_and_keeps_it_only_when_asked(world, capsys):
    call_command("read_text_line", "TUKIO Kashuvi Ouest, askari wanaomba pesa")
    said = capsys.readouterr().out
    assert f"place: {world.site} Kashuvi Ouest" in said
    assert "perhaps about: A2-5" in said
    assert not Tip.objects.exists()

    call_command("read_text_line", "TUKIO kashuvi west, askari", keep=True)
    said = capsys.readouterr().out
    assert f"perhaps {world.site}" in said
    assert tips.find(said.split("code: ")[1].strip()) is not None
