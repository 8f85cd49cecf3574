"""Pages of the tag stock: who has how many, what waits, what became of a number; forms sent twice count once."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger import codes
from ledger.models import Lot, Paper, Proposal, Tag, TagCount, TagParcel, TagSeries
from ledger.parties import roles
from tests import make
from tests.make import entered
from tests.pages.test_desk import shown
from tests.pages.test_lot_page import text_of
from tests.tags.conftest import PHOTO


def picture() -> SimpleUploadedFile:
    """Return a photo of one point, as a browser sends it."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
        "0000000049454e44ae426082"
    )
    return SimpleUploadedFile("photo.png", png, "image/png")


@pytest.fixture
def as_role(world):
    """Return a signed-in client; `at` is the party it acts for."""

    def sign_in(role, at=None):
        client = Client()
        client.force_login(make.user(role, role, at or world.programme_party))
        return client

    return sign_in


def test_the_home_says_who_has_how_many_and_what_is_missing(world, stock, as_role):
    stock.booklet(10)
    stock.counted(97)

    page = text_of(as_role(roles.AUDITOR).get("/tags/"))

    assert "90 10 3 Nov 2026 3 tags" in page
    assert "900 0 never counted not known" in page


def test_another_party_sees_no_stock_of_ours(world, stock, as_role):
    stock.booklet(10)
    box = TagParcel.objects.get(holder=world.agency).code

    page = as_role(roles.TAGGING_AGENT, at=world.rivals.party)

    assert "No tags are in stock" in text_of(page.get("/tags/"))
    assert page.get(f"/tags/boxes/{box}/").status_code == 404
    assert page.get(f"/tags/account/{stock.series}/{world.agency}/").status_code == 404


def test_a_box_says_what_became_of_its_tags(world, stock, as_role):
    tags = stock.booklet(3)
    world.lot(tag=tags[0])
    entered(world.tagger, stock.missed(tags[1]))
    box = TagParcel.objects.get(holder=world.agency).code

    page = text_of(as_role(roles.PROGRAMME_MANAGER).get(f"/tags/boxes/{box}/"))

    assert f"{tags[0]} On a bag" in page
    assert f"{tags[1]} Lost" in page
    assert f"{tags[2]} Not used yet" in page


def test_a_series_from_its_opening_to_a_signed_booklet_by_forms_alone(world, as_role):
    manager, regulator = as_role(roles.PROGRAMME_MANAGER), as_role(roles.REGULATOR, at=world.agency)
    opening = shown(manager, "/tags/new-series/") | {"series": "CD-FORM", "scheme": "FRM", "level": "mine"}
    manager.post("/tags/new-series/", opening | {"last": "1000", "check_sign": "luhn"})
    boxing = shown(manager, "/tags/new-box/") | {"series": "CD-FORM", "number": "500", "state": "in_stock"}
    manager.post("/tags/new-box/", boxing)
    manager.post("/tags/new-box/", boxing)
    box = TagParcel.objects.get()
    going = shown(manager, f"/tags/allocate/?parcel={box.code}") | {"number": "50", "to": world.agency}
    manager.post("/tags/allocate/", going | {"place": world.site})
    there = TagParcel.objects.get(holder=world.agency)
    issuing = shown(manager, f"/tags/issue-from-box/?parcel={there.code}&place={world.site}") | {"number": "20"}

    told = manager.post("/tags/issue-from-box/", issuing, follow=True)
    assert "in force once another person has signed" in text_of(told)
    assert not Tag.objects.exists()
    proposal = Proposal.objects.get()
    assert "20 tags of box" in text_of(regulator.get("/tags/"))
    for _ in range(2):
        regulator.post(f"/tags/sign/{proposal.key}/")

    assert Tag.objects.filter(state="issued", place=world.site, series="CD-FORM").count() == 20
    assert TagSeries.objects.get(code="CD-FORM").next == 501


def test_nobody_signs_on_the_page_what_he_proposed(world, stock, as_role):
    stock.booklet(10)
    manager = as_role(roles.PROGRAMME_MANAGER)
    counting = shown(manager, "/tags/count/") | {"series": stock.series, "holder": world.agency, "counted": "100"}
    manager.post("/tags/count/", counting)
    proposal = Proposal.objects.get(state="waiting")

    assert f"/tags/sign/{proposal.key}/" not in manager.get("/tags/").content.decode()
    manager.post(f"/tags/sign/{proposal.key}/")

    assert not TagCount.objects.exists()


