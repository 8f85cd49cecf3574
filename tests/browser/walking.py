"""Walks all pages that lead on from a first one: one page of every address pattern."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

LEFT_OUT = {"import_template", "import_bad_rows", "language", "logout", "lot_pack", "paper", None}
FILES = (".csv", ".geojson", ".json", ".png", ".svg", ".xlsx", ".zip")
"""Addresses that are no pages of ours to look at; files are none either."""


def walk(page: Page, address: str, first: str = "/") -> Iterator[str]:
    """Open one page of every pattern that links lead to, and yield its name while it is open."""
    waiting, known = [first], {"home"}
    seen: set[str] = set()
    while waiting:
        page.goto(address + waiting.pop(0))
        name = pattern_of(page.url) or "home"
        if name in seen:
            continue
        seen.add(name)
        yield name
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            found = pattern_of(link) if link.startswith(address) else None
            if found not in known | LEFT_OUT:
                known.add(str(found))
                waiting.append(link[len(address) :].split("#", 1)[0])


def pattern_of(link: str) -> str | None:
    """Return the name of an address, with a mark for a chosen site or scanned code."""
    try:
        parts = urlsplit(link)
        name = None if parts.path.endswith(FILES) else resolve(parts.path).url_name
    except Resolver404:
        return None
    return f"{name}-chosen" if name == "desk_tag" and parts.query else name


def too_wide(page: Page) -> list[str]:
    """Return what makes a page scroll sideways, if anything does."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
                .filter(each => each.getBoundingClientRect().right > width + 1 && !each.closest('.scroll, .vh, .skip'))
                .slice(0, 5).map(each => each.outerHTML.slice(0, 160));
        }"""
    )
