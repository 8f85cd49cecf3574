"""Pages of minerals and of the rule book: doubts are shown, history stays, keepers of the register add to it."""

from __future__ import annotations

import pytest

from ledger.parties import roles
from ledger.rulebook.shelves import history
from tests.pages.test_lot_page import questions, text_of
from tests.reference.saying import say
from tests.served import caller

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return text_of(answer)


def test_the_list_shows_potential_and_lists_with_their_edition(rule_book, as_role):
    said = page(as_role(roles.BUYER), "/minerals/")

    assert "Tin" in said and "Tantalum" in said and "Dysprosium" in said
    assert "as printed in IGF/IISD 2024, edition not stated" in said


def test_a_mineral_shows_names_exact_factor_ceiling_and_codes(rule_book, as_role):
    said = page(as_role(roles.BUYER), "/minerals/tin/")

    assert "gasegereti (rw)" in said
    assert "0.78768" in said and "exactly 19785/25118" in said
    assert "78.77" in said
    assert "260900" in said and "Tin ores and concentrates" in said


@pytest.mark.parametrize(
    ("mineral", "words"),
    [
        ("nickel", "SUSPECT VALUE: 160"),
        ("barite", "SUSPECT UNIT: 1.9"),
        ("graphite", "Türkiye"),
        ("cobalt", "15-30% in section 2.3"),
        ("tin", "printed as 27% here"),
        ("lithium", "a reserve in the text, a resource in the table"),
    ],
)
def test_doubtful_figures_and_contradictions_are_shown(rule_book, as_role, mineral, words):
    assert words in page(as_role(roles.BUYER), f"/minerals/{mineral}/")


def test_a_use_whose_tick_was_lost_is_shown_as_not_looked_at(rule_book, as_role):
    tin, copper = (as_role(roles.BUYER).get(f"/minerals/{each}/").content.decode() for each in ("tin", "copper"))

    assert tin.count('data-v="na"') == 8
    assert 'data-v="na"' not in copper


def test_lithium_shows_zimbabwe_s_rules_with_their_days(rule_book, as_role):
    said = page(as_role(roles.BUYER), "/minerals/lithium/")

    assert "ZW-SI213-LI-ORE" in said and "20 Dec 2022 to 5 Jan 2023" in said
    assert "ZW-2026-LI-CONCENTRATE" in said and "from 25 Feb 2026" in said
    assert "Lithium ore purchase licence" in said


def test_sites_of_the_register_are_counted_by_ore(rule_book, world, as_role):
    world.new_site("Second")

    said = as_role(roles.BUYER).get("/minerals/tin/").content.decode()

    assert 'href="/sites/?mineral=cassiterite"' in said
    assert '<td class="num">2</td>' in said


@pytest.mark.parametrize("mineral", ["dysprosium", "diamond", "vanadium", "platinum"])
def test_a_mineral_that_is_no_ore_here_or_has_no_figures_has_a_page(rule_book, as_role, mineral):
    page(as_role(roles.AUDITOR), f"/minerals/{mineral}/")


def test_every_mineral_has_a_page(rule_book, as_role):
    from ledger.reference.files import shipped

    client = as_role(roles.AUDITOR)

    assert [
        row["code"] for row in shipped("commodities") if client.get(f"/minerals/{row['code']}/").status_code != 200
    ] == []


def test_there_is_no_page_of_a_mineral_that_nobody_names(rule_book, as_role):
    assert as_role(roles.BUYER).get("/minerals/unobtainium/").status_code == 404


def test_an_empty_rule_book_says_so(as_role):
    client = as_role(roles.BUYER)

    assert "The rule book is empty." in page(client, "/minerals/")
    assert "The rule book is empty." in page(client, "/reference/")


def test_questions_do_not_grow_with_sites_or_rows(rule_book, world, as_role):
    client = as_role(roles.AUDITOR)
    addresses = ["/minerals/", "/minerals/tin/", "/reference/", "/reference/facts/"]
    before = [questions(client, each) for each in addresses]
    for number in range(12):
        world.new_site(f"Site {number}")
        say(world.programme, "facts", f"X{number}", {"topic": "production"})

    assert [questions(client, each) for each in addresses] == before


def test_a_long_table_goes_on_page_by_page_and_back(rule_book, as_role):
    client = as_role(roles.BUYER)
    first = client.get("/reference/countries/")
    seen, following = list(keys_of(first)), first.context["page"].after
    while following:
        answer = client.get(f"/reference/countries/?{following}")
        seen += keys_of(answer)
        following = answer.context["page"].after

    back = client.get(f"/reference/countries/?{answer.context['page'].before}")
    assert len(seen) == len(set(seen)) == 249
    assert keys_of(back) == seen[-(9 + 40) : -9]


def keys_of(answer) -> list[str]:
    return [line["row"].key for line in answer.context["lines"]]


def test_a_table_is_filtered_by_country_and_by_key(rule_book, as_role):
    client = as_role(roles.BUYER)

    ours = keys_of(client.get("/reference/country_rules/?part=ZW"))
    found = keys_of(client.get("/reference/country_rules/?q=egc"))

    assert ours and all(key.startswith("ZW-") for key in ours)
    assert found == ["CD-EGC-COBALT"]


