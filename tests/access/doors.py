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
keepers = only(*roles.KEEPERS)


def who_may_calibrate(person: Person) -> bool:
    """Keepers of the register anywhere, the manager of a depot at home."""
    return keepers(person) or (person.role == roles.DEPOT_MANAGER and person.side == OURS)


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
    # --- the register as a file -------------------------------------------------------------------------------------
    "sites/export.<str:form>": Door("/sites/export.csv", signed_in),
    "sites/icglr.json": Door("/sites/icglr.json", overseers),
    "public/sites.<str:form>": Door("/public/sites.geojson", everybody),
    "api/v1/icglr/mine-sites/": Door("/api/v1/icglr/mine-sites/", overseers),
    "api/v1/icglr/mine-sites/<str:icglr_id>/": Door("/api/v1/icglr/mine-sites/CD--1.0000+28.0000-00001/", overseers),
    # --- minerals and the rule book ---------------------------------------------------------------------------------
    "api/v1/reference/<slug:table>/": Door("/api/v1/reference/licence_regimes/", signed_in),
    "minerals/": Door("/minerals/", signed_in),
    "minerals/<slug:code>/": Door("/minerals/tin/", signed_in),
    "reference/": Door("/reference/", signed_in),
    "reference/<slug:table>/": Door("/reference/licence_regimes/", signed_in),
    "reference/<slug:table>/<path:key>/": Door(
        "/reference/programmes/iTSCi/", signed_in, only(roles.PROGRAMME_MANAGER, roles.REGULATOR)
    ),
    # --- what visits say, and zones ---------------------------------------------------------------------------------
    "api/v1/visit-statistics/": Door("/api/v1/visit-statistics/", signed_in),
    "statistics/": Door("/statistics/", signed_in),
    "statistics/visits/": Door("/statistics/visits/", signed_in),
    "statistics/visits.csv": Door("/statistics/visits.csv", signed_in),
    "zones/": Door("/zones/", signed_in),
    "zones/<str:code>/": Door("/zones/{zone}/", signed_in),
    # --- parties, depots, papers ------------------------------------------------------------------------------------
    "parties/": Door("/parties/", signed_in),
    "parties/new/": Door("/parties/new/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "parties/new-person/": Door("/parties/new-person/", keepers, keepers),
    "parties/<str:code>/": Door("/parties/{party}/", signed_in),
    "parties/<str:code>/describe/": Door("/parties/{party}/describe/", keepers, keepers),
    "parties/<str:code>/status/": Door("/parties/{party}/status/", keepers, keepers),
    "parties/<str:code>/membership/": Door("/parties/{party}/membership/", keepers, keepers),
    "parties/<str:code>/certificate/": Door("/parties/{party}/certificate/", keepers, keepers),
    "parties/<str:code>/people/": Door("/parties/{party}/people/", keepers, keepers),
    "parties/<str:code>/account/": Door("/parties/{party}/account/", keepers, keepers),
    "parties/<str:code>/forget/": Door("/parties/{party}/forget/", keepers, keepers),
    "miners/": Door("/miners/", signed_in),
    "depots/": Door("/depots/", signed_in),
    "depots/<str:code>/": Door("/depots/{depot}/", signed_in),
    "depots/<str:code>/calibrate/": Door("/depots/{depot}/calibrate/", who_may_calibrate, who_may_calibrate),
    "api/v1/papers/": Door("/api/v1/papers/", post=signed_in),
    "papers/<str:sha256>/": Door(f"/papers/{'0' * 64}/", signed_in),
    # --- files brought into the register ----------------------------------------------------------------------------
    "imports/": Door("/imports/", keepers, keepers),
    "^imports/templates/(?P<sheet>[a-z]{1,20})\\.(?P<form>csv|xlsx)$": Door("/imports/templates/sites.csv", keepers),
    "imports/<uuid:run>/": Door(f"/imports/{UUID}/", keepers),
    "imports/<uuid:run>/enter/": Door(f"/imports/{UUID}/enter/", post=keepers),
    "imports/<uuid:run>/undo/": Door(f"/imports/{UUID}/undo/", post=keepers),
    "imports/<uuid:run>/bad-rows.csv": Door(f"/imports/{UUID}/bad-rows.csv", keepers),
    "imports/<uuid:run>/bad-rows.xlsx": Door(f"/imports/{UUID}/bad-rows.xlsx", keepers),
    "api/v1/imports/": Door("/api/v1/imports/", post=keepers),
    "api/v1/imports/<uuid:run>/": Door(f"/api/v1/imports/{UUID}/", keepers),
    "api/v1/imports/<uuid:run>/enter/": Door(f"/api/v1/imports/{UUID}/enter/", post=keepers),
    "api/v1/imports/<uuid:run>/undo/": Door(f"/api/v1/imports/{UUID}/undo/", post=keepers),
    "api/v1/imports/<uuid:run>/problems/": Door(f"/api/v1/imports/{UUID}/problems/", keepers),
    # --- licences, and who may do what ------------------------------------------------------------------------------
    "api/v1/may/": Door("/api/v1/may/?act=export&mineral=lithium_ore&country=ZW&kind=company", signed_in),
    "api/v1/licences/": Door("/api/v1/licences/", signed_in),
    "may/": Door("/may/", signed_in),
    "licences/": Door("/licences/", signed_in),
    "licences/new/": Door("/licences/new/", keepers, keepers),
    "licences/agreement/": Door("/licences/agreement/", keepers, keepers),
    "licences/<str:code>/": Door("/licences/R0000001S/", signed_in),
    "licences/<str:code>/renew/": Door("/licences/R0000001S/renew/", keepers, keepers),
    "licences/<str:code>/stop/": Door("/licences/R0000001S/stop/", keepers, keepers),
    # --- the register of sites --------------------------------------------------------------------------------------
    "sites/": Door("/sites/", signed_in),
    "sites/map/": Door("/sites/map/", signed_in),
    "sites/map.json": Door("/sites/map.json", signed_in),
    "sites/new/": Door("/sites/new/", keepers, keepers),
    "sites/<str:code>/merge/": Door("/sites/{site}/merge/", keepers, keepers),
    "sites/<str:code>/unmerge/": Door("/sites/{site}/unmerge/", keepers, keepers),
    "sites/<str:code>/": Door("/sites/{site}/", signed_in),
    "sites/<str:code>/visit/": Door(
        "/sites/{site}/visit/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
    ),
    "sites/due/": Door("/sites/due/", signed_in),
    "sites/due/if-nobody-inspects/": Door("/sites/due/if-nobody-inspects/", signed_in),
    "acts/": Door("/acts/", signed_in),
    "acts/new/": Door("/acts/new/", only(*roles.KEEPERS), only(*roles.KEEPERS)),
    "acts/<path:name>/lots.csv": Door("/acts/no-such-act/lots.csv", signed_in),
    "acts/<path:name>/": Door("/acts/no-such-act/", signed_in),
    "api/v1/acts/": Door("/api/v1/acts/", signed_in),
    "api/v1/acts/<uuid:key>/lots/": Door(f"/api/v1/acts/{UUID}/lots/", signed_in),
    "sites/<str:code>/describe/": Door(
        "/sites/{site}/describe/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
    ),
    "sites/<str:code>/capacity/": Door(
        "/sites/{site}/capacity/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
    ),
    "sites/<str:code>/locate/": Door(
        "/sites/{site}/locate/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR, roles.TAGGING_AGENT),
    ),
    "sites/<str:code>/act/": Door(
        "/sites/{site}/act/",
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
        only(roles.PROGRAMME_MANAGER, roles.REGULATOR),
    ),
}
