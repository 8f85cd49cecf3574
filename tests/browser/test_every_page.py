"""Every page of every role: nothing scrolls sideways on a phone, and the console has no complaint."""

from __future__ import annotations

import pytest

from ledger.parties import roles
from tests import make
from tests.browser.chromium import LAPTOP, NARROW, PHONE, opened, sign_in
from tests.browser.conftest import PASSWORD
from tests.browser.walking import too_wide, walk


@pytest.fixture
def lively(served):
    """A world with something on every page: a blend, a consignment, a refusal, a hold, an old status, visits."""
    world = served.world
    world.status("green", place=world.new_site(status=None), since="2025-03-01")
    world.visit(on="2026-01-19", presence="yes", note="Road not looked at, the bridge was out.")
    blend = world.blended(
        world.bought(), world.bought(), mass_g=95_600, changes=[{"cause": "unexplained", "grams": 4_000}]
    )
    world.received(world.dispatched(blend))
    world.dispatched(world.bought())
    world.bought()
    bag = world.tagging()
    make.entered(world.tagger, bag)
    make.enter(world.tagger, world.tagging(tag=bag["facts"]["tag"]))
    return served


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_page_fits_and_nothing_complains(browser, lively, role):
    page, complaints = opened(browser, LAPTOP)
    sign_in(page, lively.address, role, PASSWORD)
    found = {}

    for name in walk(page, lively.address):
        for width, height in (NARROW, PHONE, LAPTOP):
            page.set_viewport_size({"width": width, "height": height})
            found[name, width] = too_wide(page)

    assert len(found) >= 3 * 3
    assert {place: wide for place, wide in found.items() if wide} == {}
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("path", ["/login/", "/t/", "/t/TK7MB40AW/", "/nowhere/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_stranger_s_pages_fit_too(browser, served, path, language):
    page, complaints = opened(browser, NARROW)
    page.goto(f"{served.address}/language/{language}/?next=/t/")

    page.goto(served.address + path)

    assert too_wide(page) == []
    assert complaints == []
    page.context.close()
