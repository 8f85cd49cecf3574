"""The pack's container: a ZIP in which nothing is hidden, doubled or named to mislead."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest

from ledger.proofs import keys
from ledger.proofs.archive import read_archive, write_archive
from ledger.proofs.ed25519 import verify_ed25519
from ledger.proofs.errors import Unreadable
from ledger.proofs.manifest import CHECKPOINT, LISTED, MANIFEST, manifest_text
from ledger.proofs.verify import verify_pack
from tests.proofs.logs import (
    remade,
    unzip,
    zipped_elsewhere,
)
from tests.proofs.packs import LOG, PACK, POLICY, findings


@pytest.mark.parametrize("name", LISTED)
def test_a_missing_file_is_named(name):
    files = unzip(PACK)
    del files[name]

    assert f"'{name}': listed in the manifest, missing from the pack" in findings(write_archive(files))


@pytest.mark.parametrize("name", LISTED)
def test_a_file_that_is_neither_there_nor_listed_is_named(name):
    files = unzip(PACK)
    del files[MANIFEST], files[name]
    signed = LOG.signer.sign_note(manifest_text(files)).encode()

    assert f"'{name}': missing" in findings(write_archive({**files, MANIFEST: signed}))


def test_without_a_manifest_it_is_no_pack():
    files = unzip(PACK)
    del files[MANIFEST]

    with pytest.raises(Unreadable, match="manifest"):
        verify_pack(write_archive(files), POLICY)


def test_a_file_more_is_named_listed_or_not():
    unlisted = write_archive({**unzip(PACK), "certificate.pdf": b"%PDF"})
    listed = remade(PACK, LOG.signer, certificate_pdf=b"%PDF")

    assert findings(unlisted) == [
        "'certificate.pdf': in the pack, not listed in the manifest",
        "'certificate.pdf': not a file that a pack holds",
    ]
    assert findings(listed) == ["'certificate.pdf': not a file that a pack holds"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [MANIFEST, *LISTED])
def test_a_doubled_file_is_found_whichever_comes_first(name):
    files = unzip(PACK)

    for double in (
        [(name, b"other"), *files.items()],
        [*files.items(), (name, b"other")],
        [*files.items(), (name, files[name])],
    ):
        assert f"'{name}': stands in the ZIP twice" in findings(zipped_elsewhere(double))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("/entries.jsonl", "absolute"),
        ("../entries.jsonl", "leads out"),
        ("a/../entries.jsonl", "leads out"),
        ("./entries.jsonl", "in circles"),
        ("a//entries.jsonl", "in circles"),
        ("..\\entries.jsonl", "backslash"),
        ("C:entries.jsonl", "absolute"),
        ("folder/", "a folder"),
        ("", "leads out"),
        ("entries.jsonl\x7f", "control character"),
        ("entries\u202e.jsonl", "control character"),
        ("entre\u0301es.jsonl", "normal form C"),
        ("a\nFALSE", "control character"),
    ],
)
def test_a_name_that_leads_elsewhere_or_misleads_is_found(name, words):
    found = findings(write_archive({**unzip(PACK), name: b"ore"}))

    assert [line for line in found if line.startswith(f"{name!r}: ") and words in line]
    assert not [line for line in found if "\n" in line or "\x00" in line]


def test_a_name_that_ends_early_is_found():
    """Python's own zipfile cuts a name at its first zero byte, so it is put in afterwards."""
    pack = write_archive({**unzip(PACK), "entries.jsonl#.txt": b"ore"}).replace(b"jsonl#.txt", b"jsonl\x00.txt")

    assert "'entries.jsonl\\x00.txt': a control character in the name" in findings(pack)


def test_a_name_too_long_to_be_written_again_is_unreadable():
    """A name in the old code page of ZIP grows when it is spelled in UTF-8."""
    short = "x" * 65_535
    pack = zipped_elsewhere([*unzip(PACK).items(), (short, b"ore")]).replace(short.encode(), b"\xb0" * 65_535)

    with pytest.raises(Unreadable):
        verify_pack(pack, POLICY)


@pytest.mark.parametrize("mode", [0o120777, 0o040755, 0o010644, 0o140644])
def test_a_link_a_folder_a_pipe_or_a_socket_is_no_file(mode):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, octets in unzip(PACK).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (mode if name == "README.txt" else 0o100644) << 16
            archive.writestr(info, octets)

    assert findings(packed.getvalue()) == ["'README.txt': not an ordinary file"]


