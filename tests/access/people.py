"""Who knocks: nobody, every role of two rival organisations, and the programme's own staff."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from ledger.parties import roles
from tests import make
from tests.served import Caller

OURS, RIVALS, PROGRAMME = "ours", "rivals", "programme"


@dataclass(frozen=True)
class Person:
    """One who knocks; `role` and `side` are empty for nobody."""

    role: str = ""
    side: str = ""

    def __str__(self) -> str:
        return f"{self.role} of {self.side}" if self.role else "nobody"

    @property
    def oversees(self) -> bool:
        return self.role in {roles.PROGRAMME_MANAGER, roles.AUDITOR, roles.REGULATOR}


NOBODY = Person()
STAFF = [Person(role, PROGRAMME) for role in (roles.PROGRAMME_MANAGER, roles.AUDITOR, roles.REGULATOR)]
RIVAL_STAFF = [Person(role, side) for side in (OURS, RIVALS) for role in roles.ROLES]
EVERYBODY = [NOBODY, *RIVAL_STAFF, *STAFF]


class Knocker:
    """A person with a token for the API and a session for pages."""

    def __init__(self, person: Person, party: str) -> None:
        self.person = person
        user = make.user(person.role, person.role, party) if person.role else None
        self.api = Caller(user)
        self.pages = self.session()

    def session(self) -> Client:
        """Open a new session; a person signs in, nobody does not."""
        client = Client()
        if self.api.user:
            client.force_login(self.api.user)
        return client

    def knock(self, method: str, path: str) -> object:
        """Ask for an address: with the token where the API takes one, with the session elsewhere."""
        if path.startswith(("/api/", "/log/", "/healthz", "/readyz")):
            body = {"data": b'{"entries": []}', "content_type": "application/json"} if method == "post" else {}
            return getattr(self.api.client, method)(path, headers=self.api.headers, **body)
        client = self.session() if "logout" in path else self.pages
        return getattr(client, method)(path)
