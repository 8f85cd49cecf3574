"""A party that was stopped can neither create, take over nor send; a bag names its digger where the law says so."""

from datetime import date

import pytest

from ledger.standing.models import Standing
from ledger.standing.party_status import stopped_by
from sites.parties.models import Certificate, Membership
from tests import make
from tests.make import enter, entered, envelope
from tests.parties.people import NAME, decided
from tests.parties.test_persons import everything_but_openings

DISPATCH = "consignment.dispatched.v1"


def buying(world, lot, **more):
    return envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **more)


def sending(world, lot):
    to = {"to": world.rivals.party, "destination": world.rivals.depot}
    return envelope(DISPATCH, consignment=make.code("C"), lots=[lot], **to)


@pytest.mark.rule("ACT-03")
@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_who_is_stopped_cannot_open_a_lot(world, status):
    decided(world, status, world.cooperative)

    (answer,) = enter(world.tagger, world.tagging())

    assert (answer.status, answer.code, answer.rule) == ("refused", "party_stopped", "ACT-03")
    assert answer.facts == {"party": world.cooperative, "state": status, "since": "2026-11-01"}


@pytest.mark.rule("ACT-03")
@pytest.mark.parametrize("stopped", ["buyer", "seller"])
def test_neither_buyer_nor_seller_may_be_stopped(world, stopped):
    lot = world.lot()
    decided(world, "suspended", world.ours.party if stopped == "buyer" else world.cooperative)

    (answer,) = enter(world.ours.clerk, buying(world, lot))

    assert answer.code == "party_stopped"


@pytest.mark.rule("ACT-03")
@pytest.mark.parametrize("stopped", ["sender", "consignee"])
def test_neither_sender_nor_consignee_may_be_stopped(world, stopped):
    lot = world.bought()
    decided(world, "suspended", world.ours.party if stopped == "sender" else world.rivals.party)

    (answer,) = enter(world.ours.clerk, sending(world, lot))

    assert answer.code == "party_stopped"


@pytest.mark.rule("ACT-03")
@pytest.mark.parametrize("stopped", ["sender", "consignee"])
def test_nothing_is_received_from_or_by_who_is_stopped(world, stopped):
    consignment = world.dispatched(world.bought())
    decided(world, "suspended", world.ours.party if stopped == "sender" else world.rivals.party)
    receiving = envelope("consignment.received.v1", consignment=consignment, place=world.rivals.depot)

    (answer,) = enter(world.rivals.clerk, receiving)

    assert answer.code == "party_stopped"


@pytest.mark.rule("ACT-03")
def test_who_is_stopped_cannot_blend(world):
    lots = [world.bought(mass_g=1_000), world.bought(mass_g=1_000)]
    decided(world, "suspended")

    (answer,) = enter(world.ours.manager, envelope("lot.blended.v1", lot=make.code("P"), inputs=lots, mass_g=2_000))

    assert answer.code == "party_stopped"


@pytest.mark.rule("ACT-03")
@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        ("2026-11-03", "2026-11-03", "party_stopped"),
        ("2026-11-04", None, None),
        ("2026-10-01", "2026-11-02", None),
        ("2026-10-01", None, "party_stopped"),
    ],
)
def test_what_counts_is_the_day_of_the_deed_with_both_ends(world, since, until, code):
    lot = world.lot()
    decided(world, "suspended", valid_from=since, valid_to=until)

    (answer,) = enter(world.ours.clerk, buying(world, lot))

    assert answer.code == code


@pytest.mark.rule("ACT-03")
def test_the_day_is_the_local_one_at_the_place(world):
    """22:30 UTC on the second is the third already in Lubumbashi, where the suspension has begun."""
    lot = world.lot(at="2026-11-02T22:00:00Z")
    decided(world, "suspended", valid_from="2026-11-03")
    deed = buying(world, lot)

    (answer,) = enter(world.ours.clerk, {**deed, "happened_at": "2026-11-02T22:30:00Z"})

    assert answer.code == "party_stopped"


def test_who_may_act_again_acts_again(world):
    lot = world.lot()
    decided(world, "suspended", valid_from="2026-10-01")
    decided(world, "active", valid_from="2026-11-02")

    entered(world.ours.clerk, buying(world, lot))


@pytest.mark.rule("ACT-03")
def test_one_authority_does_not_lift_what_another_has_decided(world):
    lot = world.lot()
    decided(world, "suspended", by="state", valid_from="2026-10-01")
    decided(world, "active", by="own", valid_from="2026-11-02")

    (answer,) = enter(world.ours.clerk, buying(world, lot))

    assert answer.code == "party_stopped"
    said = list(Standing.objects.filter(subject=world.ours.party))
    assert stopped_by(said, date(2026, 11, 3)).terms["by"] == "state"
    assert stopped_by(said, date(2026, 9, 30)) is None


