"""What rows become: entries whose facts say what the row says; references by any number; refusals told by cell."""

import json

import pytest
from django.db import connection

from ledger import codes
from ledger.models import Party
from sites.models import MineSite, PartyNumber, Visit
from tests import make
from tests.imports.conftest import (
    brought,
    counts,
    entered,
    licence_row,
    party_row,
    site_row,
    status_row,
    visit_row,
    wrong,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def leaves(kind: str) -> list[dict]:
    """Return the leaves of a kind, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM ledger_event WHERE kind = %s ORDER BY id", [kind])
        return [json.loads(bytes(entry)) for (entry,) in cursor.fetchall()]


def test_a_site_with_all_that_is_known_of_it(world):
    row = site_row(
        1,
        name="Luvembe Aval",
        latitude="-1,944",
        longitude="28.885",
        icglr_id="CD--1.9440+28.8850-00017",
        aliases="Luvembe 2; Chez Kito",
        minerals="cassitérite, graphite cristallin",
        territory="Kalehe",
    )

    run = entered(world, "sites", [row])

    assert counts(run) == (1, 0, 0), wrong(run)
    site = MineSite.objects.get(name="Luvembe Aval")
    assert (site.pcode, site.cell, site.minerals) == ("codmine00001", "-1.9,28.9", ["cassiterite", "other"])
    assert codes.is_code(site.code, codes.PLACE)
    facts = leaves("site.registered.v2")[-1]["facts"]
    assert facts["zone"] == "Africa/Lubumbashi"
    assert facts["minerals_as_written"] == "cassitérite, graphite cristallin"
    assert "latitude_e6" not in facts


def test_half_a_position_and_a_zone_that_does_not_follow(world):
    run = brought(
        world,
        "sites",
        [site_row(1, latitude="-1.9", longitude=""), site_row(2, country="Brasil", latitude="", longitude="")],
    )

    assert [(row, column, code) for row, column, code, _ in wrong(run)] == [
        (2, "longitude", "half_a_position"),
        (3, "time_zone", "zone_needed"),
    ]


def test_every_bad_cell_of_a_row_is_told_at_once(world):
    run = brought(world, "sites", [site_row(1, name="", country="Congoo", minerals="golt")])

    assert [(column, code) for _row, column, code, _ in wrong(run)] == [
        ("country", "not_a_country"),
        ("minerals", "not_listed"),
        ("name", "missing"),
    ]


def test_a_number_that_another_site_has_is_told_with_that_site(world):
    entered(world, "sites", [site_row(1)])
    known = MineSite.objects.get(pcode="codmine00001")

    run = brought(world, "sites", [site_row(9, pcode="codmine00001")])

    assert wrong(run) == [(2, "pcode", "pcode_taken", codes.shown(known.code))]


def test_a_site_that_looks_like_another_is_told_with_it(world):
    entered(world, "sites", [site_row(1, name="Luvembe Aval", pcode="")])
    known = MineSite.objects.get(name="Luvembe Aval")

    run = brought(world, "sites", [site_row(2, name="Luvembe  aval", pcode="")])

    assert [(row, code, near) for row, _column, code, near in wrong(run)] == [
        (2, "looks_like", codes.shown(known.code))
    ]


def test_a_site_that_was_compared_is_registered_beside_the_other(world):
    entered(world, "sites", [site_row(1, name="Luvembe Aval", pcode="")])
    known = MineSite.objects.get(name="Luvembe Aval")
    row = site_row(2, name="Luvembe aval", pcode="", distinct_from=known.code, distinct_because="Across the river.")

    assert counts(entered(world, "sites", [row])) == (1, 0, 0)


def test_sites_are_named_by_our_code_as_read_aloud_and_by_any_number(world):
    entered(world, "sites", [site_row(1, national_id="NK/0042")])
    site = MineSite.objects.get(pcode="codmine00001")
    named = [codes.shown(site.code).lower(), "codmine00001", "nk/0042"]

    run = entered(
        world,
        "visits",
        [visit_row(world, site=name, visited_on=f"2026-10-{day}") for day, name in enumerate(named, 10)],
    )

    assert counts(run) == (3, 0, 0), wrong(run)
    assert Visit.objects.filter(place=site.code).count() == 3


def test_a_site_code_with_one_wrong_sign_gets_the_right_one_proposed(world):
    other = "Z" if world.site[4] != "Z" else "Y"
    typed = world.site[:4] + other + world.site[5:]

    run = brought(world, "visits", [visit_row(world, site=typed)])

    assert wrong(run) == [(2, "site", "unknown_site", codes.shown(world.site))]


def test_a_site_named_by_its_name_alone_gets_its_code_proposed(world):
    run = brought(world, "visits", [visit_row(world, site="kashuvi ouest"), visit_row(world, site="Nowhere")])

    assert wrong(run) == [
        (2, "site", "unknown_site", codes.shown(world.site)),
        (3, "site", "unknown_site", ""),
    ]


def test_blank_answers_of_a_visit_are_unknown_and_never_no(world):
    run = entered(world, "visits", [visit_row(world, presence="", workers="58")])

    visit = Visit.objects.get()
    assert counts(run) == (1, 0, 0)
    assert (visit.on_site, visit.presence, visit.interference, visit.children) == ("unknown",) * 4
    assert leaves("site.visited.v2")[-1]["happened_at"] == "2026-10-19T12:00:00+02:00"


def test_names_of_armed_groups_stay_out_of_the_open_facts(world):
    row = visit_row(world, presence="oui", actors="fardc, groupe armé local", groups="; Kikundi cha Jua")

    entered(world, "visits", [row])

    (leaf,) = leaves("site.visited.v2")
    assert [each["kind"] for each in leaf["facts"]["armed"]] == ["army", "local_group"]
    assert "Jua" not in json.dumps(leaf)


def test_a_name_without_a_kind_of_actor_is_refused(world):
    run = brought(world, "visits", [visit_row(world, groups="Kikundi")])

    assert [(column, code) for _row, column, code, _ in wrong(run)] == [("groups", "groups_without_kind")]


def test_a_decision_happened_when_it_was_signed(world):
    row = status_row(world, status="rouge", valid_from="2026-02-03", signed_on="12/02/2026", article="art. 2")
    entered(world, "statuses", [{**row, "signed_on": "2026-02-12"}])

    leaf = leaves("site.status_decided.v1")[-1]
    assert leaf["happened_at"].startswith("2026-02-12T12:00:00")
    assert leaf["facts"]["signed_on"] == "2026-02-12"


def test_a_scheme_word_by_the_state_is_refused_by_the_ledger_and_told_of_its_cell(world):
    run = brought(world, "statuses", [status_row(world, status="active")])

    assert [(column, code) for _row, column, code, _ in wrong(run)] == [("status", "not_a_colour")]


def test_a_party_with_its_number_is_found_by_it(world):
    entered(world, "parties", [party_row("Mineração Ltda", country="Chile", register="RUT", number="76.086.428-5")])
    party = PartyNumber.objects.get().party

    run = entered(
        world,
        "licences",
        [licence_row(world, holder=holder, number=number) for number, holder in enumerate(("76086428-5", party), 1)],
    )

    assert counts(run) == (2, 0, 0), wrong(run)
    assert Party.objects.get(code=party).country == "CL"


def test_a_party_of_which_one_entry_is_refused_leaves_nothing(world):
    before = Party.objects.count()

    run = entered(
        world, "parties", [party_row("Un"), party_row("Deux", country="CL", register="RUT", number="76086428-6")]
    )

    assert counts(run) == (1, 0, 1)
    assert [(row, column, code) for row, column, code, _ in wrong(run)] == [(3, "number", "number_check_wrong")]
    assert Party.objects.count() == before + 1


def test_a_row_refused_once_can_come_again_when_the_world_has_changed(world):
    rows = [visit_row(world, site="codmine00001"), visit_row(world)]
    assert counts(entered(world, "visits", rows)) == (1, 0, 1)
    entered(world, "sites", [site_row(1)])

    assert counts(entered(world, "visits", rows)) == (1, 1, 0)


def test_a_register_without_a_number_is_told(world):
    run = brought(world, "parties", [party_row(register="RCCM", number="")])

    assert [(column, code) for _row, column, code, _ in wrong(run)] == [("number", "missing")]


def test_who_may_not_enter_a_kind_learns_so_for_every_row(world):
    run = brought(world, "parties", [party_row()], by=world.regulator)

    assert [code for _row, _column, code, _ in wrong(run)] == ["not_allowed"]
    assert counts(run) == (0, 0, 1)


def test_a_merged_or_struck_site_is_not_found(world):
    run = entered(world, "sites", [site_row(1)])
    from tests.imports.conftest import undone

    undone(world, run)

    assert [
        code for *_rest, code, _near in wrong(brought(world, "visits", [visit_row(world, site="codmine00001")]))
    ] == ["unknown_site"]


def test_licences_by_kind_and_area(world):
    row = licence_row(world, regime="cd-neg", area_ha="12,5", minerals="or", site=world.site)

    run = entered(world, "licences", [row])

    assert counts(run) == (1, 0, 0), wrong(run)
    facts = leaves("licence.granted.v1")[-1]["facts"]
    assert (facts["regime"], facts["area_m2"], facts["minerals"], facts["place"]) == (
        "CD-NEG",
        125_000,
        ["gold"],
        world.site,
    )
    assert make.code(codes.LICENCE)[0] == facts["licence"][0]
