"""Debian's Chromium through Playwright; where there is none, tests say so and are left out, unless CI=true."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

PHONE, NARROW, LAPTOP = (360, 780), (320, 640), (1280, 900)


def executable() -> str:
    """Return where Chromium is; skips the test in words, or fails it on CI."""
    found = shutil.which("chromium")
    if found is None:
        said = "No chromium here: install the package chromium to run the browser tests."
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser: Browser, size: tuple[int, int], *, touch: bool = False) -> tuple[Page, list[str]]:
    """Return a new page of its own session, and a list that fills with everything the console complains about."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=touch, is_mobile=touch)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # an answer other than 200 is logged by the browser itself; pages say so in words
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def sign_in(page: Page, address: str, name: str, password: str) -> None:
    """Sign in as somebody."""
    page.goto(f"{address}/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)
