"""Small makers that call real deeds: a world of two rival organisations, and lots in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from ledger import codes
from ledger.deeds.entries import Actor, Answer
from ledger.inbox.receiving import receive
from ledger.parties import roles
from ledger.parties.models import Role, User

_numbers = count(int(datetime.now(UTC).timestamp() * 1_000) % 10**9)
DUG = "2026-11-02"
NOW = "2026-11-03T10:42:00+02:00"
FOR_MANY_YEARS = {"since": "2015-01-01", "valid_to": "2059-12-31"}


def code(kind: str) -> str:
    """Return a code that no other maker has given."""
    return codes.numbered(kind, next(_numbers))


def envelope(
    kind: str, /, heads: dict[str, str] | None = None, key: str | None = None, at: str = NOW, **facts: Any
) -> dict:
    """Return an envelope as a client sends it; facts that are None are left out."""
    said = {name: value for name, value in facts.items() if value is not None}
    return {"key": key or str(uuid4()), "kind": kind, "happened_at": at, "facts": said, "heads": heads or {}}


def enter(actor: Actor, *envelopes: dict) -> list[Answer]:
    """Enter envelopes as an actor, an hour after the last was done: nothing is late that a test does not make so."""
    return receive(list(envelopes), actor, _an_hour_later(envelopes))


def entered_today(actor: Actor, *envelopes: dict) -> list[Answer]:
    """Enter envelopes now, however long ago they were done; they must all be recorded."""
    answers = receive(list(envelopes), actor)
    assert [answer.status for answer in answers] == ["recorded"] * len(answers), answers
    return answers


def _an_hour_later(envelopes: Sequence[dict]) -> datetime | None:
    try:
        done = max(datetime.fromisoformat(envelope["happened_at"]) for envelope in envelopes)
        return min(done.astimezone(UTC) + timedelta(hours=1), datetime.now(UTC))
    except (KeyError, TypeError, ValueError):
        return None


def entered(actor: Actor, *envelopes: dict) -> list[Answer]:
    """Enter envelopes that must all be recorded."""
    answers = enter(actor, *envelopes)
    assert [answer.status for answer in answers] == ["recorded"] * len(answers), answers
    return answers


def user(name: str, role: str, party: str, password: str = "x") -> User:
    """Make a user with one role at a party."""
    made = User.objects.create_user(f"{name}-{next(_numbers)}", password=password)
    Role.objects.create(user=made, role=role, party=party)
    return made


@dataclass
class Organisation:
    """A trader with a depot and its people."""

    party: str
    depot: str

    @property
    def clerk(self) -> Actor:
        return Actor(f"clerk-{self.party}", self.party, frozenset({roles.DEPOT_CLERK}))

    @property
    def manager(self) -> Actor:
        return Actor(f"manager-{self.party}", self.party, frozenset({roles.DEPOT_MANAGER}))

    @property
    def buyer(self) -> Actor:
        return Actor(f"buyer-{self.party}", self.party, frozenset({roles.BUYER}))


@dataclass
class World:
    """A programme with one site, one cooperative and two rival organisations."""

    programme_party: str
    agency: str
    cooperative: str
    site: str
    ours: Organisation
    rivals: Organisation
    tags: list[str] = field(default_factory=list)

    @property
    def programme(self) -> Actor:
        return Actor("programme", self.programme_party, frozenset({roles.PROGRAMME_MANAGER}))

    @property
    def regulator(self) -> Actor:
        return Actor("regulator", self.agency, frozenset({roles.REGULATOR}))

    @property
    def auditor(self) -> Actor:
        return Actor("auditor", self.programme_party, frozenset({roles.AUDITOR}))

    @property
    def tagger(self) -> Actor:
        return Actor("tagger", self.agency, frozenset({roles.TAGGING_AGENT}))

    def issue(self, number: int = 20, place: str | None = None) -> list[str]:
        """Issue tags to the site and return them; they also wait in `tags`."""
        made = [code(codes.TAG) for _ in range(number)]
        entered(self.programme, envelope("tag.issued.v1", place=place or self.site, tags=made))
        if place in {None, self.site}:
            self.tags += made
        return made

    def tagging(self, **changed: Any) -> dict:
        """Return an envelope that tags a bag with the next tag."""
        if "tag" not in changed and not self.tags:
            self.issue()
        facts = {
            "lot": code(codes.LOT),
            "tag": changed.get("tag") or self.tags.pop(0),
            "place": self.site,
            "mineral": "cassiterite",
            "mass_g": 45_800,
            "dug_on": DUG,
            "holder": self.cooperative,
        }
        heads, key, at = changed.pop("heads", None), changed.pop("key", None), changed.pop("at", NOW)
        return envelope("lot.tagged.v1", heads=heads, key=key, at=at, **{**facts, **changed})

    def lot(self, **changed: Any) -> str:
        """Tag a bag and return its lot."""
        tagging = self.tagging(**changed)
        entered(self.tagger, tagging)
        return str(tagging["facts"]["lot"])

    def bought(self, by: Organisation | None = None, **changed: Any) -> str:
        """Tag a bag, sell it to an organisation's depot and return its lot."""
        by, lot = by or self.ours, self.lot(**changed)
        entered(by.clerk, envelope("lot.bought.v1", lot=lot, place=by.depot, price_minor=41_220, currency="USD"))
        return lot

    def blended(self, *inputs: str, by: Organisation | None = None, mass_g: int, changes: Any = None) -> str:
        """Blend lots and return the new one."""
        by, lot = by or self.ours, code(codes.LOT)
        entered(by.manager, envelope("lot.blended.v1", lot=lot, inputs=list(inputs), mass_g=mass_g, changes=changes))
        return lot

    def dispatched(self, *lots: str, by: Organisation | None = None, to: Organisation | None = None) -> str:
        """Send lots to the rivals (or another organisation) and return the consignment."""
        by, to, consignment = by or self.ours, to or self.rivals, code(codes.CONSIGNMENT)
        sending = envelope(
            "consignment.dispatched.v1", consignment=consignment, lots=list(lots), to=to.party, destination=to.depot
        )
        entered(by.clerk, sending)
        return consignment

    def received(self, consignment: str, by: Organisation | None = None) -> None:
        """Receive a consignment at an organisation's depot."""
        by = by or self.rivals
        entered(by.clerk, envelope("consignment.received.v1", consignment=consignment, place=by.depot))

    def status(
        self, status: str = "green", *, place: str | None = None, since: str = "2026-03-01", **more: Any
    ) -> None:
        """Let the State decide about the site."""
        facts = {"place": place or self.site, "by": "state", "status": status, "valid_from": since, **more}
        entered_today(self.regulator, envelope("site.status_decided.v1", **facts))

    def visit(self, on: str = "2026-10-19", **seen: str) -> None:
        """Let somebody visit the site, and enter it the same day."""
        answers = {"on_site": "yes", "presence": "no", "interference": "no", "children": "unknown", **seen}
        facts = {"place": self.site, "visited_on": on, "by_whom": "Field team", **answers}
        entered(self.programme, envelope("site.visited.v1", at=f"{on}T12:00:00+02:00", **facts))

    def new_site(self, name: str = "Luvembe 2", status: str | None = "green") -> str:
        """Register another site, with a status for many years unless it is None, and return its code."""
        site = code(codes.PLACE)
        facts = {"place": site, "name": name, "country": "CD", "zone": "Africa/Lubumbashi", "minerals": ["cassiterite"]}
        entered(self.programme, envelope("site.registered.v1", **facts))
        if status:
            self.status(status, place=site, **FOR_MANY_YEARS)
        return site