def test_a_range_of_tags_is_reported_lost(world, stock, as_role):
    tags = stock.booklet(10)
    agent = as_role(roles.TAGGING_AGENT, at=world.agency)
    form = shown(agent, "/tags/miss/") | {"first_tag": tags[2], "last_tag": tags[5], "how": "lost"}
    form |= {"noticed_on": make.DUG, "noticed_at": "08:00", "zone": "Africa/Lubumbashi"}

    agent.post("/tags/miss/", form)

    assert list(Tag.objects.filter(state="lost").order_by("code").values_list("code", flat=True)) == tags[2:6]
    hot = text_of(as_role(roles.DEPOT_CLERK, at=world.rivals.party).get("/tags/hot/"))
    assert tags[2] in hot
    assert tags[6] not in hot


def test_a_wrong_range_is_said_at_the_form(world, stock, as_role):
    tags = stock.booklet(3)
    agent = as_role(roles.TAGGING_AGENT, at=world.agency)
    form = shown(agent, "/tags/give-back/") | {"first_tag": tags[2], "last_tag": tags[0], "to": world.programme_party}

    page = agent.post("/tags/give-back/", form)

    assert page.status_code == 422
    assert "at most 400 tags of one series" in text_of(page)


def test_a_photo_of_the_remains_is_kept_with_the_void(world, stock, as_role, settings, tmp_path):
    (tag,) = stock.booklet(1)
    agent = as_role(roles.TAGGING_AGENT, at=world.agency)
    form = shown(agent, "/tags/void/") | {"tag": tag, "reason": "torn"}

    page = agent.post("/tags/void/", form | {"photo": picture()})

    assert page.status_code == 302, text_of(page)
    kept = Proposal.objects.get(kind="tag.voided.v1").facts["photo"]
    assert Paper.objects.filter(sha256=kept).exists()
    assert kept != PHOTO


def test_a_new_tag_for_a_bag_stands_among_the_steps_of_its_lot(world, stock, as_role):
    (old,) = stock.booklet(1)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)
    retagging = {"lot": lot, "old_tag": old, "new_tag": new, "how": "damaged", "place": world.ours.depot}
    said = make.envelope("lot.retagged.v1", weighed_g=45_700, photo=PHOTO, witness="A. Driver", **retagging)
    entered(world.ours.clerk, said)

    page = text_of(as_role(roles.DEPOT_CLERK, at=world.ours.party).get(f"/lots/{lot}/"))

    assert "Got a new tag" in page
    assert "A. Driver" not in page


def test_the_account_of_a_month_is_shown_line_by_line(world, stock, as_role):
    tags = stock.booklet(10)
    world.lot(tag=tags[0])
    stock.counted(98)

    page = text_of(as_role(roles.AUDITOR).get(f"/tags/account/{stock.series}/{world.agency}/?month=2026-11"))

    assert "Allocated here +100" in page
    assert "Closed on bags −1" in page
    assert "Closing by the book 99" in page
    assert "Gap 1" in page


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("stolen", "Known tag, reported lost"),
        ("quarantined", "Known tag, void"),
        ("recalled", "Known tag, void"),
        ("issued", "Known tag, not used yet"),
    ],
)
def test_the_public_is_told_known_used_void_or_lost_and_nothing_finer(world, stock, client, state, told):
    (tag,) = stock.booklet(1)
    if state == "stolen":
        entered(world.tagger, stock.missed(tag, how="stolen"))
    elif state != "issued":
        stopping = make.envelope("tag.stopped.v1", tags=[tag], how=state, reason="Box found open.")
        entered(world.programme, stopping)

    page = text_of(client.get(f"/t/{tag}/"))

    assert told in page
    assert "quarantined" not in page
    assert world.agency not in page
    assert stock.series not in page


