"""What a row becomes: a visit, a report, a decision of the State or of a scheme, and never more than it says."""

from __future__ import annotations

import json

import pytest

from ledger.standing.models import Standing
from sites.models import MineSite, Visit
from tests.importing.conftest import ITSCI, QUALIFIED, VISIT, events, facts, kinds, opened


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("pcode", "", "missing"),
        ("pcode", "zwemine00012", "not_a_congolese_site"),
        ("visit_date", "", "missing"),
        ("visit_date", "2018-02-30", "not_a_day"),
        ("visit_date", "09/08/2018", "not_a_day"),
        ("visit_date", "1900-01-01", "day_too_early"),
        ("visit_date", "2999-01-01", "day_in_future"),
        ("longitude", "28,885", "not_degrees"),
        ("longitude", "", "half_a_position"),
        ("latitude", "NaN", "not_degrees"),
        ("latitude", "19.44", "position_outside_country"),
        ("workers_numb", "une centaine", "not_whole_number"),
        ("workers_numb", "12.5", "not_whole_number"),
        ("workers_numb", "100001", "not_whole_number"),
        ("presence", "2", "not_yes_or_no"),
        ("interference", "oui", "not_yes_or_no"),
        ("childunder15", "x", "not_yes_or_no"),
        ("qualification", "Violet", "unknown_colour"),
        ("itsci", "peut-être", "unknown_scheme_status"),
        ("taxation_armed_group1", "souvent", "not_yes_or_no"),
        ("mechanisation", "énorme", "unknown_mechanisation"),
        ("name", "x" * 201, "too_long"),
        ("name", "Kalimbi\x07", "not_printable"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row_by_name(imported, column, value, reason):
    done = imported({**VISIT, "armed_group1": "FARDC", column: value})

    assert done.statuses == {"refused": 1}
    ((number, where, _, why),) = done.bad
    assert (number, where, why) == (2, column, reason)
    assert not events()


@pytest.mark.parametrize(("cell", "answer"), [("1", "yes"), ("0", "no"), ("", "unknown")])
@pytest.mark.parametrize(
    ("column", "fact"), [("presence", "presence"), ("interference", "interference"), ("childunder15", "children")]
)
def test_three_answers_stay_three_and_blank_is_never_no(imported, column, fact, cell, answer):
    imported({**VISIT, column: cell})

    assert facts("site.visited.v2")[fact] == answer
    assert getattr(Visit.objects.get(), fact) == answer


def test_a_visit_of_the_field_team_is_on_site(imported):
    imported({**VISIT, "women": "1", "mercury": "0"})

    seen = facts("site.visited.v2")
    assert (seen["on_site"], seen["workers"], seen["women"], seen["mercury"]) == ("yes", 120, "yes", "no")
    assert (seen["by_whom"], seen["project"], seen["source"]) == (
        "IPIS",
        "IPIS - Ulula 2018",
        "IPIS open data, visit 7",
    )
    assert events("site.visited.v2")[0]["happened_at"] == "2018-08-09T12:00:00+02:00"


@pytest.mark.parametrize("project", ["BGR", "PAX", "", "Un autre projet"])
def test_what_a_third_party_says_is_not_known_to_be_on_site(imported, project):
    imported({**VISIT, "project": project})

    assert facts("site.visited.v2")["on_site"] == "unknown"


def test_a_visit_that_did_not_get_there_is_not_on_site(imported):
    imported({**VISIT, "visit_onsite": "0", "visit_onsite_novisitreason": "Insécurité"})

    assert facts("site.visited.v2")["on_site"] == "no"
    assert opened("notes") == [{"note": "Insécurité"}]


@pytest.mark.parametrize(
    ("word", "colour"), [("Vert", "green"), ("JAUNE", "yellow"), ("Rouge", "red"), ("Bleu", "blue")]
)
def test_a_qualification_row_is_the_states_decision_without_an_end(imported, word, colour):
    imported({**QUALIFIED, "qualification": word, "workers_numb": ""})

    decided = facts("site.status_decided.v1")
    assert (decided["by"], decided["status"], decided["valid_from"]) == ("state", colour, "2018-08-09")
    assert decided["act"] == "IPIS open data, visit 8, qualification"
    assert "valid_to" not in decided
    assert kinds()["site.visited.v2"] == 0


def test_a_zero_in_a_status_row_is_no_evidence_that_nobody_armed_was_there(imported):
    imported({**VISIT, "presence": "1", "visit_date": "2017-01-01"}, {**QUALIFIED, "presence": "0"})

    answers = set(Standing.objects.filter(topic="visit.armed_presence").values_list("value", flat=True))
    assert answers == {"yes", "unknown"}


def test_a_one_in_a_status_row_is_kept_as_a_report(imported):
    imported({**QUALIFIED, "workers_numb": "", "presence": "1", "interference": "0"})

    seen = facts("site.visited.v2")
    assert (seen["presence"], seen["interference"], seen["on_site"]) == ("yes", "unknown", "unknown")


@pytest.mark.parametrize("word", ["Not class", "No class"])
def test_not_classified_decides_nothing_and_is_kept_as_a_remark(imported, word):
    done = imported({**QUALIFIED, "qualification": word, "workers_numb": ""})

    assert done.added == {"site.registered.v1": 1, "site.visited.v2": 1}
    assert opened("notes") == [{"note": f"qualification: {word}"}]


@pytest.mark.parametrize(("word", "status"), [("Actif", "active"), ("Suspendu", "suspended")])
def test_a_scheme_row_is_the_schemes_word_and_no_visit(imported, word, status):
    imported({**ITSCI, "itsci": word})

    decided = facts("site.status_decided.v1")
    assert (decided["by"], decided["scheme"], decided["status"]) == ("scheme", "iTSCi", status)
    assert kinds()["site.visited.v2"] == 0


@pytest.mark.parametrize(("row", "column"), [(QUALIFIED, "qualification"), (ITSCI, "itsci")])
def test_a_status_row_without_a_status_is_refused(imported, row, column):
    done = imported({**row, column: ""})

    assert done.bad == [(2, column, "", "nothing_decided")]


def test_a_status_that_a_visitor_wrote_down_is_a_witness_and_decides_nothing(imported):
    imported({**VISIT, "qualification": "Vert", "itsci": "Actif"})

    seen = facts("site.visited.v2")
    assert (seen["status_recorded"], seen["scheme_recorded"]) == ("green", "active")
    assert kinds()["site.status_decided.v1"] == 0


def test_names_of_armed_groups_and_exact_points_stay_out_of_the_leaf(imported):
    groups = {"armed_group1": "Maï-Maï Simba (ex-Morgan)", "type_armed_group1": "Groupe armé local"}
    imported({**VISIT, **groups, "armed_group2": "FARDC", "type_armed_group2": "FARDC - Pas d’ingérence constatée"})

    told = json.dumps(events(), ensure_ascii=False)
    for hidden in ("Simba", "FARDC", "Nyabibwe", "28885", "1944"):
        assert hidden not in told
    assert facts("site.visited.v2")["armed"] == [
        {"number": 1, "kind": "local_group"},
        {"number": 2, "kind": "army", "interference": "no"},
    ]
    assert facts("site.registered.v1")["cell"] == "-1.9,28.9"
    hidden = {name: value for group in opened("position") for name, value in group.items()}
    simba, army = hidden["groups"]
    assert (simba["number"], simba.get("written", simba["name"])) == (1, "Maï-Maï Simba (ex-Morgan)")
    assert (army["name"], army["kind_written"]) == ("FARDC", "FARDC - Pas d’ingérence constatée")
    assert (hidden["latitude_e6"], hidden["longitude_e6"], hidden["village"]) == (-1_944_000, 28_885_000, "Nyabibwe")


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [("-0.04", "28.95", "0.0,29.0"), ("-12.08436", "23.59986111", "-12.1,23.6"), ("4.46416667", "30.623", "4.5,30.6")],
)
def test_a_cell_is_a_tenth_of_a_degree(imported, latitude, longitude, cell):
    imported({**VISIT, "latitude": latitude, "longitude": longitude})

    assert facts("site.registered.v1")["cell"] == cell


