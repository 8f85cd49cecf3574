"""The table of doors: who is let in where. An address that has no line here fails the test.

A door says who gets in by GET and by POST; None means that the method is not for anybody. `hidden` doors answer
404 to those who may not see the thing behind them, so that nobody learns that it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ledger.parties import roles
from tests.access.people import NOBODY, OURS, Person

May = Callable[[Person], bool]


def everybody(person: Person) -> bool:
    return True


def signed_in(person: Person) -> bool:
    return person != NOBODY


def who_sees_our_lot(person: Person) -> bool:
    return person.oversees or person.side == OURS


def only(*allowed: str) -> May:
    return lambda person: person.role in allowed


overseers = only(roles.PROGRAMME_MANAGER, roles.AUDITOR, roles.REGULATOR)
depot = only(*roles.DEPOT)


@dataclass(frozen=True)
class Door:
    """Who gets in; `path` holds {lot}, {site} and the like for our own things."""

    path: str
    get: May | None = None
    post: May | None = None
    hidden: bool = False


UUID = "7d3a0c62-51d6-4a0e-9d53-6f6f3c7e2b11"
DOORS: dict[str, Door] = {
    # --- the API ----------------------------------------------------------------------------------------------------
    "api/v1/entries/": Door("/api/v1/entries/", post=signed_in),
    "api/v1/kinds/": Door("/api/v1/kinds/", signed_in),
    "api/v1/lots/": Door("/api/v1/lots/", signed_in),
    "api/v1/lots/<str:code>/": Door("/api/v1/lots/{lot}/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/origins/": Door("/api/v1/lots/{lot}/origins/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/lineage/": Door("/api/v1/lots/{lot}/lineage/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/events/": Door("/api/v1/lots/{lot}/events/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/pack/": Door("/api/v1/lots/{lot}/pack/", who_sees_our_lot, hidden=True),
    "api/v1/places/<str:code>/lots/": Door("/api/v1/places/{site}/lots/", signed_in),
    "api/v1/schema/": Door("/api/v1/schema/", everybody),
    "healthz": Door("/healthz", everybody),
    # --- the public log and pictures --------------------------------------------------------------------------------
    "log/checkpoint": Door("/log/checkpoint", everybody),
    "^log/(?P<path>tile/.+)$": Door("/log/tile/0/000.p/1", everybody),
    "t/<path:code>/qr.svg": Door("/t/{lot}/qr.svg", everybody),
    "t/<path:code>/qr.png": Door("/t/{lot}/qr.png", everybody),
    "^(?:api|log)/": Door("/api/nowhere/", everybody),
    # --- home, tags, lots -------------------------------------------------------------------------------------------
    "": Door("/", signed_in),
    "login/": Door("/login/", everybody, everybody),
    "logout/": Door("/logout/", post=everybody),
    "language/<str:code>/": Door("/language/fr/", everybody, everybody),
    "lots/": Door("/lots/", signed_in),
    "lots/<str:code>/": Door("/lots/{lot}/", who_sees_our_lot, hidden=True),
    "lots/<str:code>/pack/": Door("/lots/{lot}/pack/", who_sees_our_lot, hidden=True),
    "t/": Door("/t/", everybody),
    "t/<path:code>/": Door("/t/{tag}/", everybody),
    "tags/issue/": Door("/tags/issue/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "tags/issued/<uuid:key>/": Door(f"/tags/issued/{UUID}/", only(roles.PROGRAMME_MANAGER)),
    "audit/": Door("/audit/", overseers),
    # --- the desk ---------------------------------------------------------------------------------------------------
    "desk/": Door("/desk/", only(roles.TAGGING_AGENT, *roles.DEPOT)),
    "desk/tag/": Door("/desk/tag/", only(roles.TAGGING_AGENT), only(roles.TAGGING_AGENT)),
    "desk/weigh/": Door(
        "/desk/weigh/", only(roles.TAGGING_AGENT, *roles.DEPOT), only(roles.TAGGING_AGENT, *roles.DEPOT)
    ),
    "desk/buy/": Door("/desk/buy/", depot, depot),
    "desk/dispatch/": Door("/desk/dispatch/", depot, depot),
    "desk/receive/": Door("/desk/receive/", only(roles.BUYER, *roles.DEPOT), only(roles.BUYER, *roles.DEPOT)),
    "desk/blend/": Door("/desk/blend/", only(roles.DEPOT_MANAGER), only(roles.DEPOT_MANAGER)),
    "desk/saved/<uuid:key>/": Door(f"/desk/saved/{UUID}/", signed_in),
    # --- the register of sites --------------------------------------------------------------------------------------
    "sites/": Door("/sites/", signed_in),
    "sites/<str:code>/": Door("/sites/{site}/", signed_in),
    "sites/<str:code>/visit/": Door(
        "/sites/{site}/visit/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
    ),
    "sites/<str:code>/act/": Door(
        "/sites/{site}/act/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
    ),
}
