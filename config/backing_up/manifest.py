"""The manifest of a backup: its files by SHA-256, and how far the log was; written last, so with it all is whole."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

NAME = "manifest.json"
VERSION = 1
CHUNK = 1 << 20


class NoBackup(Exception):
    """The folder is no whole backup; the message says what is wrong with it."""


@dataclass(frozen=True)
class Manifest:
    """How the log stood at the moment of the backup, and the files: path -> bytes and SHA-256."""

    origin: str
    size: int
    root: str
    checkpoint: str | None
    made_at: str
    server: str
    postgres: str
    public_folder: str
    bundles_folder: str
    papers: int
    files: dict[str, dict[str, Any]]
    v: int = VERSION


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in pieces."""
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            hashed.update(piece)
    return hashed.hexdigest()


def listed(folder: Path) -> dict[str, dict[str, Any]]:
    """Return every file of the folder with its size and hash."""
    return {
        str(path.relative_to(folder)): {"bytes": path.stat().st_size, "sha256": digest(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }


def write(folder: Path, manifest: Manifest) -> None:
    """Write the manifest durably, and the names of all files with it."""
    for path in folder.rglob("*"):
        _flush(path)
    draft = folder / f".{NAME}"
    draft.write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    _flush(draft)
    draft.replace(folder / NAME)
    _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(folder: Path) -> Manifest:
    """Read a manifest and check every file that it names. Raises NoBackup."""
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        manifest = Manifest(**said)
        if manifest.v != VERSION:
            raise NoBackup(f"{folder} was made by a newer Lodebook")
        for name, about in manifest.files.items():
            _check(folder, name, about)
    except OSError:
        raise NoBackup(f"{folder} has no {NAME}: the backup did not come to its end") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NoBackup(f"{folder}/{NAME} cannot be read") from None
    return manifest


def _check(folder: Path, name: str, about: dict[str, Any]) -> None:
    path = folder / name
    if path.resolve().parent != (folder / Path(name).parent).resolve() or ".." in Path(name).parts:
        raise NoBackup(f"{name} lies outside the folder")
    if not path.is_file():
        raise NoBackup(f"{name} is missing")
    if path.stat().st_size != about["bytes"] or digest(path) != about["sha256"]:
        raise NoBackup(f"{name} is not what was backed up")
