"""Every text has its French words, with the same places to fill; and the words really reach the page."""

from __future__ import annotations

import re

from django.utils import translation

from buyers.figures import share
from config.running.translations import compile_translations
from ledger import tasks
from ledger.log.models import Cursor
from ledger.parties import roles
from ledger.reference.spelling import kilograms
from sites.tasks import follow_positions
from sites.templatetags.operating_words import FOLLOWERS
from tests.pages.test_lot_page import text_of
from tests.words import missing, read, texts, words_of

PLACES = re.compile(r"%\((\w+)\)[sd]|%[ds]|\{\}")


def places(words):
    return sorted(match.group(0) for match in PLACES.finditer(words))


def test_no_text_lacks_its_french_words():
    assert missing("fr") == []


def test_french_words_fill_the_same_places():
    catalogue = read("fr")
    wrong = []
    for text in texts():
        context, message = text
        forms = (message,) if isinstance(message, str) else message
        for said, words in zip(forms, words_of(catalogue, text), strict=True):
            if places(said) != places(words):
                wrong.append((said, words))

    assert wrong == []


def test_no_french_words_are_left_of_texts_that_are_gone():
    known = {(context, message if isinstance(message, str) else message[0]) for context, message in texts()}
    kept = {(each.context, each.id if isinstance(each.id, str) else each.id[0]) for each in read("fr") if each.id}

    assert kept - known == set()


def test_french_sets_its_signs_apart():
    catalogue = read("fr")
    words = [form for text in texts() for form in words_of(catalogue, text)]

    assert [each for each in words if re.search(r"[^\u00a0][;?!»]|«[^\u00a0]|'", each)] == []


def test_figures_follow_the_language():
    with translation.override("fr"):
        assert kilograms(1_190_000).replace("\u202f", "\u00a0") == "1\u00a0190,0"
        assert kilograms(45_755) == "45,755"
    with translation.override("en"):
        assert kilograms(1_190_000) == "1,190.0"
        assert kilograms(-1_200) == "−\u00a01.2"


def test_a_share_that_is_not_all_is_never_shown_as_all():
    assert share(999_999, 1_000_000) == ">\u00a099\u00a0%"
    assert share(1, 1_000_000) == "<\u00a01\u00a0%"
    assert share(1, 1) == "100\u00a0%"
    assert share(0, 1) == "0\u00a0%"


def test_the_desk_speaks_french(as_role):
    compile_translations()
    translation.trans_real._translations.clear()
    client = as_role(roles.DEPOT_CLERK)
    client.get("/language/fr/")

    page = text_of(client.get("/desk/"))

    assert "Acheter un sac" in page
    assert "Confirmé" in page


def test_who_follows_the_log_is_named_in_french(as_role):
    for follow in (tasks.watch_for_risk, tasks.follow_screening, tasks.tell_new, follow_positions):
        follow()
    compile_translations()
    translation.trans_real._translations.clear()
    client = as_role(roles.PROGRAMME_MANAGER)
    client.get("/language/fr/")

    page = text_of(client.get("/operator/log/"))

    assert "Carte 0 Points à vérifier 0 Criblage 0 Nouvelles 0" in page
    assert set(Cursor.objects.values_list("name", flat=True)) <= FOLLOWERS.keys()
