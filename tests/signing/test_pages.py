"""A clerk corrects a lot on its page, another person finds it under "to sign", and the lot shows both values."""

import re

from ledger.models import Lot, Proposal
from ledger.parties.roles import TAGGING_AGENT
from tests import make
from tests.correcting.acts import correction
from tests.make import entered
from tests.signing.conftest import Person


def hidden(page):
    """Return the values of the hidden fields of a page's first form, but for the token."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def propose(world, clerk, kilograms="44.8"):
    code = world.bought(mass_g=45_800)
    page = clerk.client.get(f"/lots/{code}/correct/")
    sent = {**hidden(page), "mass": kilograms, "dug_on": "2026-11-02", "reason": "The bag was read wrongly."}
    return code, clerk.client.post(f"/lots/{code}/correct/", sent)


def test_a_clerk_proposes_and_the_manager_signs(world, clerk, manager):
    code, answered = propose(world, clerk)
    assert answered.status_code == 302
    assert Lot.objects.get(code=code).mass_g == 45_800
    key = Proposal.objects.get().key

    listed = manager.client.get("/to-sign/").content.decode()
    page = manager.client.get(f"/to-sign/{key}/")
    signed = manager.client.post(f"/to-sign/{key}/sign/", hidden(page))

    assert f"/to-sign/{key}/" in listed
    assert "44.8" in listed
    assert "(1)" in listed
    assert signed.status_code == 302
    assert Lot.objects.get(code=code).mass_g == 44_800


def test_the_lot_shows_what_it_said_struck_through(world, clerk, manager):
    code, _ = propose(world, clerk)
    key = Proposal.objects.get().key
    manager.client.post(f"/to-sign/{key}/sign/", hidden(manager.client.get(f"/to-sign/{key}/")))

    page = clerk.client.get(f"/lots/{code}/").content.decode()

    assert re.search(r"<del>45.8\skg</del>", page)
    assert "The bag was read wrongly." in page


def test_who_proposed_it_does_not_sign_but_may_give_it_up(world, clerk):
    propose(world, clerk)
    key = Proposal.objects.get().key

    page = clerk.client.get(f"/to-sign/{key}/")
    assert f"/to-sign/{key}/sign/" not in page.content.decode()
    dropped = clerk.client.post(f"/to-sign/{key}/drop/", {**hidden(page), "reason": "Weighed again."})

    assert dropped.status_code == 302
    assert Proposal.objects.get().state == "dropped"


def test_a_rival_neither_sees_nor_signs_it(world, clerk, rival):
    propose(world, clerk)
    key = Proposal.objects.get().key

    assert rival.client.get(f"/to-sign/{key}/").status_code == 404
    assert rival.client.post(f"/to-sign/{key}/sign/", {}).status_code == 404
    assert key not in rival.client.get("/to-sign/").content.decode()


def test_a_form_that_changes_nothing_says_so(world, clerk):
    _, answered = propose(world, clerk, kilograms="45.8")

    assert answered.status_code == 422
    assert not Proposal.objects.exists()


def test_a_signature_that_comes_too_late_says_why(world, clerk, manager):
    code, _ = propose(world, clerk)
    other = correction(code, mass_g=43_000)
    entered(world.ours.clerk, other)
    first = Proposal.objects.exclude(key=other["key"]).get().key
    late = manager.client.get(f"/to-sign/{other['key']}/")
    manager.client.post(f"/to-sign/{first}/sign/", hidden(manager.client.get(f"/to-sign/{first}/")))

    answered = manager.client.post(f"/to-sign/{other['key']}/sign/", hidden(late))

    assert answered.status_code == 422
    assert "does not say what you saw" in answered.content.decode()


def test_what_a_correction_touches_is_listed_before_and_after(world, clerk, manager):
    bag, other = world.bought(), world.bought()
    blend = world.blended(bag, other, mass_g=91_600)
    before = clerk.client.get(f"/lots/{bag}/correct/").content.decode()
    sent = correction(bag, mass_g=40_000)
    entered(clerk.actor, sent)
    manager.client.post(f"/to-sign/{sent['key']}/sign/", hidden(manager.client.get(f"/to-sign/{sent['key']}/")))

    page = clerk.client.get(f"/lots/{bag}/").content.decode()
    address = re.search(rf"/lots/{bag}/corrections/\d+/", page).group()
    after = clerk.client.get(address).content.decode()

    assert f"/lots/{blend}/" in before
    assert f"/lots/{blend}/" in after


def test_the_page_of_a_void_lot_opens(world, clerk, manager):
    code = world.bought()
    page = clerk.client.get(f"/lots/{code}/void/")
    clerk.client.post(f"/lots/{code}/void/", {**hidden(page), "reason": "Entered twice."})
    key = Proposal.objects.get().key
    manager.client.post(f"/to-sign/{key}/sign/", hidden(manager.client.get(f"/to-sign/{key}/")))

    assert Lot.objects.get(code=code).state == "voided"
    assert clerk.client.get(f"/lots/{code}/").status_code == 200


def test_who_tagged_a_bag_corrects_it_on_a_page_until_somebody_else_takes_it_over(world):
    tagger = Person("tagger", TAGGING_AGENT, world.agency)
    tagging = world.tagging()
    lot = tagging["facts"]["lot"]
    entered(tagger.actor, tagging)
    link = f"/lots/{lot}/correct/"
    assert link in tagger.client.get(f"/desk/saved/{tagging['key']}/").content.decode()

    page = tagger.client.get(link)
    sent = {**hidden(page), "mass": "44.8", "dug_on": "2026-11-02", "reason": "The bag was read wrongly."}
    answered = tagger.client.post(link, sent)

    assert (answered.status_code, answered["Location"]) == (302, "/")
    assert Lot.objects.get(code=lot).mass_g == 44_800
    entered(world.ours.clerk, make.envelope("lot.bought.v1", lot=lot, place=world.ours.depot))
    assert tagger.client.get(link).status_code == 404
    assert link not in tagger.client.get(f"/desk/saved/{tagging['key']}/").content.decode()


def test_who_tagged_a_bag_voids_it_on_a_page(world):
    tagger = Person("tagger", TAGGING_AGENT, world.agency)
    tagging = world.tagging()
    entered(tagger.actor, tagging)
    link = f"/lots/{tagging['facts']['lot']}/void/"

    answered = tagger.client.post(link, {**hidden(tagger.client.get(link)), "reason": "Entered twice."})

    assert answered.status_code == 302
    assert Lot.objects.get(code=tagging["facts"]["lot"]).state == "voided"