def test_a_decision_cannot_end_before_it_begins(world):
    facts = {"party": world.ours.party, "by": "own", "status": "active", "reason": "registration"}
    days = {"valid_from": "2026-11-02", "valid_to": "2026-11-01"}

    (answer,) = enter(world.programme, envelope("party.status_decided.v1", **facts, **days))

    assert (answer.code, answer.field) == ("ends_before_it_begins", "facts.valid_to")


# --- ACT-04 -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_rwanda(world):
    """A site in Rwanda, with tags."""
    site = make.code("S")
    facts = {"name": "Rutsiro 4", "country": "RW", "zone": "Africa/Kigali", "minerals": ["cassiterite"]}
    entered(world.programme, envelope("site.registered.v1", place=site, **facts))
    world.status("green", place=site)
    tags = world.issue(2, place=site)
    return lambda **more: world.tagging(place=site, tag=tags.pop(), **more)


@pytest.mark.rule("ACT-04")
def test_a_bag_in_rwanda_names_who_dug_it(world, in_rwanda):
    (answer,) = enter(world.tagger, in_rwanda())

    assert (answer.code, answer.rule) == ("miner_not_named", "ACT-04")
    assert answer.facts["country"] == "RW"


@pytest.mark.rule("ACT-04")
def test_the_name_is_hidden_and_elsewhere_none_is_asked_for(world, in_rwanda):
    (answer,) = enter(world.tagger, in_rwanda())
    entered(world.tagger, in_rwanda(miner=NAME))
    entered(world.tagger, world.tagging())

    assert answer.status == "refused"
    assert NAME not in everything_but_openings()


# --- belonging --------------------------------------------------------------------------------------------------------


def belonging(**facts):
    return envelope("membership.stated.v1", **{"valid_from": "2024-02-01", **facts})


def test_a_party_and_a_site_belong_to_programmes_and_the_last_word_counts(world):
    entered(world.programme, belonging(party=world.ours.party, body="iTSCi", role="member"))
    entered(world.programme, belonging(place=world.site, body="iTSCi", role="enrolled site"))
    entered(world.programme, belonging(party=world.ours.party, body="iTSCi", valid_to="2026-06-30"))

    assert Membership.objects.get(subject=world.ours.party).valid_to == date(2026, 6, 30)
    assert Membership.objects.get(subject=world.site).valid_to is None
    assert Standing.objects.filter(subject=world.ours.party, topic="member").count() == 2


def test_once_programmes_are_known_a_body_must_be_one_of_them_or_a_party(world):
    row = {"name": "International Tin Supply Chain Initiative", "kind": "programme", "countries": "CD"}
    stating = envelope("reference.stated.v1", table="programmes", row=row, source="itsci.org")
    stating["facts"]["key"] = "iTSCi"
    entered(world.programme, stating)

    answers = enter(
        world.programme,
        belonging(party=world.ours.party, body="iTSCi"),
        belonging(party=world.ours.party, body="iTSKi"),
        belonging(party=world.ours.party, body=world.cooperative),
        belonging(party=world.ours.party, body=make.code("Q")),
        belonging(party=world.ours.party, body=world.ours.party),
    )

    assert [answer.code for answer in answers] == [None, "unknown_programme", None, "unknown_party", "member_of_itself"]


@pytest.mark.parametrize("kind", ["membership.stated.v1", "certificate.stated.v1"])
def test_a_statement_is_about_a_party_or_a_place_not_both(world, kind):
    own = {
        "membership.stated.v1": {"body": "iTSCi", "valid_from": "2024-02-01"},
        "certificate.stated.v1": {
            "scheme": "CRAFT",
            "kind": "audit",
            "result": "conformant",
            "issued_on": "2026-05-30",
        },
    }[kind]

    answers = enter(
        world.programme,
        envelope(kind, party=world.ours.party, place=world.site, **own),
        envelope(kind, **own),
        envelope(kind, place=make.code("S"), **own),
    )

    assert [answer.code for answer in answers] == ["one_subject", "one_subject", "unknown_place"]


def test_a_certificate_says_scheme_version_result_and_end(world):
    facts = {"scheme": "CRAFT", "version": "2.0", "kind": "audit", "result": "conditional", "score": 61}
    days = {"issued_on": "2026-05-30", "expires_on": "2027-05-29"}
    entered(world.programme, envelope("certificate.stated.v1", party=world.cooperative, **facts, **days))

    row = Certificate.objects.get(subject=world.cooperative)
    assert (row.scheme, row.version, row.result, row.score) == ("CRAFT", "2.0", "conditional", 61)
    said = Standing.objects.get(subject=world.cooperative, topic="certificate")
    assert (said.value, said.valid_to, said.terms["result"]) == ("CRAFT", date(2027, 5, 29), "conditional")


def test_a_certificate_of_tomorrow_is_not_issued_yet(world):
    facts = {"scheme": "CRAFT", "kind": "audit", "result": "conformant", "issued_on": "2026-11-04"}

    (answer,) = enter(world.programme, envelope("certificate.stated.v1", party=world.cooperative, **facts))

    assert (answer.code, answer.field) == ("day_to_come", "facts.issued_on")