def world(status: str | None = "green", name: str = "Kashuvi Ouest") -> World:
    """Register a programme, an agency, a cooperative, a site and two rival organisations with a depot each.

    The State gave the site its status for many years, so that any test may dig there; None: no status at all.
    """
    q = [code(codes.PARTY) for _ in range(5)]
    s = [code(codes.PLACE) for _ in range(3)]
    made = World(q[0], q[1], q[2], s[0], Organisation(q[3], s[1]), Organisation(q[4], s[2]))
    kinds = ("programme", "agency", "cooperative", "trader", "buyer")
    names = ("Programme", "Mines service", "Coopérative Umoja", "Comptoir Orévia", "Kestrel Tin Smelting")
    parties = [
        envelope("party.registered.v1", party=party, name=name, kind=kind, country="CD")
        for party, name, kind in zip(q, names, kinds, strict=True)
    ]
    site = {"place": s[0], "name": name, "country": "CD", "zone": "Africa/Lubumbashi"}
    depots = [
        envelope(
            "place.registered.v1",
            place=place,
            name=name,
            kind="depot",
            country="CD",
            zone="Africa/Lubumbashi",
            party=party,
        )
        for place, name, party in ((s[1], "Tambira-Centre", q[3]), (s[2], "Port-Sabelo", q[4]))
    ]
    entered(made.programme, *parties, envelope("site.registered.v1", minerals=["cassiterite"], **site), *depots)
    if status:
        made.status(status, **FOR_MANY_YEARS)
    return made


def days_ago(days: int) -> str:
    """Return a day so many days before today, for rules that look at the clock."""
    return (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
