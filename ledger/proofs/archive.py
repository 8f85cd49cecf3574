"""The pack's container: a ZIP that has one spelling, so that no byte of it can be changed unnoticed."""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from zlib import crc32

from ledger.proofs.errors import Unreadable

MOST_BYTES = 200_000_000
MOST_NAMES = 10_000
CHUNK_BYTES = 1 << 20
ENCRYPTED = 0x1
UTF_8_NAME = 0x800
ZIP_VERSION = 20
MADE_ON_UNIX = 3 << 8 | ZIP_VERSION
FIRST_ZIP_DAY = 1 << 5 | 1
"""The first of January 1980, which is where the dates of ZIP begin; the time of day is midnight."""
ORDINARY_FILE = (stat.S_IFREG | 0o644) << 16


@dataclass
class Archive:
    """What a ZIP holds: names as found, contents of those that could be read, and what is wrong with it."""

    names: set[str] = field(default_factory=set)
    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)


def write_archive(contents: Mapping[str, bytes]) -> bytes:
    """Write the ZIP of these files: stored, sorted by name, without dates, comments or extra fields.

    The same contents give the same bytes, on every machine.
    """
    files, directory, at = [], [], 0
    for name in sorted(contents):
        octets, spelled = contents[name], name.encode("utf-8")
        flags = 0 if name.isascii() else UTF_8_NAME
        about = struct.pack(
            "<5H3I2H", ZIP_VERSION, flags, zipfile.ZIP_STORED, 0, FIRST_ZIP_DAY,
            crc32(octets), len(octets), len(octets), len(spelled), 0,
        )  # fmt: skip
        files.append(b"PK\x03\x04" + about + spelled + octets)
        made_on = struct.pack("<H", MADE_ON_UNIX)
        directory.append(b"PK\x01\x02" + made_on + about + struct.pack("<3H2I", 0, 0, 0, ORDINARY_FILE, at) + spelled)
        at += len(files[-1])
    listed = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, len(directory), len(directory), len(listed), at, 0)
    return b"".join([*files, listed, end])


def read_archive(packed: bytes) -> Archive:
    """Read a ZIP; raises Unreadable if it is none, or larger than any pack.

    What could not be read is a finding. So is every byte that differs from what `write_archive` gives for the files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            archive = _read_members(opened)
        if not archive.findings and write_archive(archive.contents) != packed:
            archive.findings.append("the ZIP is not as it was written: packed again, or a byte of it changed")
        return archive
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
        archive.names.add(name)
        fault = _fault_of_name(name) or _fault_of_kind(member)
        if fault is None:
            fault = _read_member(opened, member, archive)
        if fault is not None:
            archive.findings.append(f"{name!r}: {fault}")
    return archive


def _read_member(opened: zipfile.ZipFile, member: zipfile.ZipInfo, archive: Archive) -> str | None:
    """Read one file in pieces: it was said how large it is, and a piece more is not read."""
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
    if member.compress_type != zipfile.ZIP_STORED:
        return "compressed, which no pack is"
    return None
