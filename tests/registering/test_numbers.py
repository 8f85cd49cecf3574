"""One number of a register names one site once ever, however it is written."""

import pytest

from sites.models import MineSite, SiteNumber, SitePcode
from tests.registering.sites import answer, number, registered

FAR = (-5_000_000, 27_000_000)
ICGLR = "CD--1.9641+28.9012-00017"


@pytest.mark.parametrize("register", ["ICGLR", "IPIS", "NATIONAL", "OS_ID", "CADASTRE", "OTHER"])
def test_a_number_names_one_site(world, register):
    written = ICGLR if register == "ICGLR" else "SK-17 b"
    first = registered(world, numbers=[number(register, written)])

    again = answer(world, "Nyabibwe", FAR, numbers=[number(register, written.replace(" B", "b"))])

    assert again.code == ("pcode_taken" if register == "IPIS" else "number_taken")
    assert again.facts["place"] == first


def test_blanks_and_capitals_make_no_other_number(world):
    registered(world, numbers=[number("NATIONAL", "SK-17 b")])

    assert answer(world, "Nyabibwe", FAR, numbers=[number("NATIONAL", "sk-17B")]).code == "number_taken"


def test_two_states_may_count_alike(world):
    registered(world, numbers=[number("NATIONAL", "17")])

    other = answer(world, "Gatumba", FAR, country="RW", zone="Africa/Kigali", numbers=[number("NATIONAL", "17")])

    assert other.status == "recorded"


@pytest.mark.parametrize("versions", [(1, 2), (2, 1)])
def test_the_number_of_ipis_is_one_in_both_versions(world, versions):
    said = {1: {"pcode": "codmine00001"}, 2: {"numbers": [number("IPIS", "codmine00001")]}}
    first, second = versions
    place = registered(world, version=first, **said[first])

    again = answer(world, "Nyabibwe", FAR, version=second, **said[second])

    assert again.code == "pcode_taken"
    assert SitePcode.objects.get(pcode="codmine00001").place == place
    assert SiteNumber.objects.get(bare="codmine00001").place == place
    assert MineSite.objects.get(code=place).pcode == "codmine00001"
    assert MineSite.objects.get(code=place).numbers == [number("IPIS", "codmine00001")]


@pytest.mark.parametrize(
    "written",
    [
        "CD-1.9641+28.9012",
        "CD--1.964+28.9012-00017",
        "RW-1.9641+30.0619-12345",
        "CD--91.9641+28.9012-00017",
        "CD--1.9641+188.9012-00017",
        "cd--1.9641+28.9012-00017",
        "codmine00001",
    ],
)
def test_an_icglr_id_has_its_form_and_the_country_of_its_site(world, written):
    bad = answer(world, numbers=[number("NATIONAL", "17"), number("ICGLR", written)])

    assert (bad.code, bad.field) == ("not_icglr_id", "facts.numbers[1].number")


@pytest.mark.parametrize(
    "numbers",
    [
        [number("IPIS", "codmine00001"), number("IPIS", "codmine00002")],
        [number("OTHER", "17 a"), number("OTHER", "17A")],
    ],
)
def test_a_register_counts_a_site_once(world, numbers):
    bad = answer(world, numbers=numbers)

    assert (bad.code, bad.field) == ("number_doubled", "facts.numbers[1].number")


@pytest.mark.parametrize("country", ["ZZ", "XX", "EU", "UK"])
def test_a_country_is_one_of_iso_3166(world, country):
    bad = answer(world, country=country)

    assert (bad.code, bad.field) == ("unknown_country", "facts.country")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"cell": "-2.1,28.9"}, "cell_of_other_point", "facts.cell"),
        ({"cell": None}, "cell_of_other_point", "facts.cell"),
        ({"longitude_e6": None}, "half_a_position", "facts.longitude_e6"),
        ({"latitude_e6": None}, "half_a_position", "facts.latitude_e6"),
        ({"precision_m": 0}, "fact_not_whole", "facts.precision_m"),
        ({"method": "guess"}, "fact_not_choice", "facts.method"),
        ({"place": "S00000031"}, "fact_not_code", "facts.place"),
        ({"zone": "Africa/Nowhere"}, "unknown_zone", "facts.zone"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(world, changed, code, field):
    bad = answer(world, **changed)

    assert (bad.code, bad.field) == (code, field)
    assert MineSite.objects.count() == 1


def test_what_a_site_is_goes_into_the_register(world):
    place = registered(
        world,
        "Carrière de Luvembe",
        aliases=["Camp Bravo"],
        province="Sud-Kivu",
        territory="Kalehe",
        numbers=[number("ICGLR", ICGLR)],
        precision_m=10,
        method="gps",
    )

    site = MineSite.objects.get(code=place)
    assert (site.name, site.aliases, site.cell) == ("Carrière de Luvembe", ["Camp Bravo"], "-2.0,28.9")
    assert site.precision == "to_30_m"
    assert site.numbers == [number("ICGLR", ICGLR)]
    assert site.known_as.startswith("carriere de luvembe camp bravo sud kivu kalehe")