def test_a_point_without_its_two_columns_is_read_from_the_geometry(imported):
    imported({name: value for name, value in VISIT.items() if name not in {"longitude", "latitude"}})

    assert facts("site.registered.v1")["cell"] == "-1.9,28.9"


@pytest.mark.parametrize(
    ("words", "ores", "kept"),
    [
        (("Or", "Cassitérite", "coltan"), ["gold", "cassiterite", "coltan"], None),
        (("Cuivre", "Cobalt", ""), ["copper_ore", "cobalt_ore"], None),
        (("Manganèse", "Wolframite", "Zircon"), ["other", "wolframite"], "Manganèse, Wolframite, Zircon"),
        (("inconnu", "", ""), [], "inconnu"),
        (("", "", ""), [], None),
    ],
)
def test_ores_get_our_names_and_foreign_words_are_kept(imported, words, ores, kept):
    imported({**VISIT, **dict(zip(("mineral1", "mineral2", "mineral3"), words, strict=True))})

    site = facts("site.registered.v1")
    assert site["minerals"] == ores
    assert site.get("minerals_as_written") == kept


def test_a_site_is_registered_once_with_the_facts_of_its_newest_row(imported):
    newest = {**VISIT, "vid": "2", "visit_date": "2019-05-01", "mineral1": "Coltan"}
    oldest = {**VISIT, "vid": "3", "visit_date": "2012-05-01", "mineral1": "Or"}

    done = imported({**VISIT, "vid": "1"}, newest, oldest)

    assert done.added == {"site.registered.v1": 1, "site.visited.v2": 3}
    assert MineSite.objects.get().minerals == ["coltan"]
