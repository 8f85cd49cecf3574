"""One bag by clicking, on a phone of 360 px: tagged, weighed, bought, sent, received. No complaint in the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ledger.parties import roles
from tests import make
from tests.browser.chromium import PHONE, opened, sign_in
from tests.browser.conftest import PASSWORD


def press(page: Page, kilograms: str) -> None:
    """Type a weight on the desk's own keypad."""
    for sign in kilograms:
        page.locator(f'[data-k="{sign}"]').click()


def enter_as(browser, served, role) -> tuple[Page, list[str]]:
    page, complaints = opened(browser, PHONE, touch=True)
    sign_in(page, served.address, role, PASSWORD)
    return page, complaints


def test_a_bag_goes_from_the_pit_to_the_buyer(browser, served):
    tag = served.world.issue(3)[0]
    complaints = []

    page, said = enter_as(browser, served, roles.TAGGING_AGENT)
    complaints.append(said)
    page.get_by_role("link", name="Tag a bag").click()
    page.get_by_label("Scan a tag, or type its code").fill(f"{tag[:4]}-{tag[4:8]}-{tag[8]}".lower())
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Gross, kg").focus()
    press(page, "46.2")
    expect(page.locator("output[data-net]")).to_have_text("45.8\u00a0kg")
    expect(page.get_by_role("button", name="Save 45.8 kg")).to_be_visible()
    page.get_by_label("Ore").select_option("cassiterite")
    page.get_by_label("Day it was dug").fill(make.DUG)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    expect(page.get_by_text("45.8\u00a0kg")).to_be_visible()

    page, said = enter_as(browser, served, roles.DEPOT_CLERK)
    complaints.append(said)
    page.get_by_role("link", name="Weigh").click()
    page.get_by_label("Lot or tag").fill(tag)
    page.get_by_label("Gross, kg").focus()
    press(page, "46.15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("45.75\u00a0kg")).to_be_visible()
    page.get_by_role("link", name="Done").click()

    page.get_by_role("link", name="Buy a bag").click()
    page.get_by_label("Lot or tag").fill(tag)
    page.get_by_label("Price of the bag").fill("412,20")
    page.get_by_role("button", name="Buy this bag").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    page.get_by_role("link", name="Done").click()

    page.get_by_role("link", name="Dispatch").click()
    page.get_by_role("checkbox").check()
    expect(page.get_by_role("button", name="Dispatch 45.8 kg")).to_be_visible()
    page.get_by_label("Number of the waybill").fill("97")
    page.get_by_role("button", name="Dispatch").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()

    page, said = enter_as(browser, served, roles.BUYER)
    complaints.append(said)
    page.locator(".note a").click()
    page.get_by_role("radio").check()
    page.get_by_role("button", name="Receive").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    page.goto(f"{served.address}/t/{tag}/")
    page.get_by_role("link", name="Open the lot").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cassiterite, 45.8\u00a0kg net")
    expect(page.locator(".tl .what")).to_have_count(6)
    assert complaints == [[], [], []]


def test_a_used_tag_shows_the_red_card_and_leads_back(browser, served):
    tagging = served.world.tagging()
    make.entered(served.world.tagger, tagging)
    page, _ = enter_as(browser, served, roles.TAGGING_AGENT)

    page.goto(f"{served.address}/desk/tag/?place={served.world.site}&mineral=cassiterite&gross=46.2")
    page.get_by_label("Tag", exact=True).fill(tagging["facts"]["tag"])
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Do not receive this bag")
    page.get_by_role("button", name="Correct what I typed").click()
    expect(page.get_by_label("Gross, kg")).to_have_value("46.2")


def test_the_sun_button_changes_the_light_and_keeps_it(browser, served):
    page, complaints = enter_as(browser, served, roles.DEPOT_CLERK)

    page.locator("[data-light]").click()
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "sun")
    assert complaints == []


@pytest.mark.parametrize("role", [roles.TAGGING_AGENT, roles.DEPOT_CLERK])
def test_the_desk_works_without_script(browser, served, role):
    served.world.issue(1)
    context = browser.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, served.address, role, PASSWORD)
    tag = served.world.tags[0]
    if role == roles.DEPOT_CLERK:
        make.entered(served.world.tagger, served.world.tagging(tag=tag))
        page.goto(f"{served.address}/desk/buy/")
        page.get_by_label("Lot or tag").fill(tag)
        page.get_by_role("button", name="Buy this bag").click()
    else:
        page.goto(
            f"{served.address}/desk/tag/?place={served.world.site}&mineral=cassiterite&tag={tag}&dug_on={make.DUG}"
        )
        page.get_by_label("Gross, kg").fill("46,2")
        page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Confirmed.")).to_be_visible()
    context.close()
