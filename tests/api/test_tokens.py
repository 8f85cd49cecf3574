"""Tokens for programs: printed once, kept as a digest."""

import pytest
from django.core.management import CommandError, call_command

from ledger.models import ApiToken
from ledger.parties.tokens import digest_of
from tests import make
from tests.served import Caller

pytestmark = pytest.mark.django_db


def test_the_token_is_the_last_line_and_lets_its_user_in(capsys):
    user = make.user("clerk", "depot_clerk", make.code("Q"))

    call_command("api_token", user.username)

    token = capsys.readouterr().out.rstrip("\n").splitlines()[-1]
    assert Caller(token=token).get("/api/v1/lots/").status_code == 200
    kept = ApiToken.objects.get(user=user)
    assert bytes(kept.digest) == digest_of(token.encode())
    assert token.encode() not in bytes(kept.digest)


def test_an_unknown_user_is_said_in_one_sentence():
    with pytest.raises(CommandError, match=r"^There is no user of the name nobody\.$"):
        call_command("api_token", "nobody")


def test_a_user_who_left_is_not_let_in():
    caller = Caller(make.user("clerk", "depot_clerk", make.code("Q")))
    caller.user.is_active = False
    caller.user.save()

    assert caller.get("/api/v1/lots/").status_code == 401
