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
bringers = only(*roles.KEEPERS, *roles.DEPOT, roles.TAGGING_AGENT)
assayers = only(*roles.DEPOT, *roles.KEEPERS)
endpoint_keepers = only(*roles.KEEPERS, roles.DEPOT_MANAGER, roles.BUYER)


signers = only(roles.TAGGING_AGENT, *roles.DEPOT, *roles.KEEPERS)


def who_corrects_our_lot(person: Person) -> bool:
    """Who may correct at all, of those who see our lot."""
    return signers(person) and who_sees_our_lot(person)


def who_may_calibrate(person: Person) -> bool:
    """Keepers of the register anywhere, the manager of a depot at home."""
    return keepers(person) or (person.role == roles.DEPOT_MANAGER and person.side == OURS)


def who_speaks_of_our_flag(person: Person) -> bool:
    """Keepers answer it, whoever had the lot in hand explains it; auditors read, and a mirror is a program."""
    return person.role not in {roles.AUDITOR, roles.MIRROR} and who_sees_our_lot(person)


def who_sees_the_case(person: Person) -> bool:
    """The case names our party: its people see it in short, overseers see every case."""
    return person.oversees or person.side == OURS


def who_replies(person: Person) -> bool:
    """Keepers, who may hold a letter, and the people of our party, but for an auditor: he enters no reply."""
    return keepers(person) or (person.side == OURS and person.role not in {roles.AUDITOR, roles.MIRROR})


def who_reports(person: Person) -> bool:
    """Everybody with a role may report an incident; a mirror is a program that enters nothing."""
    return signed_in(person) and person.role != roles.MIRROR


def who_revokes_our_device(person: Person) -> bool:
    """Keepers, and the manager of our party; nobody holds the device alone."""
    return keepers(person) or (person.role == roles.DEPOT_MANAGER and person.side == OURS)


