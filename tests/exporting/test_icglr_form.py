"""A mine site in the exchange form of the ICGLR validates, or says what it lacks; nothing is made up."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.exporting.icglr import Entity, Inspection, Licence, Site, made_icglr_id, mine_site, missing
from tests.exporting.schemas import problems

OWNER = Entity("Q0000001H", "Coopérative Umoja", "CD", "Walikale", "A1234567Z", "+243812345678", "coop@umoja.cd")
SITE = Site(
    code="S0000001Z",
    country="CD",
    number=42,
    national_id="CD-NK-0042",
    colour="green",
    activity="active",
    ores=["cassiterite", "coltan"],
    latitude_e6=-1_403_512,
    longitude_e6=28_120_049,
    province="Nord-Kivu",
    territory="Walikale",
    owner=OWNER,
    operators=[OWNER],
    licences=[Licence("artisanal_permit", ["cassiterite"], "PE-42", OWNER, date(2025, 1, 5), date(2027, 1, 4))],
    inspections=[Inspection("IV-2026-03-15-10-30", date(2026, 3, 15), "green", "Division des Mines")],
    changes=[(date(2026, 3, 15), "green"), (date(2025, 2, 12), "red")],
)


def test_a_whole_site_validates():
    assert problems(mine_site(SITE)) == []


def test_the_validator_looks_at_formats_too():
    record = mine_site(SITE)
    record["statusChange"][0]["dateOfChange"] = "2026-02-30"

    assert problems(record)


def test_no_persons_name_leaves():
    record = mine_site(SITE)

    assert record["owner"]["contactDetails"]["legalRepresentative"] == "withheld"
    assert record["inspection"][0]["inspectorName"] == "withheld"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"national_id": ""}, "nationalId"),
        ({"country": "CL"}, "addressCountry"),
        ({"colour": "none"}, "certificationStatus"),
        ({"activity": ""}, "activityStatus"),
        ({"latitude_e6": None}, "mineSiteLocation"),
        ({"ores": ["other"]}, "mineral"),
        ({"owner": None}, "owner"),
        ({"owner": replace(OWNER, phone="0812345678")}, "owner"),
        ({"owner": replace(OWNER, email="coop@umoja.international")}, "owner"),
        ({"licences": [Licence("claim", ["coltan"], "PR 7", None)]}, "license.owner"),
    ],
)
def test_what_is_not_known_is_named_and_never_made_up(lacks, said):
    site = replace(SITE, **lacks)

    assert missing(site) == [said]
    with pytest.raises(ValueError, match=said):
        mine_site(site)


def test_a_site_without_a_licence_is_unlicensed_rather_than_left_out():
    record = mine_site(replace(SITE, licences=()))

    assert record["license"] == [{"licenseType": "unlicensed", "coveredCommodities": ["2609.00.00", "2615.90.00"]}]
    assert problems(record) == []


def test_blue_is_nought_in_this_form_and_no_status_is_not():
    assert mine_site(replace(SITE, colour="blue"))["certificationStatus"] == 0
    assert missing(replace(SITE, colour="none")) == ["certificationStatus"]


@given(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000), st.integers(0, 10**7))
def test_any_position_makes_an_identifier_that_says_where_it_is(latitude_e6, longitude_e6, number):
    site = replace(SITE, latitude_e6=latitude_e6, longitude_e6=longitude_e6, number=number)
    record = mine_site(site)

    assert problems(record) == []
    where = record["mineSiteLocation"]["geolocalization"]
    body = made_icglr_id(site).removeprefix("CD-")
    assert body == f"{where['latitude']:+.4f}{where['longitude']:+.4f}-{number:05d}"
