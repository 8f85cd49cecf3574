"""The masthead is short: what belongs together lies behind one entry, and nobody is led to a closed door."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from buyers import navigation
from buyers.chapters import REGISTERS, RISK
from ledger.parties import roles

CHAPTERS = [("risk", RISK), ("registers", REGISTERS)]
MOST_ENTRIES = 12


@pytest.mark.parametrize("role", sorted(roles.ROLES))
@pytest.mark.parametrize(("name", "leads"), CHAPTERS)
def test_every_line_of_a_chapter_opens_and_lies_under_it(as_role, role, name, leads):
    client = as_role(role)

    page = client.get(reverse(name)).content.decode()

    shown = [each for each in leads if f'href="{reverse(each.name)}"' in page.split("<main")[1]]
    assert shown
    for each in shown:
        answer = client.get(reverse(each.name))
        assert answer.status_code == 200
        here = re.findall(r'href="([^"]+)" aria-current="page"', answer.content.decode().split("<main")[0])
        assert here == [reverse("incidents" if each.name == "incidents" else name)]


def test_a_clerk_is_not_led_to_watch_lists_and_a_regulator_is(as_role):
    address = f'href="{reverse("screening")}"'

    assert address not in as_role(roles.DEPOT_CLERK).get(reverse("risk")).content.decode()
    assert address in as_role(roles.REGULATOR).get(reverse("risk")).content.decode()


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_the_masthead_stays_short(as_role, role):
    page = as_role(role).get(reverse("risk")).content.decode().split("<main")[0]

    assert 6 <= len(re.findall(r"<a href", page.split("<nav")[1].split("</nav")[0])) <= MOST_ENTRIES


def test_every_section_named_is_an_entry_of_the_masthead():
    assert set(navigation.SECTIONS.values()) <= {name for name, _, _ in navigation.PLACES}
