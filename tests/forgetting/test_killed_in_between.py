"""Forgetting is killed in between: what was begun is finished, and said once."""

import pytest

from ledger.inbox.consequences import make_up
from ledger.inbox.forgetting import doing
from ledger.inbox.forgetting.models import Erasure
from ledger.papers.keeping import keep_paper, path_of
from tests.forgetting.looking import left_of
from tests.forgetting.saying import PNG, erasures, told_everywhere
from tests.parties.people import CARD, GROWN_UP, NAME, PHONE, forget, registered


class Killed(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("last", ["_record", "_empty", "enter", "erase", "erase_paper"])
def test_killed_anywhere_in_between_it_is_finished_by_the_clock(world, monkeypatch, settings, tmp_path, last):
    settings.PAPERS_FOLDER = tmp_path
    paper = keep_paper(PNG, user="u", party=world.programme_party, group="people")
    code = registered(world, photo=paper.sha256)
    told_everywhere(world, code)

    def killed(*given, **more):
        raise Killed

    with monkeypatch.context() as crash, pytest.raises(Killed):
        crash.setattr(doing, last, killed)
        forget(world, code)
    assert Erasure.objects.count() == 1

    make_up()

    assert left_of(NAME, PHONE, CARD, GROWN_UP) == []
    assert not path_of(paper.sha256).exists()
    assert [event["facts"]["entries"] for event in erasures()] == [7]
    assert not Erasure.objects.exists()


def test_killed_before_what_was_made_of_it_is_gone_the_rest_goes_too(world, monkeypatch):
    code = registered(world)
    seen = []

    def killed(party, cause):
        raise Killed

    with monkeypatch.context() as crash, pytest.raises(Killed):
        crash.setattr(doing, "AFTER_ERASING", [killed])
        forget(world, code)
    assert left_of(NAME) == []
    with monkeypatch.context() as healed:
        healed.setattr(doing, "AFTER_ERASING", [lambda party, cause: seen.append(party)])
        make_up()

    assert seen == [code]


def test_forgotten_twice_it_is_recorded_once(world):
    code = registered(world)

    first, second = forget(world, code), forget(world, code)
    make_up()

    assert (first, second) == (1, 0)
    assert len(erasures()) == 1
