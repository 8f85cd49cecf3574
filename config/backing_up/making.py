"""Makes a backup while writers go on: one snapshot of the database, and the files that lie beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from config.backing_up import manifest
from config.backing_up.dumping import dump
from config.backing_up.manifest import Manifest
from ledger.deeds import gate
from ledger.inbox.forgetting.models import Forgotten
from ledger.log.comparing import last_note, root_in_tree, server_identifier
from ledger.log.models import LogState
from ledger.log.openings_file import opening_lines
from ledger.log.reading import tile_reader
from ledger.proofs.fields import to_base64

DUMP, ANCHOR, ORIGIN, PAPERS, WITNESSES, KEYS = "database.dump", "anchor", "origin", "papers", "witnesses", "keys"
RETIRED = "key.retired"
OPENINGS = "openings.jsonl"


class NotMade(Exception):
    """A backup cannot be made like this; the message says why."""


def make(folder: Path, *, with_keys: bool) -> Manifest:
    """Fill a new folder and return its manifest. Raises NotMade or DumpFailed; what is there then is no backup."""
    _claim(folder)
    # before the snapshot: an anchor that is newer than the dump would freeze whoever restores both
    _copy_beside(folder)
    if with_keys:
        _copy_keys(folder)
    papers = _list_papers(folder)
    with _no_rebuild(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
            snapshot, version = cursor.fetchone()
        state = LogState.objects.filter(id=1).first()
        size = state.size if state else 0
        root, note = to_base64(root_in_tree(size, tile_reader())), last_note()
        database = str(connection.settings_dict["NAME"])
        dump(settings.WIRING.owner, database, snapshot, folder / DUMP, int(version.split(".")[0]))
        server = server_identifier()
    made = Manifest(
        origin=state.origin if state else settings.LOG_ORIGIN,
        size=size,
        root=root,
        checkpoint=note,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        server=server,
        postgres=version,
        public_folder=str(settings.LOG_PUBLIC_FOLDER),
        bundles_folder=str(settings.LOG_BUNDLES_FOLDER),
        papers=papers,
        files=manifest.listed(folder),
    )
    manifest.write(folder, made)
    return made


@contextmanager
def _no_rebuild() -> Iterator[None]:
    """Keep the read tables from being swapped under the snapshot, which would see the new ones empty."""
    try:
        with gate.undisturbed():
            yield
    except gate.BeingRebuilt:
        raise NotMade("the read tables are being rebuilt; try again when that is done") from None


def make_openings(folder: Path, since: int) -> int:
    """Write the openings of the entries from a position on; return how far the log was."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = LogState.objects.get(id=1)
    forgotten = list(Forgotten.objects.values_list("party", flat=True))
    draft = folder / f".{OPENINGS}"
    with open(draft, "wb", opener=_for_owner) as file:
        for line in opening_lines(state.origin, since, state.size, forgotten):
            file.write(line)
    draft.replace(folder / OPENINGS)
    return state.size


def _claim(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotMade(f"{folder} is not empty")


def _copy_beside(folder: Path) -> None:
    (folder / ORIGIN).write_text(f"{settings.LOG_ORIGIN}\n", encoding="utf-8")
    pairs = [(settings.LOG_FOLDER / "anchor", ANCHOR), (_retired_file(), RETIRED)]
    pairs += [(path, f"{WITNESSES}/{path.name}") for path in (settings.LOG_FOLDER / "witnesses").glob("*.checkpoint")]
    for source, name in pairs:
        _copy(source, folder / name)


def _copy_keys(folder: Path) -> None:
    for source, name in key_files():
        _copy(source, folder / KEYS / name)


def key_files() -> list[tuple[Path, str]]:
    """Return the private keys that no ledger can do without, with their names in a backup."""
    return [
        (Path(settings.LOG_KEY_FILE), "key.pem"),
        (Path(settings.LOG_CLOCK_KEY_FILE), "clock.pem"),
        (Path(settings.ACCOUNT_KEY_FILE), "account_key"),
    ]


def _retired_file() -> Path:
    key = Path(settings.LOG_KEY_FILE)
    return key.with_name(f"{key.name}.retired")


def _copy(source: Path, target: Path) -> None:
    if source.is_file():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o600)


def _list_papers(folder: Path) -> int:
    count = 0
    with open(folder / PAPERS, "w", encoding="utf-8", opener=_for_owner) as file:
        for path in _papers():
            file.write(f"{path.stat().st_size} {path.relative_to(settings.PAPERS_FOLDER)}\n")
            count += 1
    return count


def _papers() -> Iterator[Path]:
    root = Path(settings.PAPERS_FOLDER)
    return iter(sorted(path for path in root.rglob("*") if path.is_file())) if root.is_dir() else iter(())


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
