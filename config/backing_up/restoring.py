"""Brings a backup back into an empty database; the log stays frozen unless it holds all that was ever published."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections

from config.backing_up import manifest
from config.backing_up.dumping import restore as restore_dump
from config.backing_up.making import ANCHOR, DUMP, KEYS, ORIGIN, PAPERS, RETIRED, WITNESSES, key_files
from config.backing_up.manifest import Manifest
from config.database_login import DatabaseLogin
from ledger.log import halting
from ledger.log.anchor import GONE, RESTORED, Anchor, Frozen, write_durably
from ledger.log.comparing import Comparing, last_note, server_identifier
from ledger.log.grants import grant_to_app
from ledger.log.models import LogState
from ledger.log.reading import tile_reader
from ledger.log.witnessing import configured

TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')"


class NotRestored(Exception):
    """The backup cannot be restored here; nothing was changed."""


def check(folder: Path) -> Manifest:
    """Read the backup and see that it fits here: an empty database, the same log. Raises NoBackup or NotRestored."""
    found = manifest.read(folder)
    with _owner() as owning:
        row = owning.execute(TABLES).fetchone()
    if row is None or row[0]:
        raise NotRestored("the database is not empty: a backup goes into an empty one alone")
    if found.origin != settings.LOG_ORIGIN and not _is_fresh():
        raise NotRestored(f"the backup is of {found.origin}, and this home is that of {settings.LOG_ORIGIN}")
    return found


def restore(folder: Path, found: Manifest) -> None:
    """Fill the database and put what is missing beside it; the log is frozen until compared. Raises DumpFailed."""
    _take_up(folder, found)
    database = str(connection.settings_dict["NAME"])
    with _owner() as owning:
        major = owning.info.server_version // 10_000
    restore_dump(settings.WIRING.owner, database, folder / DUMP, major)
    _grant()
    halting.freeze(RESTORED, None, last_note())


def compare() -> Frozen | None:
    """Compare what came back with all that was published; return why it must stay frozen, or None: then it need not."""
    state = LogState.objects.filter(id=1).first()
    if state is None or (state.frozen or {}).get("reason") != RESTORED:
        return Frozen.again(state.frozen) if state and state.frozen else None
    anchor, witnesses = Anchor(settings.LOG_FOLDER / "anchor"), configured()
    witnesses.ask_all()
    try:
        Comparing(anchor, witnesses).check(state.size, tile_reader)
    except Frozen as frozen:
        halting.thaw()
        halting.freeze(frozen.reason, frozen.published, frozen.held, frozen.whose)
        return frozen
    return None


def stay_frozen(folder: Path) -> Frozen | None:
    """Keep a log frozen whose own anchor did not survive: the backup's is as old as the backup. None where it did."""
    if Anchor(settings.LOG_FOLDER / "anchor").read() is not None or last_note() is None:
        return None
    kept = folder / ANCHOR
    note = kept.read_text(encoding="utf-8") if kept.is_file() else None
    halting.thaw()
    halting.freeze(GONE, note or None, last_note())
    return Frozen("The anchor is not here: nobody here knows how far the log was published after the backup.", GONE)


def let_go_on() -> None:
    """Thaw a log that was compared and verified, and remember where its database lies now."""
    Anchor(settings.LOG_FOLDER / "anchor").keep_server(server_identifier())
    halting.thaw()


def missing_papers(folder: Path) -> list[str]:
    """Return the papers of the list that are not in their folder, or not as long."""
    gone = []
    for line in (folder / PAPERS).read_text(encoding="utf-8").splitlines():
        size, name = line.split(" ", 1)
        path = Path(settings.PAPERS_FOLDER) / name
        if not path.is_file() or path.stat().st_size != int(size):
            gone.append(name)
    return gone


def _owner() -> psycopg.Connection[tuple[object, ...]]:
    login: DatabaseLogin = settings.WIRING.owner
    return psycopg.connect(login.url, dbname=str(connection.settings_dict["NAME"]), autocommit=True)


def _grant() -> None:
    """Give the serving login its rights, as after a migration: by the owner, on a connection of its own."""
    app = connections["default"].settings_dict
    serving = {"USER": app["USER"], "PASSWORD": app["PASSWORD"]}
    connections["default"].close()
    owner: DatabaseLogin = settings.WIRING.owner
    app.update(USER=owner.user, PASSWORD=owner.password)
    try:
        with connection.cursor() as cursor:
            cursor.execute("REVOKE ALL ON FUNCTION ledger_make_partition(bigint) FROM PUBLIC")
            cursor.execute("ANALYZE")
        grant_to_app()
    finally:
        connections["default"].close()
        app.update(serving)


def _is_fresh() -> bool:
    """Say whether nothing was ever signed from this home: then it may become that of the backup's log."""
    return not Anchor(settings.LOG_FOLDER / "anchor").read() and settings.ENVIRONMENT.origin is None


def _take_up(folder: Path, found: Manifest) -> None:
    """Put beside the database what the backup has and this home lacks: origin, retired keys, witnesses' words, keys."""
    log = Path(settings.LOG_FOLDER)
    log.mkdir(parents=True, exist_ok=True)
    if found.origin != settings.LOG_ORIGIN:
        write_durably(log / ORIGIN, f"{found.origin}\n")
        settings.LOG_ORIGIN = found.origin
    key = Path(settings.LOG_KEY_FILE)
    pairs = [(folder / KEYS / name, target) for target, name in key_files()]
    pairs += [(folder / RETIRED, key.with_name(f"{key.name}.retired"))]
    pairs += [(path, log / WITNESSES / path.name) for path in (folder / WITNESSES).glob("*")]
    for source, target in pairs:
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            target.chmod(0o600)
