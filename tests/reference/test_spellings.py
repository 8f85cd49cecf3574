"""Field teams spell names and frequencies as they like; a table says what is meant, and a user can add to it."""

from __future__ import annotations

import pytest

from ledger.reference.files import shipped
from ledger.reference.spellings import KINDS, STEPS, Group, normal_form, shipped_spellings
from ledger.rulebook.loading import load
from ledger.rulebook.spellings import spellings
from tests import make
from tests.reference.saying import say


@pytest.mark.parametrize(
    ("written", "name", "kind"),
    [
        ("FARDC", "FARDC", "army"),
        ("CODECO ", "CODECO", "local_group"),
        ("Police Nationale Congolaise (sauf PMH)", "PNC", "police"),
        ("Police des Mines (PMH)", "PMH", "mines_police"),
        ("FDLR", "FDLR", "foreign_group"),
        ("MAI-MAI YAKUTUMBA", "Maï-Maï Yakutumba", "local_group"),
        ("Maï-Maï Résistant Maï-Maï(RM)", "Maï-Maï Résistants (RM)", "local_group"),
        ("FARDC - Pas d'ingérence constatée", "FARDC", "army"),
    ],
)
def test_a_spelling_means_a_group(written, name, kind):
    assert shipped_spellings().group(written) == Group(name, kind)


def test_two_spellings_of_one_form_never_mean_two_groups():
    meant: dict[str, set] = {}
    for row in shipped("ipis_groups"):
        meant.setdefault(normal_form(row["spelling"]), set()).add((row["name"], row["kind"]))

    assert {form for form, groups in meant.items() if len(groups) > 1} == set()
    assert {row["kind"] for row in shipped("ipis_groups")} <= set(KINDS)


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("Permanente", 5),
        ("permanent", 5),
        ("Hebdomadaire", 4),
        ("Une fois tous les 15 jours", 3),
        ("Trimestrielle", 2),
        ("A l\u2019improviste", 1),
        ("Irreguliere", 1),
        ("Pas", None),
    ],
)
def test_words_for_how_often_are_steps(written, step):
    known = shipped_spellings()

    assert known.step(written) == step
    assert known.knows_frequency(written)


def test_what_nobody_has_mapped_stays_unknown():
    known = shipped_spellings()

    assert known.group("Les inconnus de demain") is None
    assert known.step("Quand il pleut") is None
    assert not known.knows_frequency("Quand il pleut")


def test_every_step_has_spellings():
    assert {int(row["step"]) for row in shipped("ipis_frequencies") if row["step"]} == set(STEPS)


@pytest.mark.django_db
def test_what_a_user_states_wins_over_what_is_shipped_whether_loaded_or_not():
    world = make.world()
    group = {"name": "Park guards of Upemba", "kind": "unknown", "note": ""}

    for _ in range(2):
        say(world.programme, "ipis_groups", "gardes parc", group)
        say(world.programme, "ipis_groups", "Wazalendo", {**group, "name": "W"})
        say(world.programme, "ipis_frequencies", "Régulière", {"step": "4"})
        known = spellings()
        assert known.group("Gardes Parc").name == "Park guards of Upemba"
        assert known.group("WAZALENDO").name == "W"
        assert known.step("Régulière") == 4
        assert known.group("FARDC").kind == "army"
        load()
