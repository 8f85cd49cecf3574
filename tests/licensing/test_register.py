"""The register of licences: granted, renewed, stopped; refused where the law is sure, noticed where it is not."""

import pytest

from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from ledger.standing.models import Standing
from sites.models import Licence, MineSite
from tests import make
from tests.licensing.conftest import granting, miner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]


def refused(world, said) -> tuple[str | None, str | None]:
    (answer,) = make.enter(world.programme, said)
    assert answer.status == "refused"
    return answer.rule, answer.code


def codes_of(licence: str, rule: str) -> list[str]:
    return [each["code"] for each in Licence.objects.get(code=licence).findings if each["rule"] == rule]


def test_a_licence_stands_in_the_register_in_its_holders_standing_and_in_the_line_of_its_site(world, law, registry):
    law("CD")

    code = registry.grant(world.cooperative, "CD-COOP", place=world.site, minerals=["cassiterite"])

    licence, statement = Licence.objects.get(code=code), Standing.objects.get(subject=world.cooperative)
    assert (licence.holder, licence.number, licence.findings, licence.confidence) == (
        world.cooperative,
        "R/2026/17",
        [],
        "medium",
    )
    assert (statement.value, str(statement.valid_to), statement.source) == ("CD-COOP", "2026-12-31", "R/2026/17")
    assert statement.terms["acts"] == ["extract", "purchase", "sell", "transport"]
    assert (statement.terms["licence"], statement.terms["ores"]) == (code, ["cassiterite"])
    assert str(MineSite.objects.get(code=world.site).licence_until) == "2026-12-31"


def test_its_number_is_not_in_the_open(world, law, registry):
    law("CD")
    registry.grant(world.ours.party, "CD-COMPT", number="CAMI-4711")

    key = EventKey.objects.latest("event_id")
    (event,) = events_by_id([key.event_id])

    assert "CAMI-4711" not in str(event.envelope)
    assert "holder_nationality" not in event.envelope["facts"]


@pytest.mark.rule("LIC-06")
def test_without_a_last_day_it_runs_as_long_as_its_kind(world, law, registry):
    law("CD")

    code = registry.grant(world.ours.party, "CD-NEG", valid_from="2026-02-01", valid_to=None)

    licence = Licence.objects.get(code=code)
    assert (str(licence.valid_to), licence.end_assumed) == ("2027-01-31", True)


def test_a_kind_that_the_country_does_not_have_is_a_bad_entry(world, law):
    law("CD")

    (answer,) = make.enter(world.programme, granting(world.ours.party, "CD-NEGG"))

    assert (answer.code, answer.field) == ("unknown_regime", "facts.regime")
    assert "CD-NEG" in answer.facts["expected"]


def test_where_no_law_is_known_it_is_recorded_with_that_finding(world, registry):
    code = registry.grant(world.ours.party, "CD-NEG")

    assert [each["code"] for each in Licence.objects.get(code=code).findings] == ["no_rule_known"]


@pytest.mark.rule("LIC-03")
def test_a_persons_card_is_never_a_companys_and_a_cooperatives_never_a_persons(world, law):
    law("CD", "BI")
    company = make.code("Q")
    said = {"party": company, "name": "Exports", "kind": "exporter", "country": "CD"}
    make.entered(world.programme, make.envelope("party.registered.v1", **said))

    assert refused(world, granting(company, "CD-NEG")) == ("LIC-03", "holder_kind_wrong")
    assert refused(world, granting(miner(world), "BI-ART")) == ("LIC-03", "holder_kind_wrong")
    assert Licence.objects.count() == 0


@pytest.mark.rule("LIC-03")
def test_another_sort_of_holder_than_the_row_names_is_noticed(world, law, registry):
    law("CD")

    code = registry.grant(world.cooperative, "CD-COMPT")

    assert [each["code"] for each in Licence.objects.get(code=code).findings] == ["holder_kind_unusual"]


@pytest.mark.rule("LIC-04")
def test_a_foreign_holder_is_noticed_but_not_refused(world, law, registry):
    law("CD")

    code = registry.grant(world.ours.party, "CD-NEG", holder_nationality="FR")

    assert Licence.objects.get(code=code).findings == [{"rule": "LIC-04", "code": "holder_foreign", "asked": "CD"}]


@pytest.mark.rule("LIC-05")
@pytest.mark.parametrize(("area_m2", "noticed"), [(101_980, []), (102_999, []), (103_100, ["area_above_limit"])])
def test_an_area_above_the_limit_and_a_hundredth_is_noticed(world, law, registry, area_m2, noticed):
    law("GH")

    code = registry.grant(world.ours.party, "GH-SSML", holder_nationality="GH", area_m2=area_m2)

    assert codes_of(code, "LIC-05") == noticed