def test_a_name_beyond_ascii_is_marked_as_utf_8():
    packed = write_archive({"relevé.txt": b"ore"})

    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        (member,) = opened.infolist()
    assert (member.filename, member.flag_bits) == ("relevé.txt", 0x800)
    assert read_archive(packed).findings == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_a_doubled_file_the_first_is_read():
    archive = read_archive(zipped_elsewhere([("entries.jsonl", b"first"), ("entries.jsonl", b"second")]))

    assert archive.contents == {"entries.jsonl": b"first"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressed_files_are_found(compression):
    assert "'entries.jsonl': compressed, which no pack is" in findings(
        zipped_elsewhere(list(unzip(PACK).items()), compression)
    )


def test_an_encrypted_file_is_found():
    at = PACK.rindex(b"README.txt") - 46  # its header in the directory at the end; the flags stand 8 bytes in
    pack = PACK[: at + 8] + b"\x01" + PACK[at + 9 :]

    assert findings(pack) == ["'README.txt': encrypted"]


def test_a_damaged_file_is_found_and_the_rest_still_read():
    at = PACK.index(b"This is an evidence pack")
    damaged = PACK[:at] + b"t" + PACK[at + 1 :]

    found = verify_pack(damaged, POLICY)

    assert len(found.findings) == 1
    assert found.findings[0].startswith("'README.txt': damaged")
    assert found.entries == 3


@pytest.mark.parametrize("octets", [b"", b"PK", b"no zip at all", PACK[:-30], PACK[: len(PACK) // 2]])
def test_what_is_no_zip_is_unreadable(octets):
    with pytest.raises(Unreadable):
        verify_pack(octets, POLICY)


def test_a_pack_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(Unreadable):
        verify_pack(tmp_path / "lost.zip", POLICY)
    with pytest.raises(Unreadable):
        verify_pack(tmp_path, POLICY)


def is_found(pack: bytes) -> bool:
    try:
        return bool(findings(pack))
    except Unreadable:
        return True


@pytest.mark.slow
@pytest.mark.parametrize("change", [0x01, 0x20, 0x80, 0xFF])
def test_a_change_of_any_byte_is_found(change, monkeypatch):
    """Every byte of the file: of the ZIP's headers, dates, names and directory as of the files in it."""
    monkeypatch.setattr(keys, "verify_ed25519", cache(verify_ed25519))  # unchanged notes need checking once

    for at in range(len(PACK)):
        assert is_found(PACK[:at] + bytes([PACK[at] ^ change]) + PACK[at + 1 :]), f"byte {at}"


@pytest.mark.slow
def test_a_byte_more_or_less_anywhere_is_found(monkeypatch):
    monkeypatch.setattr(keys, "verify_ed25519", cache(verify_ed25519))

    for at in range(0, len(PACK), 5):
        assert is_found(PACK[:at] + PACK[at + 1 :]), f"without byte {at}"
        assert is_found(PACK[:at] + b"\x00" + PACK[at:]), f"one more before byte {at}"
    assert is_found(PACK + b"\x00")
    assert is_found(b"\x00" + PACK)


def test_a_pack_holds_no_more_than_ten_thousand_files():
    names = [f"{number}" for number in range(10_001)]

    assert len(read_archive(write_archive(dict.fromkeys(names[1:], b""))).names) == 10_000
    with pytest.raises(Unreadable, match="larger than a pack may be"):
        read_archive(write_archive(dict.fromkeys(names, b"")))


@pytest.mark.parametrize(
    ("length", "words"), [(200_000_000, "not as it was written"), (200_000_001, "larger than a pack may be")]
)
def test_a_pack_holds_no_more_than_two_hundred_megabytes(length, words):
    """What is not there is said to be: so much is not even read."""
    packed = bytearray(write_archive({"entries.jsonl": b"ore"}))
    directory = packed.index(b"PK\x01\x02")
    packed[directory + 24 : directory + 28] = length.to_bytes(4, "little")

    try:
        said = read_archive(bytes(packed)).findings
    except Unreadable as fault:
        said = [str(fault)]
    assert words in said[0]


@pytest.mark.parametrize(
    ("length", "words"), [(400_000_000, "not a ZIP file"), (400_000_001, "larger than a pack may")]
)
def test_no_more_is_read_of_a_file_than_a_pack_has(length, words, tmp_path):
    with (tmp_path / "pack.zip").open("wb") as file:
        file.truncate(length)

    with pytest.raises(Unreadable, match=words):
        verify_pack(tmp_path / "pack.zip", POLICY)


def test_of_a_pack_without_a_checkpoint_nothing_is_counted():
    files = unzip(PACK)
    del files[CHECKPOINT]

    report = verify_pack(write_archive(files), POLICY)

    assert report.checkpoint is None
    counted = (report.entries, report.openings, report.withheld, report.erased, report.signed_at_source)
    assert (*counted, report.devices, report.entered_at_server) == (0,) * 7


def test_a_pack_larger_than_packs_may_be_is_unreadable(monkeypatch):
    monkeypatch.setattr("ledger.proofs.archive.MOST_NAMES", len(unzip(PACK)))
    assert findings(PACK) == []

    monkeypatch.setattr("ledger.proofs.archive.MOST_NAMES", len(unzip(PACK)) - 1)
    with pytest.raises(Unreadable, match="larger"):
        verify_pack(PACK, POLICY)


def test_a_file_larger_than_a_pack_may_be_is_not_read(tmp_path, monkeypatch):
    (tmp_path / "lot.zip").write_bytes(PACK)
    monkeypatch.setattr("ledger.proofs.verify.LONGEST_PACK", len(PACK))
    assert verify_pack(tmp_path / "lot.zip", POLICY).findings == []

    monkeypatch.setattr("ledger.proofs.verify.LONGEST_PACK", len(PACK) - 1)
    with pytest.raises(Unreadable, match="larger"):
        verify_pack(tmp_path / "lot.zip", POLICY)


def test_files_that_unpack_into_more_than_a_pack_may_hold_are_unreadable(monkeypatch):
    monkeypatch.setattr("ledger.proofs.archive.MOST_BYTES", 1_000_000)
    with pytest.raises(Unreadable, match="larger"):
        verify_pack(write_archive({**unzip(PACK), "README.txt": bytes(1_000_000)}), POLICY)
