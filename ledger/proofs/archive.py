"""The pack's container: a ZIP, written the same way every time and read with suspicion."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.proofs.errors import Unreadable

MOST_BYTES = 200_000_000
MOST_NAMES = 10_000
CHUNK_BYTES = 1 << 20
FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
ENCRYPTED = 0x1


@dataclass
class Archive:
    """What a ZIP holds: names as found, contents of those that could be read, and what is wrong with it."""

    names: list[str] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def write_archive(contents: Mapping[str, bytes]) -> bytes:
    """Write a ZIP of stored files; the same contents give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name, FIRST_ZIP_DAY)
            info.create_system = 3  # Unix, whatever machine this runs on
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, contents[name])
    return packed.getvalue()


def read_archive(packed: bytes) -> Archive:
    """Read a ZIP of stored or deflated files; raises Unreadable if it is none, or larger than any pack."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            return _read_members(opened)
    except Unreadable:
        raise
    except Exception as fault:  # zipfile meets hostile bytes with a dozen kinds of exceptions, undocumented
        raise Unreadable(f"not a ZIP file: {fault}") from None


def _read_members(opened: zipfile.ZipFile) -> Archive:
    members = opened.infolist()
    if len(members) > MOST_NAMES or sum(member.file_size for member in members) > MOST_BYTES:
        raise Unreadable(f"larger than a pack may be ({MOST_NAMES} files, {MOST_BYTES} bytes)")
    archive = Archive()
    for member in members:
        name = member.orig_filename
        if name in archive.names:
            archive.findings.append(f"{name!r}: stands in the ZIP twice")
            continue
        archive.names.append(name)
        fault = _fault_of_name(name) or _fault_of_kind(member)
        if fault is None:
            fault = _read_member(opened, member, archive)
        if fault is not None:
            archive.findings.append(f"{name!r}: {fault}")
    return archive


def _read_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, archive: Archive) -> str | None:
    """Read one file in pieces, so that a small file cannot unpack into more than it declares."""
    try:
        with opened.open(member) as file:
            pieces = list(iter(lambda: file.read(CHUNK_BYTES), b""))
    except Exception as fault:  # see read_archive
        return f"damaged: {fault}"
    archive.contents[member.orig_filename] = b"".join(pieces)
    return None


def _fault_of_name(name: str) -> str | None:
    """Tell what is wrong with a path that might be written elsewhere than it seems, or seem another than it is."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name):
        return "a control character in the name"
    if unicodedata.normalize("NFC", name) != name:
        return "the name is not in Unicode normal form C"
    if "\\" in name or name.startswith("/") or name[1:2] == ":":
        return "the name is absolute or holds a backslash"
    if name.endswith("/"):
        return "a folder, which no pack holds"
    if any(part in ("", ".", "..") for part in name.split("/")):
        return "the name leads out of its folder or in circles"
    return None


def _fault_of_kind(member: zipfile.ZipInfo) -> str | None:
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        return "not an ordinary file"
    if member.flag_bits & ENCRYPTED:
        return "encrypted"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "compressed in a way that no pack uses"
    return None
