"""Parties are held against lists: when a list is loaded, when a party changes; hits open, stay decided, and go."""

from datetime import date

import pytest

from ledger import codes
from ledger.log.models import Opening
from ledger.log.reading import events_from
from ledger.risk.screening.loading import NotLoaded, load, shelve_again
from ledger.risk.screening.models import Hit, LeftRow, ListedEntry, Screening, ScreeningRun, WatchList
from ledger.risk.screening.running import advance, look, run_to_the_end
from ledger.risk.screening.screened import last_screened, screened_against
from tests import make
from tests.make import entered, envelope
from tests.parties.people import forget, registered
from tests.screening import lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("replays")]
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 11, 20)


def company(world, name, country="CD"):
    party = make.code(codes.PARTY)
    facts = {"party": party, "name": name, "kind": "trader", "country": country}
    entered(world.programme, envelope("party.registered.v1", **facts))
    return party


def owned_by(world, party, *names):
    people = [{"name": name, "role": "owner"} for name in names]
    entered(world.programme, envelope("party.people_stated.v1", party=party, complete="yes", people=people))


def hits(party=None):
    found = Hit.objects.order_by("party", "key")
    return [(hit.listed, hit.role, hit.state) for hit in (found.filter(party=party) if party else found)]


def said_of(kind, group):
    """Return all that openings of this group say in events of this kind, as one text."""
    keys = [event.key for event in events_from(0, 10_000) if event.kind == kind]
    return b"".join(bytes(each.value) for each in Opening.objects.filter(key__in=keys, group=group)).decode()


def test_that_an_edition_was_loaded_is_an_event_with_the_account_of_its_rows(world):
    file = lists.un(lists.individual("1", "OBEDI", "RWAKABUBA"), "<ENTITY><DATAID>2</DATAID></ENTITY>")

    loaded = load("un", file, NOVEMBER)

    row = WatchList.objects.get()
    assert (row.key, row.rows_read, row.rows_taken, row.rows_left) == (loaded.edition, 2, 1, 1)
    assert [(each.row, each.why) for each in LeftRow.objects.all()] == [(3, "no_name")]


def test_the_same_file_twice_is_one_edition(world):
    load("un", lists.UN, NOVEMBER)

    assert load("un", lists.UN, NOVEMBER).known
    assert WatchList.objects.count() == 1
    assert ListedEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("source", "content", "code"),
    [
        ("un", b"", "list_empty"),
        ("un", b"<LIST/>", "list_not_read"),
        ("un", lists.un(), "list_without_entries"),
        ("somebody", lists.UN, "unknown_source"),
    ],
)
def test_a_file_that_is_no_list_is_not_loaded(world, source, content, code):
    with pytest.raises(NotLoaded) as refused:
        load(source, content, NOVEMBER)

    assert refused.value.code == code
    assert not WatchList.objects.exists()


def test_an_edition_older_than_what_is_there_is_not_loaded(world):
    load("un", lists.UN, DECEMBER)

    with pytest.raises(NotLoaded, match="list_older"):
        load("un", lists.un(lists.entity("1", "X HOUSE")), NOVEMBER)


def test_a_new_edition_keeps_what_is_as_before_and_ends_what_changed(world):
    first = lists.un(lists.entity("1", "KIVUVU"), lists.entity("2", "TAMBO"), lists.entity("3", "ORIVA"))
    second = lists.un(lists.entity("1", "KIVUVU"), lists.entity("2", "TAMBO HOUSE"), lists.entity("4", "NEWCOME"))
    load("un", first, NOVEMBER)
    load("un", second, DECEMBER)

    november, december = WatchList.objects.order_by("event_id").values_list("event_id", flat=True)
    rows = {(row.listed, row.names[0]): (row.since, row.until) for row in ListedEntry.objects.all()}
    assert rows == {
        ("1", "KIVUVU"): (november, None),
        ("2", "TAMBO"): (november, december),
        ("2", "TAMBO HOUSE"): (december, None),
        ("3", "ORIVA"): (november, december),
        ("4", "NEWCOME"): (december, None),
    }


def test_the_shelf_can_be_filled_again_from_the_kept_files(world):
    load("un", lists.UN, NOVEMBER)
    load("ofac_sdn", lists.OFAC, NOVEMBER)
    before = list(ListedEntry.objects.order_by("source", "listed").values_list("source", "listed", "digest", "since"))

    assert shelve_again() == []

    after = list(ListedEntry.objects.order_by("source", "listed").values_list("source", "listed", "digest", "since"))
    assert after == before


