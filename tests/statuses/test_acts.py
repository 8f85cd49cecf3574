"""MINE-05, MINE-06: an act with an annex, three statuses side by side, every lot that a backdated act touches."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO

import pytest
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.deeds.replay import compare
from ledger.models import Flag, Lot, Standing
from ledger.parties import roles
from ledger.tasks import watch_for_risk
from sites.models import Act, MineSite
from sites.statuses import acts
from tests import make
from tests.make import enter, entered, entered_today, envelope
from tests.pages.test_lot_page import text_of

ACT = {"number": "0045/2026", "article": "art. 1", "legal_basis": "Arrêté 0677/2021", "signed_on": "2026-11-02"}


def act(sites, status="red", since="2026-10-15", at="2026-11-03T12:00:00+02:00", **more):
    facts = {**ACT, "by": "state", "status": status, "valid_from": since, "sites": sites, **more}
    return envelope("act.signed.v1", at=at, **facts)


def sign_in(world, role, party=None):
    client = Client()
    client.force_login(make.user(role, role, party or world.agency))
    return client


def red_order(world, number=38, meanwhile=lambda: None):
    """Let bags be dug at 38 sites before, on and after a day, and one order turn all of them Red as of it."""
    sites = [world.site, *(world.new_site(f"Site {each:02d}") for each in range(number - 1))]
    for site in sites:
        tags = iter(world.issue(3, place=site))
        for dug_on in ("2026-10-14", "2026-10-15", "2026-10-31"):
            world.bought(place=site, tag=next(tags), dug_on=dug_on, mass_g=40_000)
    meanwhile()
    entered(world.regulator, act(sites))
    return sites


@pytest.mark.rule("MINE-06")
def test_one_act_turns_38_sites_red_as_of_a_past_day_and_lists_every_lot_made_since(world, seal):
    def watch():
        seal()
        watch_for_risk()

    sites = red_order(world, meanwhile=watch)
    assert not Flag.objects.filter(rule="MINE-02", cleared_on=None).exists()
    watch()

    assert set(MineSite.objects.filter(code__in=sites).values_list("state", "state_since__day")) == {("red", 15)}
    touched = acts.touched(acts.find("0045/2026"), Lot.objects.all())
    assert (touched.lots, touched.dug_g, touched.left_g) == (76, 76 * 40_000, 76 * 40_000)
    assert touched.already_g == touched.dug_g
    assert [site.grams for site in touched.sites] == [80_000] * 38
    listed, after = [], None
    while True:
        page, after = acts.page_of_lots(acts.find("0045/2026"), Lot.objects.all(), after)
        listed += page
        if after is None:
            break
    assert len({line.lot.code for line in listed}) == len(listed) == 76
    assert sum(line.grams for line in listed) == 76 * 40_000
    stopped = Flag.objects.filter(rule="MINE-02", severity="stop", cleared_on=None).values_list("subject", flat=True)
    assert set(stopped) == {line.lot.code for line in listed}


def test_a_blend_is_listed_with_the_grams_from_there_and_weighed_once(world):
    other = world.new_site()
    (tag,) = world.issue(1, place=other)
    here, there = world.bought(mass_g=30_000), world.bought(place=other, tag=tag, mass_g=10_000)
    blend = world.blended(here, there, mass_g=40_000)
    entered(world.regulator, act([world.site]))

    signed = acts.find("0045/2026")
    touched = acts.touched(signed, Lot.objects.all())
    page, _ = acts.page_of_lots(signed, Lot.objects.all(), None)

    assert {line.lot.code: line.grams for line in page} == {here: 30_000, blend: 30_000}
    assert (touched.dug_g, touched.left_g, touched.lots) == (30_000, 30_000, 2)


def test_the_page_of_an_act_asks_as_many_questions_for_38_sites_as_for_one(world):
    red_order(world, 1)
    auditor = sign_in(world, roles.AUDITOR)

    def asked(path):
        auditor.get(path)
        with CaptureQueriesContext(connection) as questions:
            assert auditor.get(path).status_code == 200
        return len(questions)

    one = asked("/acts/0045/2026/")
    sites = [world.new_site(f"Other {number}") for number in range(12)]
    for site in sites:
        (tag,) = world.issue(1, place=site)
        world.bought(place=site, tag=tag, dug_on="2026-10-20")
    entered(world.regulator, act(sites, number="0046/2026"))

    assert asked("/acts/0046/2026/") == one < 25


def test_the_lots_of_an_act_are_found_by_index(world):
    red_order(world, 3)
    sql, parameters = acts.dug_since(acts.find("0045/2026")).values("lot").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "origin_by_place" in plan


def test_an_annex_in_two_entries_is_one_act(world):
    sites = [world.new_site(f"Site {number}") for number in range(2)]
    entered(world.regulator, act(sites[:1]), act(sites[1:]))

    assert acts.find("0045/2026").sites == sites
    assert acts.find(str(Act.objects.order_by("event_id").last().key)).sites == sites


@pytest.mark.rule("MINE-05")
def test_state_scheme_and_own_stand_side_by_side_and_none_overwrites_another(world):
    site = world.new_site(status=None)
    entered(
        world.regulator,
        act([site], "green", "2026-09-01", number="A"),
        act([site], "suspended", "2026-09-02", by="scheme", scheme="iTSCi", number="B"),
        act([site], "yellow", "2026-09-03", by="own", number="C"),
    )

    line = MineSite.objects.get(code=site)
    assert (line.state, line.scheme, line.own) == ("green", "suspended", "yellow")
    assert (str(line.state_since), str(line.scheme_since)) == ("2026-09-01", "2026-09-02")
    (tag,) = world.issue(1, place=site)
    assert enter(world.tagger, world.tagging(place=site, tag=tag))[0].status == "recorded"


def test_only_a_scheme_says_suspended(world):
    (answer,) = enter(world.regulator, act([world.site], "suspended"))

    assert (answer.code, answer.field) == ("not_a_colour", "facts.status")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"valid_to": "2026-10-14"}, "ends_before_it_begins", "facts.valid_to"),
        ({"signed_on": "2026-11-04"}, "signed_later", "facts.signed_on"),
        ({"sites": ["S0000001Z"]}, "unknown_place", "facts.sites[0]"),
        ({"document": "no hash"}, "fact_not_text", "facts.document"),
    ],
)
def test_an_act_that_cannot_be_right_is_refused_at_its_field(world, facts, code, field):
    said = act([world.site])
    said["facts"].update(facts)

    (answer,) = enter(world.regulator, said)

    assert (answer.code, answer.field) == (code, field)
    assert not Act.objects.exists()


def test_an_act_recorded_late_does_not_set_the_register_back(world):
    """A decision of years ago that comes in today leaves the line as it is today."""
    entered_today(world.regulator, act([world.site], "red", "2026-10-15"))
    late = act(
        [world.site], "green", "2016-05-01", at="2016-05-02T12:00:00+02:00", signed_on="2016-05-01", number="old"
    )
    entered_today(world.regulator, late)

    assert MineSite.objects.get(code=world.site).state == "red"


def test_the_decision_keeps_act_article_validity_and_both_days(world):
    entered(world.regulator, act([world.site], valid_to="2027-04-14"))

    said = Standing.objects.get(subject=world.site, value="red")

    assert said.source == "0045/2026, art. 1"
    assert (str(said.valid_from), str(said.valid_to)) == ("2026-10-15", "2027-04-14")
    assert said.terms == {
        "act": "0045/2026",
        "article": "art. 1",
        "legal_basis": "Arrêté 0677/2021",
        "signed_on": "2026-11-02",
    }


# --- pages ---


def form_of(client, **said):
    page = client.get("/acts/new/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(key|at)" value="([^"]+)"', page))
    facts = {"number": "0045/2026", "by": "state", "status": "red", "signed_on": "2026-11-02"}
    return {**hidden, **facts, "valid_from": "2026-10-15", **said}


def test_an_annex_is_pasted_as_codes_or_numbers_of_the_register(world):
    numbered = make.code("S")
    facts = {"place": numbered, "name": "Numbered", "country": "CD", "zone": "Africa/Lubumbashi", "minerals": []}
    entered(world.programme, envelope("site.registered.v1", pcode="codmine04711", **facts))
    regulator = sign_in(world, roles.REGULATOR)
    form = form_of(regulator, annex=f"{world.site[:4]}-{world.site[4:8]}-{world.site[8:]}\ncodmine04711\n")

    page = regulator.post("/acts/new/", form, follow=True)
    again = regulator.post("/acts/new/", form, follow=True)

    assert "recorded for 2 sites" in text_of(page)
    assert "Nothing has changed" in text_of(again)
    assert Act.objects.get().sites == [world.site, numbered]


def test_bad_rows_are_shown_and_nothing_is_entered_until_the_good_ones_are_chosen(world):
    regulator = sign_in(world, roles.REGULATOR)
    wrong = world.site[:-1] + ("0" if world.site[-1] != "0" else "1")
    form = form_of(regulator, annex=f"{world.site}\n{wrong}\n{world.site}\n")

    page = regulator.post("/acts/new/", form)

    assert (page.status_code, Act.objects.count()) == (422, 0)
    bad = page.context["form"].bad_rows
    assert [(row.row, row.column, row.value, row.code) for row, _ in bad] == [
        (2, "line", wrong, "unknown"),
        (3, "line", world.site, "doubled"),
    ]
    assert bad[0][0].suggestion.replace("-", "") == world.site
    assert "row 1 names it already" in bad[1][1]

    regulator.post("/acts/new/", {**form, "take_good": "on"})
    assert Act.objects.get().sites == [world.site]


@pytest.mark.parametrize("form", ["csv", "xlsx", "bare"])
def test_an_annex_is_brought_as_a_file(world, form):
    rows = {"csv": f"name;pcode\nA;{world.site}\n", "bare": f"{world.site}\n"}
    if form == "xlsx":
        content = BytesIO()
        with xlsxwriter.Workbook(content) as book:
            sheet = book.add_worksheet()
            sheet.write_column(0, 1, ["site", world.site])
        content = content.getvalue()
    else:
        content = rows[form].encode()
    regulator = sign_in(world, roles.REGULATOR)
    file = BytesIO(content)
    file.name = f"annex.{form}"

    regulator.post("/acts/new/", form_of(regulator, file=file))

    assert Act.objects.get().sites == [world.site]


def test_an_empty_annex_and_a_broken_file_are_told_at_their_field(world):
    regulator = sign_in(world, roles.REGULATOR)
    broken = BytesIO(b"PK\x03\x04 no workbook")
    broken.name = "annex.xlsx"

    empty = regulator.post("/acts/new/", form_of(regulator))
    torn = regulator.post("/acts/new/", form_of(regulator, file=broken))

    assert "annex" in empty.context["form"].errors
    assert "file" in torn.context["form"].errors
    assert not Act.objects.exists()


def test_the_lots_leave_as_csv_and_by_the_api(world):
    from ledger.parties.tokens import make_token

    red_order(world, 2)
    user = make.user("auditor", roles.AUDITOR, world.programme_party)
    client = Client()
    client.force_login(user)

    streamed = b"".join(client.get("/acts/0045/2026/lots.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(streamed)))
    assert len(rows) == 4
    assert {row["kg_from_there"] for row in rows} == {"40.000"}
    assert {row["made_before_the_act_came_in"] for row in rows} == {"True"}

    headers = {"Authorization": f"Bearer {make_token(user)}"}
    listed = Client().get("/api/v1/acts/", headers=headers).json()["results"]
    assert (listed[0]["number"], len(listed[0]["sites"])) == ("0045/2026", 2)
    lots = Client().get(f"/api/v1/acts/{listed[0]['key']}/lots/?limit=3", headers=headers).json()
    assert ([row["grams"] for row in lots["results"]], lots["open_total_g"]) == ([40_000] * 3, 160_000)
    assert len(Client().get(lots["next"], headers=headers).json()["results"]) == 1


def test_who_does_not_oversee_sees_the_lots_of_their_own_hands(world):
    red_order(world, 1)
    rival = sign_in(world, roles.DEPOT_CLERK, world.rivals.party)

    page = text_of(rival.get("/acts/0045/2026/"))

    assert "No lot to show" in page
    assert "80.0" not in page


def test_the_list_of_acts_leads_to_each(world):
    for number in range(45):
        entered(world.regulator, act([world.site], number=f"{number:04d}/2026"))
    client = sign_in(world, roles.AUDITOR)

    first = client.get("/acts/")
    second = client.get(f"/acts/?after={first.context['following']}")

    assert [line["act"].number for line in second.context["lines"]] == [f"{each:04d}/2026" for each in (4, 3, 2, 1, 0)]
    assert client.get("/acts/no-such-act/").status_code == 404


def test_the_page_of_a_site_shows_every_decision_with_its_paper_and_struck_ones_struck(world):
    entered(world.regulator, act([world.site]))
    taken = {"subject": world.site, "event": Act.objects.get().event_id}
    entered(
        world.regulator, envelope("entries.withdrawn.v1", entries=[taken], reason="The annex named the wrong hill.")
    )

    page = sign_in(world, roles.AUDITOR).get(f"/sites/{world.site}/")

    assert "<del><b>Red</b>" in page.content.decode()
    said = text_of(page)
    assert "0045/2026 , art. 1 · signed 2 Nov 2026 · recorded" in said
    assert "Taken back: The annex named the wrong hill." in said
    assert page.context["statuses"][0].now.colour == "green"
    assert compare()[1] == {}