def test_stock_and_hot_list_as_json(world, stock):
    from tests.served import Caller

    tags = stock.booklet(10)
    entered(world.tagger, stock.missed(*tags[:3]))
    stock.counted(97)
    caller = Caller(make.user("auditor", roles.AUDITOR, world.programme_party))
    stranger = Caller(make.user("clerk", roles.DEPOT_CLERK, world.rivals.party))

    lines = caller.client.get("/api/v1/tags/stock/", headers=caller.headers).json()
    hot = stranger.client.get("/api/v1/tags/hot/?limit=2", headers=stranger.headers).json()

    (line,) = (each for each in lines if each["holder"] == world.agency)
    assert (line["in_book"], line["in_boxes"], line["counted"], line["gap"]) == (97, 90, 97, 0)
    assert [each["code"] for each in hot["results"]] == tags[:2]
    assert stranger.client.get(hot["next"], headers=stranger.headers).json()["results"][0]["code"] == tags[2]
    assert stranger.client.get("/api/v1/tags/stock/", headers=stranger.headers).json() == []


def test_who_signs_reads_what_is_signed(world, stock, as_role):
    stock.opened()
    box = stock.allocated(stock.box())
    issuing = stock.issuing(box, number=20, booklet="B-7")
    entered(world.programme, issuing)
    counting = make.envelope("tags.counted.v1", series=stock.series, holder=world.agency, counted=98)
    entered(world.tagger, counting)
    keeper = as_role(roles.REGULATOR, at=world.agency)

    issue = text_of(keeper.get(f"/to-sign/{issuing['key']}/"))
    count = text_of(keeper.get(f"/to-sign/{counting['key']}/"))

    first, last = stock.numbers(1, 1)[0], stock.numbers(20, 1)[0]
    assert f"20 tags of box {codes.shown(box)} are issued to {codes.shown(world.site)}: {first} to {last}." in issue
    assert "Kashuvi Ouest" in issue and "B-7" in issue
    assert f"98 unused tags of series {stock.series} were found at {codes.shown(world.agency)}." in count
    assert f"/to-sign/{issuing['key']}/" in keeper.get("/tags/").content.decode()