def test_a_loaded_list_is_held_against_every_party(world, follow):
    party = company(world, "Kivuvu Trading House SARL")
    load("un", lists.UN, NOVEMBER)

    follow()

    assert hits() == [("7003", "own", "open")]
    assert Hit.objects.get().party == party
    assert ScreeningRun.objects.get().parties == 6


def test_a_party_that_is_registered_later_is_held_against_all_lists(listed, follow):
    party = company(listed, "Kivuvu Trading House")
    other = company(listed, "Bakery of the Corner")

    follow()

    assert hits(party) == [("7003", "own", "open")]
    assert hits(other) == []
    assert set(last_screened([party, other])) == {party, other}


def test_people_behind_a_party_are_screened_and_their_names_stay_hidden(listed, follow):
    party = company(listed, "Comptoir Ndege")
    owned_by(listed, party, "Rwakabuba Obedi", "Jeanne Sifa")

    follow()

    assert hits(party) == [("7001", "behind", "open")]
    assert "rwakabuba" in said_of("party.screened.v1", "people")
    assert "rwakabuba" not in said_of("party.screened.v1", "trade")
    open_facts = b"".join(event.entry for event in events_from(0, 10_000) if event.kind == "party.screened.v1")
    assert b"akabuba" not in open_facts and b"7001" not in open_facts


def test_a_person_is_screened_by_the_hidden_name(listed, follow):
    party = registered(listed, name="Obedi RWAKABUBA", born_on="1971-04-02")

    follow()

    assert hits(party) == [("7001", "own", "open")]
    assert '"born":"agrees"' in said_of("party.screened.v1", "people")


def test_who_was_forgotten_has_no_hits_any_more(listed, follow):
    party = registered(listed, name="Obedi RWAKABUBA", born_on="1971-04-02")
    follow()

    forget(listed, party, "asked_by_person")
    follow()

    assert hits(party) == [("7001", "own", "gone")]


def test_a_hit_goes_when_the_owner_is_another_one(listed, follow):
    party = company(listed, "Comptoir Ndege")
    owned_by(listed, party, "Rwakabuba Obedi")
    follow()

    owned_by(listed, party, "Jeanne Sifa")
    follow()

    assert hits(party) == [("7001", "behind", "gone")]


def test_a_new_edition_is_held_against_all_parties_only_where_it_brings_something(listed, follow):
    kept, fresh, gone = (company(listed, name) for name in ("Kivuvu Trading House", "Sembe Orfevres", "Bakery"))
    follow()
    before = Screening.objects.count()

    load("un", lists.UN.replace(b"</CONSOLIDATED_LIST>", lists.entity("7009", "SEMBE ORFEVRES").encode()), DECEMBER)
    follow()

    assert hits(fresh) == [("7009", "own", "open")]
    assert hits(kept) == [("7003", "own", "open")]
    assert Screening.objects.count() == before + 1
    december = WatchList.objects.get(edition=DECEMBER).key
    assert all(screened.editions == (december,) for screened in last_screened([kept, fresh, gone]).values())


def test_a_hit_goes_when_the_entry_leaves_the_list(listed, follow):
    party = company(listed, "Kivuvu Trading House")
    follow()

    load("un", lists.un(lists.individual("7001", "OBEDI", "RWAKABUBA")), DECEMBER)
    follow()

    assert hits(party) == [("7003", "own", "gone")]


def test_a_step_that_is_done_twice_changes_nothing(listed, follow, seal):
    company(listed, "Kivuvu Trading House")
    follow()
    events = events_from(0, 10_000)

    look(events)
    run_to_the_end()
    seal()

    assert len(events_from(0, 10_000)) == len(events)


def test_a_run_goes_in_steps_from_its_cursor(world, seal):
    load("un", lists.UN, NOVEMBER)
    seal()
    look(events_from(0, 10_000))

    steps = [advance(step=2) for _ in range(5)]

    assert steps == [True, True, True, True, False]
    assert ScreeningRun.objects.get().parties == 5


def test_a_lot_keeps_the_editions_that_its_holders_were_screened_against(listed, follow):
    first = WatchList.objects.get().key
    lot = listed.bought()
    load("un", lists.un(lists.entity("1", "LATER HOUSE")), DECEMBER)
    follow()

    held = screened_against(lot)

    assert [each.party for each in held] == [listed.cooperative, listed.ours.party]
    assert [each.screened.editions for each in held] == [(first,), (first,)]
    assert last_screened([listed.ours.party])[listed.ours.party].editions != (first,)


def test_a_lot_from_before_any_list_says_that_nobody_was_screened(world):
    lot = world.bought()

    assert [each.screened for each in screened_against(lot)] == [None, None]
