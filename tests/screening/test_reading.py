"""Lists are read as they come: every row is taken, or left with its number and the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.risk.screening.country_names import country_codes
from ledger.risk.screening.listed import ORGANISATION, PERSON, VESSEL
from ledger.risk.screening.reading_lines import NoTable, lines_of, text_of
from ledger.risk.screening.reading_ofac import read_ofac
from ledger.risk.screening.reading_open_sanctions import read_open_sanctions
from ledger.risk.screening.reading_un import FLAT, read_un
from tests.screening import lists
from tests.shared import shared


def left(account):
    return [(each.row, each.why) for each in account.left]


def test_the_programme_stands_in_the_column_called_country():
    first, second, third, vessel = read_ofac(lists.OFAC).entries

    assert first.programmes == ("DRCONGO",)
    assert third.programmes == ("FTO", "SDGT")
    assert (first.kind, second.kind, vessel.kind) == (PERSON, ORGANISATION, VESSEL)


def test_aliases_birth_countries_and_documents_come_out_of_the_remarks():
    first = read_ofac(lists.OFAC).entries[0]

    assert first.names == ("VARUNGA Celestin Mbeko", "MBEKO VARUNGA Celestin", "GENERAL RADI")
    assert (first.born, first.countries) == ((1961,), ("CD",))
    assert first.documents == ("OB0231245",)


def test_nothing_is_written_with_a_dash_and_means_nothing():
    third = read_ofac(lists.OFAC).entries[2]

    assert third.born == (1975, 1976)
    assert third.documents == third.countries == ()


def test_an_entry_of_ofac_gets_the_countries_of_all_its_addresses():
    addresses = "ID,Col_B,Address,City,Country,\n9002,1,-0- ,Goma,Congo (Kinshasa),-0- \n9002,2,x,Kigali,Rwanda,-0- \n"

    found = read_ofac(lists.OFAC, addresses.encode()).entries[1]

    assert found.countries == ("CD", "RW")


def test_every_damaged_row_is_accounted_for():
    good, other = lists.ofac_row("1", "ASANTE LTD"), lists.ofac_row("2", "BARAKA LTD")
    file = lists.ofac(
        good,
        "",
        '3,"NEVER CLOSED,-0- ',
        "4,short,row",
        lists.ofac_row("", "NO NUMBER"),
        lists.ofac_row("6", " "),
        lists.ofac_row("7", "STRANGE", "submarine"),
        other,
    ) + lists.ofac_row("9", "M\u00fcller").encode("latin-1")

    account = read_ofac(file)

    assert [entry.id for entry in account.entries] == ["1", "2"]
    assert account.read == account.taken + len(account.left) == 9
    assert left(account) == [
        (3, "blank"),
        (4, "broken_quotes"),
        (5, "ragged"),
        (6, "no_id"),
        (7, "no_name"),
        (8, "unknown_kind"),
        (10, "not_utf8"),
    ]


def test_a_damaged_alias_costs_itself_alone_and_is_noted():
    row = lists.ofac_row("1", "ASANTE LTD", details="a.k.a. 'ASANTÉ'; a.k.a. 'SHUKRANI'.").encode("latin-1")

    account = read_ofac(lists.OFAC_HEADER.encode() + b"\n" + row)

    assert account.entries[0].names == ("ASANTE LTD", "SHUKRANI")
    assert [(each.row, each.why) for each in account.noted] == [(2, "alias_not_utf8")]


def test_a_table_that_is_another_table_is_not_read():
    with pytest.raises(NoTable, match="twelve columns"):
        read_ofac(b"a,b\n1,2\n")
    with pytest.raises(NoTable, match="sanctions"):
        read_open_sanctions(b"id,name\n1,2\n")
    with pytest.raises(NoTable, match="CONSOLIDATED_LIST"):
        read_un(b"<LIST/>")


def test_names_of_the_un_come_in_four_parts_with_stray_blanks_and_empty_elements():
    person, other, house = read_un(lists.UN).entries

    assert person.names == ("OBEDI RWAKABUBA", "Commandant Obedi")
    assert (person.born, person.countries, person.listed_on) == ((1971,), ("CD",), "2012-12-31")
    assert other.names == ("YAZID AL-DHAHRAWI", "يزيد الظهراوي")
    assert (house.kind, house.names, house.programmes) == (ORGANISATION, ("KIVUVU TRADING HOUSE",), ("DRC",))


def test_a_file_that_declares_entities_of_its_own_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + lists.UN[38:]

    with pytest.raises(NoTable, match="without document type"):
        read_un(bomb)


def test_a_broken_entry_of_the_xml_costs_itself_alone():
    broken = "<INDIVIDUAL><DATAID>7</DATAID><FIRST_NAME>HALF"
    nameless = "<INDIVIDUAL><DATAID>8</DATAID><FIRST_NAME> </FIRST_NAME></INDIVIDUAL>"
    undeclared = "<INDIVIDUAL><DATAID>9</DATAID><FIRST_NAME>&secret;</FIRST_NAME></INDIVIDUAL>"

    account = read_un(lists.un(broken, nameless, undeclared, lists.individual("10", "WHOLE", "NAME")))

    assert [entry.id for entry in account.entries] == ["10"]
    assert left(account) == [(2, "broken_xml"), (3, "no_name"), (4, "broken_xml")]
    assert account.read == 4


def test_the_flat_table_is_read_for_one_edition():
    rows = [
        ",".join(FLAT),
        "2020-11-30,individual,1,DRi.1,DRC,OBEDI RWAKABUBA,2012-12-31,Obedi,Rwanda",
        "2025-08-16,individual,1,DRi.1,DRC,OBEDI RWAKABUBA,2012-12-31,Obedi; Mzee Obedi,Rwanda; Uganda",
        "",
        "2025-08-16,entity,2,DRe.1,DRC,KIVUVU,2012-12-31,,",
    ]

    account = read_un("\n".join(rows).encode(), "2025-08-16")

    assert [(entry.id, entry.names) for entry in account.entries] == [
        ("1", ("OBEDI RWAKABUBA", "Obedi", "Mzee Obedi")),
        ("2", ("KIVUVU",)),
    ]
    assert account.entries[0].countries == ("RW", "UG")
    assert left(account) == [(4, "blank")]


def test_cells_of_open_sanctions_hold_several_values():
    person, company, vessel = read_open_sanctions(lists.OPEN_SANCTIONS).entries

    assert person.names == ("Bosembo Likinda", "Likinda Bosembo", "Лікінда Босембо")
    assert (person.born, person.countries, person.programmes) == ((1968,), ("CD", "UG"), ("UNSC 1533 - DRC",))
    assert (company.kind, vessel.kind) == (ORGANISATION, VESSEL)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Congo, Democratic Republic of the", "CD"),
        ("Democratic People's Republic of Korea ", "KP"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Côte d'Ivoire", "CI"),
        ("rw", "RW"),
        ("Atlantis", None),
    ],
)
def test_countries_are_known_as_lists_spell_them(said, code):
    assert country_codes(said) == ((code,) if code else ())


@given(st.binary(max_size=400))
def test_whatever_the_bytes_every_line_is_accounted_for(content):
    text = text_of(content)
    rows = [line.row for line in lines_of(text, wanted=3)]

    assert rows == sorted(set(rows))
    assert all(1 <= row <= len(text.splitlines()) for row in rows)


@given(st.lists(st.binary(max_size=60), max_size=12))
def test_whatever_is_broken_what_was_read_is_taken_or_left(damaged):
    account = read_ofac(lists.OFAC + b"\n".join(damaged))

    assert account.read == account.taken + len(account.left)


def test_the_real_list_of_ofac_is_read_whole():
    folder = shared("data", "sanctions")

    account = read_ofac((folder / "ofac_sdn.csv").read_bytes(), (folder / "ofac_sdn_address.csv").read_bytes())

    assert (account.read, account.taken, left(account)) == (11_444, 11_443, [(11_445, "no_id")])
    assert sum("DRCONGO" in entry.programmes for entry in account.entries) == 65


def test_the_real_lists_of_the_un_are_read_whole():
    folder = shared("data", "sanctions")

    account = read_un((folder / "un_sc_consolidated_2020.xml").read_bytes())
    flat = (folder / "un_sc_flat.csv").read_bytes()

    assert (account.read, account.taken) == (1_018, 1_018)
    assert sum(entry.programmes == ("DRC",) for entry in account.entries) == 45
    assert [read_un(flat, edition).taken for edition in ("2020-11-30", "2025-08-16")] == [1_018, 684 + 195]