def test_who_signs_for_a_void_tag_sees_its_photo(world, stock, as_role, settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path
    (tag,) = stock.booklet(1)
    tagger = as_role(roles.TAGGING_AGENT, at=world.agency)
    form = shown(tagger, "/tags/void/") | {"tag": tag, "reason": "torn", "photo": picture()}
    assert tagger.post("/tags/void/", form).status_code == 302
    proposal = Proposal.objects.get(kind="tag.voided.v1")

    page = as_role(roles.REGULATOR, at=world.agency).get(f"/to-sign/{proposal.key}/")

    assert f"Tag {tag} is void." in text_of(page)
    assert "Torn" in text_of(page)
    (link,) = page.context["papers"]
    assert link == proposal.facts["photo"]


def test_a_bag_gets_a_new_tag_by_the_form(world, stock, as_role, settings, tmp_path):
    settings.LODEBOOK_HOME = tmp_path
    old, new = stock.booklet(2)
    lot = world.lot(tag=old)
    tagger = as_role(roles.TAGGING_AGENT, at=world.agency)
    said = shown(tagger, "/tags/retag/") | {
        "lot": lot,
        "old_tag": old,
        "new_tag": new,
        "how": "damaged",
        "place": world.site,
        "weighed": "45,7",
    }

    page = tagger.post("/tags/retag/", said | {"witness": "A driver", "photo": picture()})

    assert (page.status_code, page["Location"]) == (302, "/tags/hot/")
    assert (Tag.objects.get(code=old).replaced_by, Lot.objects.get(code=lot).tag) == (new, new)


def test_the_old_tag_and_the_new_are_linked_both_ways_for_those_who_see_the_lot(
    world, stock, as_role, settings, tmp_path
):
    settings.LODEBOOK_HOME = tmp_path
    (old,) = stock.booklet(1)
    lot = world.bought(tag=old)
    (new,) = world.issue(1, place=world.ours.depot)
    clerk, stranger = as_role(roles.DEPOT_CLERK, at=world.ours.party), Client()
    said = {"lot": lot, "old_tag": old, "new_tag": new, "how": "damaged", "place": world.ours.depot, "weighed": "45,7"}
    form = shown(clerk, "/tags/retag/") | said | {"witness": "A driver", "photo": picture()}
    assert clerk.post("/tags/retag/", form).status_code == 302

    page = clerk.get(f"/lots/{lot}/")

    marked = f"{codes.shown(new)[:-1]} {new[-1]}"  # the check sign stands apart
    assert f"{old} → {marked} · the old tag was damaged · seen by a witness · Open the photo" in text_of(page)
    assert f"Replaced by {marked}" in text_of(clerk.get(f"/t/{old}/"))
    assert f"In place of {old}" in text_of(clerk.get(f"/t/{new}/"))
    for tag, other in ((old, new), (new, old)):
        public = stranger.get(f"/t/{tag}/").content.decode()
        assert other not in public and codes.shown(other) not in public
        assert "A driver" not in public


@pytest.mark.parametrize(
    ("state", "public"),
    [
        ("issued", "Known tag, not used yet"),
        ("used", "Known tag, used"),
        ("void", "Known tag, void"),
        ("lost", "Known tag, reported lost"),
        ("stolen", "Known tag, reported lost"),
        ("damaged", "Known tag, void"),
        ("returned", "Known tag, void"),
        ("quarantined", "Known tag, void"),
        ("recalled", "Known tag, void"),
    ],
)
def test_the_public_is_told_known_used_void_or_lost_with_country_and_scheme_and_nothing_finer(
    world, stock, state, public
):
    tag, other = stock.booklet(2)
    bag = world.tagging(tag=tag, mass_g=43_210)
    deeds = {
        "used": [(world.tagger, bag)],
        "void": [(world.tagger, void := stock.voided(tag)), (world.regulator, stock.signing(void["key"]))],
        "lost": [(world.tagger, stock.missed(tag))],
        "stolen": [(world.tagger, stock.missed(tag, how="stolen"))],
        "damaged": [
            (world.tagger, bag),
            (
                world.tagger,
                make.envelope(
                    "lot.retagged.v1",
                    lot=bag["facts"]["lot"],
                    old_tag=tag,
                    new_tag=other,
                    how="damaged",
                    place=world.site,
                    weighed_g=43_000,
                    photo=PHOTO,
                    witness="A driver",
                ),
            ),
        ],
        "returned": [
            (
                world.tagger,
                make.envelope(
                    "tags.returned.v1",
                    series=stock.series,
                    tags=[tag],
                    to=world.programme_party,
                    parcel=make.code("B"),
                ),
            )
        ],
        "quarantined": [
            (world.programme, make.envelope("tag.stopped.v1", tags=[tag], how="quarantined", reason="Box open."))
        ],
        "recalled": [
            (world.programme, make.envelope("tag.stopped.v1", tags=[tag], how="recalled", reason="Wrong colour."))
        ],
    }
    for actor, deed in deeds.get(state, []):
        entered(actor, deed)
    assert Tag.objects.get(code=tag).state == state

    page = Client().get(f"/t/{tag}/")
    said = text_of(page)

    assert public in said
    told = {"Country Congo - Kinshasa", "Scheme TNS"} | (
        {"Ore Cassiterite", "Month November 2026"} if state in {"used", "damaged"} else set()
    )
    assert all(each in said for each in told), said
    finer = {"43.2", "43.0", "Kashuvi", "Box open", "Wrong colour", "torn", "3 Nov", world.site, bag["facts"]["lot"]}
    finer |= {stock.series, other, "stolen", "quarantined", "Set aside", "Given back", "Damaged"}
    assert not [each for each in finer if each in page.content.decode()]


def test_an_issue_that_is_sent_again_after_it_was_signed_is_the_same_issue(world, stock, as_role):
    stock.opened()
    box = stock.allocated(stock.box(), number=15)
    manager = as_role(roles.PROGRAMME_MANAGER)
    form = shown(manager, "/tags/issue-from-box/") | {"parcel": box, "number": "10", "place": world.site}
    assert manager.post("/tags/issue-from-box/", form).status_code == 302
    stock.signed(Proposal.objects.get(kind="tag.issued.v1").key)

    told = manager.post("/tags/issue-from-box/", form, follow=True)

    assert "This was already recorded. Nothing has changed." in text_of(told)
    assert Tag.objects.filter(parcel=box).count() == 10