who_enrols_devices = only(*roles.KEEPERS, roles.DEPOT_MANAGER)
who_reads_tags = only(roles.PROGRAMME_MANAGER, roles.AUDITOR, roles.REGULATOR, roles.TAGGING_AGENT)
who_accounts_for_tags = only(*roles.KEEPERS, roles.TAGGING_AGENT)
who_retags = only(*roles.DEPOT, roles.TAGGING_AGENT)
who_brings_exchange_files = only(*roles.KEEPERS, roles.DEPOT_MANAGER)


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
    "api/v1/entries/<uuid:key>/receipt/": Door("/api/v1/entries/{entry}/receipt/", who_sees_our_lot, hidden=True),
    "api/v1/kinds/": Door("/api/v1/kinds/", signed_in),
    "api/v1/devices/": Door("/api/v1/devices/", signed_in),
    "api/v1/devices/<uuid:device>/": Door("/api/v1/devices/{device}/", who_sees_our_lot, hidden=True),
    "api/v1/flags/": Door("/api/v1/flags/", signed_in),
    "api/v1/findings/": Door("/api/v1/findings/", signed_in),
    "api/v1/findings/<uuid:key>/": Door("/api/v1/findings/{finding}/", signed_in),
    "api/v1/lots/": Door("/api/v1/lots/", signed_in),
    "api/v1/lots/<str:code>/": Door("/api/v1/lots/{lot}/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/origins/": Door("/api/v1/lots/{lot}/origins/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/corrections/": Door("/api/v1/lots/{lot}/corrections/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/lineage/": Door("/api/v1/lots/{lot}/lineage/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/lineage/graph/": Door("/api/v1/lots/{lot}/lineage/graph/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/events/": Door("/api/v1/lots/{lot}/events/", who_sees_our_lot, hidden=True),
    "api/v1/lots/<str:code>/pack/": Door("/api/v1/lots/{lot}/pack/", who_sees_our_lot, hidden=True),
    "api/v1/places/<str:code>/lots/": Door("/api/v1/places/{site}/lots/", signed_in),
    "api/v1/tags/stock/": Door("/api/v1/tags/stock/", signed_in),
    "api/v1/tags/hot/": Door("/api/v1/tags/hot/", signed_in),
    "api/v1/schema/": Door("/api/v1/schema/", everybody),
    "healthz": Door("/healthz", everybody),
    "readyz": Door("/readyz", everybody),
    "metrics": Door("/metrics", everybody),
    "operator/log/": Door("/operator/log/", keepers),
    # --- the public log and pictures --------------------------------------------------------------------------------
    "log/checkpoint": Door("/log/checkpoint", everybody),
    "^log/(?P<path>tile/entries/.+)$": Door("/log/tile/entries/000.p/1", only(roles.MIRROR)),
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
    "labels/test/<str:layout>.pdf": Door("/labels/test/a4_21.pdf", signed_in),
    "labels/<str:source>/<str:name>/": Door("/labels/lot/{lot}/", who_sees_our_lot, who_sees_our_lot, hidden=True),
    "print/<uuid:number>/": Door("/print/{print}/", who_sees_our_lot, hidden=True),
    "print/<uuid:number>.pdf": Door("/print/{print}.pdf", who_sees_our_lot, hidden=True),
    "slips/<int:event>/<str:paper>.pdf": Door("/slips/{purchase}/a4.pdf", who_sees_our_lot, hidden=True),
    "traders/<str:code>/": Door("/traders/{party}/", who_sees_our_lot, hidden=True),
    "traders/<str:code>/register.<str:form>": Door("/traders/{party}/register.csv", who_sees_our_lot, hidden=True),
    "tags/issue/": Door("/tags/issue/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "tags/issued/<uuid:key>/": Door(f"/tags/issued/{UUID}/", only(roles.PROGRAMME_MANAGER)),
    "tags/": Door("/tags/", who_reads_tags),
    "tags/hot/": Door("/tags/hot/", signed_in),
    "tags/new-series/": Door("/tags/new-series/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "tags/new-box/": Door("/tags/new-box/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "tags/allocate/": Door("/tags/allocate/", keepers, keepers),
    "tags/issue-from-box/": Door("/tags/issue-from-box/", only(roles.PROGRAMME_MANAGER), only(roles.PROGRAMME_MANAGER)),
    "tags/count/": Door("/tags/count/", who_accounts_for_tags, who_accounts_for_tags),
    "tags/miss/": Door("/tags/miss/", who_accounts_for_tags, who_accounts_for_tags),
    "tags/void/": Door("/tags/void/", who_accounts_for_tags, who_accounts_for_tags),
    "tags/give-back/": Door("/tags/give-back/", who_accounts_for_tags, who_accounts_for_tags),
    "tags/stop/": Door("/tags/stop/", keepers, keepers),
    "tags/retag/": Door("/tags/retag/", who_retags, who_retags),
    "tags/sign/<uuid:key>/": Door(f"/tags/sign/{UUID}/", post=who_accounts_for_tags),
    "tags/series/<str:code>/": Door("/tags/series/{series}/", who_reads_tags),
    "tags/boxes/<str:code>/": Door("/tags/boxes/{box}/", overseers, hidden=True),
    "tags/account/<str:series>/<str:holder>/": Door("/tags/account/{series}/{tag_holder}/", overseers, hidden=True),
    "audit/": Door("/audit/", overseers),
    # --- screening --------------------------------------------------------------------------------------------------
    "screening/": Door("/screening/", overseers),
    "screening/hits/<uuid:key>/": Door(f"/screening/hits/{UUID}/", overseers, keepers),
    "screening/lists/": Door("/screening/lists/", overseers, keepers),
    "screening/lists/<str:edition>/": Door("/screening/lists/un:2026-11-01:000000000000/", overseers),
    "screening/related/": Door("/screening/related/", overseers),
    "screening/parties/<str:code>/": Door("/screening/parties/{party}/", overseers),
    "risk/rules/": Door("/risk/rules/", overseers),
    # --- balances and lineage ---------------------------------------------------------------------------------------
    "api/v1/statements/": Door("/api/v1/statements/?mineral=cassiterite", signed_in),
    "balances/": Door("/balances/?mineral=cassiterite", signed_in),
    "balances.csv": Door("/balances.csv?mineral=cassiterite", signed_in),
    "lots/<str:code>/lineage/": Door("/lots/{lot}/lineage/", who_sees_our_lot, hidden=True),
    "lots/<str:code>/lineage.json": Door("/lots/{lot}/lineage.json", who_sees_our_lot, hidden=True),
    # --- conflict, areas of high risk, roadblocks -------------------------------------------------------------------
    "sites/<str:code>/conflict/": Door("/sites/{site}/conflict/", signed_in),
    "conflict/": Door("/conflict/", signed_in),
    "conflict/bring/": Door("/conflict/bring/", keepers, keepers),
    "conflict/files/<str:file>/take-back/": Door("/conflict/files/none/take-back/", keepers, keepers),
    "conflict/areas/": Door("/conflict/areas/", signed_in),
    "conflict/areas/new/": Door("/conflict/areas/new/", keepers, keepers),
    "conflict/areas/<uuid:key>/take-back/": Door(f"/conflict/areas/{UUID}/take-back/", keepers, keepers),
    "conflict/roadblocks/": Door("/conflict/roadblocks/", signed_in),
    "conflict/roadblocks/new/": Door("/conflict/roadblocks/new/", who_accounts_for_tags, who_accounts_for_tags),
    "conflict/roadblocks/<uuid:key>/end/": Door(
        f"/conflict/roadblocks/{UUID}/end/", who_accounts_for_tags, who_accounts_for_tags
    ),
    "conflict/zones/new/": Door("/conflict/zones/new/", keepers, keepers),
    "conflict/zones/<str:code>/end/": Door("/conflict/zones/Z0000001B/end/", keepers, keepers),
    # --- corrections and signatures ---------------------------------------------------------------------------------
    "lots/<str:code>/correct/": Door("/lots/{lot}/correct/", who_corrects_our_lot, who_corrects_our_lot, hidden=True),
    "lots/<str:code>/void/": Door("/lots/{lot}/void/", who_corrects_our_lot, who_corrects_our_lot, hidden=True),
    "lots/<str:code>/corrections/<int:number>/": Door("/lots/{lot}/corrections/1/", hidden=True),
    "to-sign/": Door("/to-sign/", signers),
    "to-sign/<uuid:key>/": Door(f"/to-sign/{UUID}/", signers),
    "to-sign/<uuid:key>/sign/": Door(f"/to-sign/{UUID}/sign/", signers, signers),
    "to-sign/<uuid:key>/drop/": Door(f"/to-sign/{UUID}/drop/", signers, signers),
    # --- consignments, certificates, exports ------------------------------------------------------------------------
    "consignments/": Door("/consignments/", signed_in),
    "consignments/<str:code>/": Door("/consignments/C0000001W/", signed_in),
    "consignments/<str:code>/papers/<str:sha256>/": Door(f"/consignments/C0000001W/papers/{'0' * 64}/", signed_in),
    "consignments/<str:code>/receive/": Door(
        "/consignments/C0000001W/receive/", only(roles.BUYER, *roles.DEPOT), only(roles.BUYER, *roles.DEPOT)
    ),
    "consignments/<str:code>/refuse/": Door(
        "/consignments/C0000001W/refuse/", only(roles.BUYER, *roles.DEPOT), only(roles.BUYER, *roles.DEPOT)
    ),
    "consignments/<str:code>/return/": Door("/consignments/C0000001W/return/", depot, depot),
    "certificates/": Door("/certificates/", signed_in),
    "certificates/foreign/": Door("/certificates/foreign/", keepers, keepers),
    "certificates/import/": Door("/certificates/import/", only(roles.DEPOT_MANAGER), only(roles.DEPOT_MANAGER)),
    "certificates/<path:number>/paper/": Door("/certificates/CD:no-such/paper/", signed_in),
    "certificates/<path:number>/": Door("/certificates/CD:no-such/", signed_in),
    "lots/<str:code>/certificate/": Door("/lots/{lot}/certificate/", keepers, keepers),
    "lots/<str:code>/export/": Door("/lots/P00000019/export/", only(roles.DEPOT_MANAGER), only(roles.DEPOT_MANAGER)),
    "icglr/files/": Door("/icglr/files/", who_brings_exchange_files, who_brings_exchange_files),
    "icglr/lots/<str:code>.json": Door("/icglr/lots/P00000019.json", signed_in),
    "icglr/certificates/<path:number>.json": Door("/icglr/certificates/CD:no-such.json", signed_in),
    "api/v1/icglr/lots/": Door("/api/v1/icglr/lots/", signed_in, only(roles.DEPOT_MANAGER)),
    "api/v1/icglr/lots/<str:code>/": Door("/api/v1/icglr/lots/P00000019/", signed_in),
    "api/v1/icglr/export-certificates/": Door("/api/v1/icglr/export-certificates/", signed_in, keepers),
    "api/v1/icglr/export-certificates/<path:number>/": Door("/api/v1/icglr/export-certificates/CD:no-such/", signed_in),
    # --- being told ---------------------------------------------------------------------------------------------
    "inbox/": Door("/inbox/", signed_in, signed_in),
    "following/": Door("/following/", signed_in, signed_in),
    "following/stop/": Door("/following/stop/", post=signed_in),
    "following/own/": Door("/following/own/", post=signed_in),
    "following/address/": Door("/following/address/", post=signed_in),
    "following/confirm/<str:token>/": Door("/following/confirm/invented/", signed_in, signed_in),
    "unsubscribe/<str:token>/": Door("/unsubscribe/invented/", everybody, everybody),
    "endpoints/": Door("/endpoints/", endpoint_keepers, endpoint_keepers),
    "endpoints/<uuid:key>/": Door(f"/endpoints/{UUID}/", endpoint_keepers),
    "endpoints/<uuid:key>/do/": Door(f"/endpoints/{UUID}/do/", post=endpoint_keepers),
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
    "desk/split/": Door("/desk/split/", only(roles.DEPOT_MANAGER), only(roles.DEPOT_MANAGER)),
    "desk/process/": Door("/desk/process/", only(roles.DEPOT_MANAGER), only(roles.DEPOT_MANAGER)),
    "desk/assay/": Door("/desk/assay/", assayers, assayers),
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
    "devices/": Door("/devices/", signed_in),
    "devices/new/": Door("/devices/new/", who_enrols_devices, who_enrols_devices),
    "devices/<uuid:number>/": Door("/devices/{device}/", who_sees_our_lot, hidden=True),
    "devices/<uuid:number>/revoke/": Door(
        "/devices/{device}/revoke/", who_revokes_our_device, who_revokes_our_device, hidden=True
    ),
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
    "imports/": Door("/imports/", bringers, bringers),
    "^imports/templates/(?P<sheet>[a-z]{1,20})\\.(?P<form>csv|xlsx)$": Door("/imports/templates/sites.csv", bringers),
    "imports/<uuid:run>/": Door(f"/imports/{UUID}/", bringers),
    "imports/<uuid:run>/enter/": Door(f"/imports/{UUID}/enter/", post=bringers),
    "imports/<uuid:run>/undo/": Door(f"/imports/{UUID}/undo/", post=bringers),
    "imports/<uuid:run>/bad-rows.csv": Door(f"/imports/{UUID}/bad-rows.csv", bringers),
    "imports/<uuid:run>/bad-rows.xlsx": Door(f"/imports/{UUID}/bad-rows.xlsx", bringers),
    "api/v1/imports/": Door("/api/v1/imports/", post=bringers),
    "api/v1/imports/<uuid:run>/": Door(f"/api/v1/imports/{UUID}/", bringers),
    "api/v1/imports/<uuid:run>/enter/": Door(f"/api/v1/imports/{UUID}/enter/", post=bringers),
    "api/v1/imports/<uuid:run>/undo/": Door(f"/api/v1/imports/{UUID}/undo/", post=bringers),
    "api/v1/imports/<uuid:run>/problems/": Door(f"/api/v1/imports/{UUID}/problems/", bringers),
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
    # --- incidents, messages without a name, holds --------------------------------------------------------------------
    "tell/": Door("/tell/", everybody, everybody),
    "tell/more/": Door("/tell/more/", everybody, everybody),
    "tell/line/": Door("/tell/line/", post=everybody),
    "public/incidents/": Door("/public/incidents/", everybody),
    "public/incidents.json": Door("/public/incidents.json", everybody),
    "public/incidents/statistics/": Door("/public/incidents/statistics/", everybody),
    "public/incidents/statistics.json": Door("/public/incidents/statistics.json", everybody),
    "incidents/": Door("/incidents/", signed_in),
    "incidents/new/": Door("/incidents/new/", who_reports, who_reports),
    "incidents/told/": Door("/incidents/told/", keepers),
    "incidents/told/<uuid:key>/": Door(f"/incidents/told/{UUID}/", keepers, keepers),
    "incidents/<str:code>/": Door("/incidents/{incident}/", who_sees_the_case, hidden=True),
    "incidents/<str:code>/<slug:deed>/": Door("/incidents/{incident}/reply/", who_replies, who_replies, hidden=True),
    "holds/": Door("/holds/", signed_in),
    "holds/<str:lot>/<uuid:key>/": Door(f"/holds/P00000019/{UUID}/", keepers, keepers),
    # --- the register of sites --------------------------------------------------------------------------------------
    "sites/": Door("/sites/", signed_in),
    "sites/map/": Door("/sites/map/", signed_in),
    "sites/map.json": Door("/sites/map.json", signed_in),
    "sites/new/": Door("/sites/new/", keepers, keepers),
    "sites/<str:code>/merge/": Door("/sites/{site}/merge/", keepers, keepers),
    "sites/<str:code>/unmerge/": Door("/sites/{site}/unmerge/", keepers, keepers),
    "sites/<str:code>/": Door("/sites/{site}/", signed_in),
    "sites/<str:code>/risk/": Door("/sites/{site}/risk/", signed_in),
    "risk/": Door("/risk/", signed_in),
    "registers/": Door("/registers/", signed_in),
    "risk/flags/": Door("/risk/flags/", signed_in),
    "risk/flags/<uuid:key>/": Door("/risk/flags/{flag}/", who_sees_our_lot, who_speaks_of_our_flag, hidden=True),
    "findings/": Door("/findings/", signed_in),
    "findings/<uuid:key>/": Door("/findings/{finding}/", signed_in),
    "findings/<uuid:key>/lots.csv": Door("/findings/{finding}/lots.csv", signed_in),
    "findings/<uuid:key>/letters/<str:party>.<str:form>": Door("/findings/{finding}/letters/{party}.eml", keepers),
    "lots/<str:code>/known/": Door("/lots/{lot}/known/", who_sees_our_lot, hidden=True),
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