@pytest.mark.rule("LIC-05")
def test_in_brazil_the_areas_of_a_person_are_added_up(world, law, registry):
    law("BR")
    said = {"holder_nationality": "BR", "area_m2": 300_000}

    first = registry.grant(world.ours.party, "BR-PLG-P", **said)
    second = registry.grant(world.ours.party, "BR-PLG-P", **said)

    assert codes_of(first, "LIC-05") == []
    assert codes_of(second, "LIC-05") == ["area_above_limit"]


@pytest.mark.rule("LIC-07")
def test_an_indonesian_permit_is_renewed_twice_and_not_three_times(world, law, registry):
    law("ID")
    code = registry.grant(world.cooperative, "ID-IPR-K", valid_from="2022-01-01", valid_to="2031-12-31")
    registry.renew(code, valid_from="2032-01-01")
    registry.renew(code, valid_from="2042-01-01")

    third = make.envelope("licence.renewed.v1", licence=code, valid_from="2052-01-01")

    assert refused(world, third) == ("LIC-07", "renewed_too_often")
    assert Licence.objects.get(code=code).renewals == 2


@pytest.mark.rule("LIC-07")
def test_a_new_number_does_not_start_the_count_anew(world, law, registry):
    law("ZW")
    first = registry.grant(world.ours.party, "ZW-PROSP", valid_from="2016-01-01", valid_to="2020-12-31")
    second = registry.grant(
        world.ours.party, "ZW-PROSP", valid_from="2021-01-01", valid_to="2025-12-31", renewal_of=first
    )

    third = granting(world.ours.party, "ZW-PROSP", renewal_of=second)

    assert refused(world, third) == ("LIC-07", "renewed_too_often")


def test_a_licence_renews_only_one_of_its_holder(world, law, registry):
    law("CD")
    theirs = registry.grant(world.rivals.party, "CD-COMPT")

    assert refused(world, granting(world.ours.party, "CD-COMPT", renewal_of=theirs)) == (None, "renewal_of_another")


@pytest.mark.rule("LIC-SL-01")
def test_a_pit_deeper_than_an_artisanal_licence_allows_is_noticed(world, law, registry):
    law("SL")
    make.entered(
        world.programme,
        make.envelope("site.described.v1", place=world.site, as_of="2026-10-01", by_whom="Survey", depth_cm=1_800),
    )

    code = registry.grant(world.cooperative, "SL-AML", place=world.site, holder_nationality="SL")

    (found,) = (each for each in Licence.objects.get(code=code).findings if each["rule"] == "LIC-SL-01")
    assert (found["what"], found["found"], found["limit"]) == ("depth_cm", 1_800, 1_000)


def test_a_revoked_licence_ends_in_the_line_of_its_site(world, law, registry):
    law("CD")
    code = registry.grant(world.cooperative, "CD-COOP", place=world.site)

    registry.stop(code, how="revoked", valid_from="2026-06-01", act="0311/2026")

    licence = Licence.objects.get(code=code)
    assert (licence.stopped_how, str(licence.stopped_on)) == ("revoked", "2026-06-01")
    assert str(MineSite.objects.get(code=world.site).licence_until) == "2026-05-31"


def test_an_agreement_stands_on_both_sides(world, law, registry):
    law("CD")
    code = registry.grant(world.ours.party, "CD-PEPM")
    facts = {"holder": world.ours.party, "group": world.cooperative, "licence": code, "place": world.site}

    make.entered(
        world.programme,
        make.envelope("agreement.stated.v1", agreement="consent_of_holder", valid_from="2026-01-01", **facts),
    )

    said = {each.subject: each.terms for each in Standing.objects.filter(topic="agreement")}
    assert said[world.ours.party]["with"] == world.cooperative
    assert (said[world.cooperative]["as"], said[world.cooperative]["licence"]) == ("group", code)


def test_an_agreement_names_a_licence_of_its_holder(world, law, registry):
    law("CD")
    theirs = registry.grant(world.rivals.party, "CD-PEPM")
    facts = {"holder": world.ours.party, "group": world.cooperative, "licence": theirs, "valid_from": "2026-01-01"}

    (answer,) = make.enter(world.programme, make.envelope("agreement.stated.v1", agreement="lease", **facts))

    assert (answer.code, answer.field) == ("licence_of_another", "facts.licence")
