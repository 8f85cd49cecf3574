"""The accounts of the demo: named after their role, with passwords made once in this home."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from buyers.demo import cast
from ledger.codes import ALPHABET
from ledger.deeds.entries import Actor
from ledger.parties import roles
from ledger.parties.access import actor_of
from ledger.parties.models import Role, User

FILE = "demo_accounts"
GROUPS_IN_A_PASSWORD, SIGNS_IN_A_GROUP = 3, 4  # 60 random bits, easy to type


@dataclass(frozen=True)
class Account:
    """A user with one role at one party."""

    name: str
    role: str
    party: str


ACCOUNTS = (
    Account("tagger", roles.TAGGING_AGENT, cast.AGENCY),
    Account("clerk", roles.DEPOT_CLERK, cast.COMPTOIR),
    Account("manager", roles.DEPOT_MANAGER, cast.COMPTOIR),
    Account("programme", roles.PROGRAMME_MANAGER, cast.PROGRAMME),
    Account("buyer", roles.BUYER, cast.SMELTER),
    Account("auditor", roles.AUDITOR, cast.AUDITORS),
    Account("regulator", roles.REGULATOR, cast.AGENCY),
    Account("rival-clerk", roles.DEPOT_CLERK, cast.RIVALS),
    Account("rival-manager", roles.DEPOT_MANAGER, cast.RIVALS),
)


def file() -> Path:
    """Return where this home keeps the passwords."""
    return Path(settings.LODEBOOK_HOME) / FILE


def passwords() -> dict[str, str]:
    """Return the password of every account, made at the first call and kept, readable by its owner alone."""
    path = file()
    if not path.exists():
        _keep(path, "".join(f"{account.name} {new_password()}\n" for account in ACCOUNTS))
    return dict(line.split(" ", 1) for line in path.read_text(encoding="utf-8").splitlines())


def new_password() -> str:
    """Return a random password in groups."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(SIGNS_IN_A_GROUP)) for _ in range(GROUPS_IN_A_PASSWORD))
    return "-".join(groups).lower()


def _keep(path: Path, text: str) -> None:
    # written aside and renamed: a program killed in between leaves no half file
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(path)


def make_users() -> None:
    """Make users that are missing; where the passwords are new to this home, give them to those that are there."""
    fresh, known = not file().exists(), passwords()
    for account in ACCOUNTS:
        user, made = User.objects.get_or_create(username=account.name)
        if made or fresh:
            user.set_password(known[account.name])
            user.save(update_fields=["password"])
        Role.objects.get_or_create(user=user, role=account.role, party=account.party)


def actors() -> dict[str, Actor]:
    """Return who the users act as, by name."""
    users = User.objects.filter(username__in=[account.name for account in ACCOUNTS]).prefetch_related("roles")
    return {user.username: actor_of(user) for user in users}


def somebody_has_our_names() -> bool:
    """Say whether a user of such a name is there already."""
    return User.objects.filter(username__in=[account.name for account in ACCOUNTS]).exists()