def test_a_key_with_a_slash_has_a_page(rule_book, as_role):
    assert "FDLR (Rudi)" in page(as_role(roles.BUYER), "/reference/ipis_groups/FDLR/Rudi/")


def test_a_row_is_stated_anew_and_shows_what_it_said(rule_book, world, as_role):
    client = as_role(roles.REGULATOR)
    address = "/reference/licence_regimes/ZW-LOPL/?part=ZW"
    form = client.get(address).context["form"]
    filled = {name: field.value() or "" for name, field in ((each.name, each) for each in form)}
    filled |= {"cell_other_limits": "weekly reconciliation", "confidence": "medium", "source": "gazette 2026"}

    answer = client.post(address, filled)

    now, before = history("licence_regimes/ZW", "ZW-LOPL")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert (now.row["other_limits"], now.confidence, now.source) == ("weekly reconciliation", "medium", "gazette 2026")
    assert {name for name in now.row if now.row[name] != before.row[name]} == {"other_limits"}
    assert now.in_force_from == before.in_force_from
    said = page(client, address)
    assert "What it said before" in said and "monthly ore-movement reconciliation" in said
    assert "stated here" in said and "comes with Lodebook" in said


def test_the_same_form_sent_twice_states_the_row_once(rule_book, as_role):
    client, address = as_role(roles.PROGRAMME_MANAGER), "/reference/ipis_groups/Wazalendo/"
    form = client.get(address).context["form"]
    filled = {each.name: each.value() or "" for each in form}
    filled |= {"cell_name": "Wazalendo", "cell_kind": "local_group", "source": "field team"}

    first, second = client.post(address, filled), client.post(address, filled)

    assert (first.status_code, second.status_code) == (302, 302)
    assert len(history("ipis_groups", "Wazalendo")) == 1


@pytest.mark.parametrize(
    ("field", "said", "words"),
    [
        ("cell_kind", "rebels", "Expected here: one of army"),
        ("cell_name", "", "Expected here: not blank"),
        ("source", "", "required"),
        ("in_force_to", "2020-01-01", "before the first"),
    ],
)
def test_a_wrong_cell_is_told_at_its_field_and_nothing_is_stated(rule_book, as_role, field, said, words):
    client, address = as_role(roles.PROGRAMME_MANAGER), "/reference/ipis_groups/Wazalendo/"
    form = client.get(address).context["form"]
    filled = {each.name: each.value() or "" for each in form}
    filled |= {"cell_name": "W", "cell_kind": "local_group", "source": "team", "in_force_from": "2021-01-01"}

    answer = client.post(address, {**filled, field: said})

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert history("ipis_groups", "Wazalendo") == []


def test_who_does_not_keep_the_register_reads_and_states_nothing(rule_book, as_role):
    client, address = as_role(roles.BUYER), "/reference/ipis_groups/FARDC/"

    assert client.get(address).context["form"] is None
    assert client.post(address, {"source": "x"}).status_code == 403
    assert client.get("/reference/ipis_groups/Nobody/").status_code == 404


def test_a_new_row_begins_with_its_name(rule_book, as_role):
    client = as_role(roles.PROGRAMME_MANAGER)

    answer = client.get("/reference/country_rules/?new=ZM-NEW&part=ZM")

    assert answer["Location"] == "/reference/country_rules/ZM-NEW/?part=ZM"
    assert "Nobody has stated this row yet." in page(client, answer["Location"])


def test_the_api_lists_a_table_by_part_and_page(rule_book, world):
    reader = caller(roles.BUYER, world.rivals.party)

    whole = reader.get("/api/v1/reference/licence_regimes/?limit=500").json()
    first = reader.get("/api/v1/reference/licence_regimes/?part=ZW&limit=4").json()
    second = reader.get(first["next"]).json()

    assert len(whole["results"]) == 70 and whole["next"] is None
    assert {row["part"] for row in first["results"] + second["results"]} == {"ZW"}
    assert len({row["key"] for row in first["results"] + second["results"]}) == 8
    assert first["results"][0]["source"]


def test_the_api_gives_what_a_row_says_now(rule_book, world):
    say(world.programme, "programmes", "LAZ", {"name": "Lithium Association"}, confidence="high")
    rows = caller(roles.BUYER, world.rivals.party).get("/api/v1/reference/programmes/").json()["results"]

    (row,) = [row for row in rows if row["key"] == "LAZ"]
    assert (row["row"], row["confidence"]) == ({"name": "Lithium Association"}, "high")


@pytest.mark.parametrize(
    ("address", "status"),
    [("nothing/", 404), ("programmes/?part=Zim%20babwe", 400), ("programmes/?limit=none", 400)],
)
def test_the_api_refuses_what_is_not_there_or_not_asked_well(rule_book, world, address, status):
    assert caller(roles.BUYER, world.rivals.party).get(f"/api/v1/reference/{address}").status_code == status


def test_a_table_that_a_programme_has_made_itself_is_shown(rule_book, world, as_role):
    say(world.programme, "our_holidays", "2026-12-25", {"says": "Christmas"})

    assert "Christmas" in page(as_role(roles.BUYER), "/reference/our_holidays/2026-12-25/")
    assert "our holidays" in page(as_role(roles.BUYER), "/reference/")
