"""Verify: does a pack hold, and who signed it? Needs the pack and a policy, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

from ledger.proofs.archive import MOST_BYTES, Archive, read_archive
from ledger.proofs.checkpoints import Checkpoint, parse_checkpoint
from ledger.proofs.contents import Contents, read_contents
from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.heads import check_heads
from ledger.proofs.keys import Verifier
from ledger.proofs.manifest import CHECKPOINT, MANIFEST, STATEMENT, check_manifest
from ledger.proofs.notes import open_note, parse_note
from ledger.proofs.policy import Policy
from ledger.proofs.recount import check_recount
from ledger.proofs.signed_checkpoint import open_signed
from ledger.proofs.statement import check_erased, check_statement, erased_in, parse_statement

LONGEST_PACK = 2 * MOST_BYTES
"""Its files, and more than enough for their names."""


@dataclass
class Report:
    """What is wrong with a pack (one line each) and what it holds. `signer` is None unless a policy knows the key.

    `witnesses` are those of the policy that cosigned, `times` when they and the log's clock say they did.
    """

    findings: list[str] = field(default_factory=list)
    entries: int = 0
    openings: int = 0
    signer: str | None = None
    statement: dict[str, Any] | None = None
    withheld: int = 0
    erased: int = 0
    signed_at_source: int = 0
    devices: int = 0
    entered_at_server: int = 0
    checkpoint: Checkpoint | None = None
    witnesses: list[str] = field(default_factory=list)
    times: Mapping[str, int] = field(default_factory=dict)


def verify_pack(pack: bytes | str | PathLike[str], policy: Policy | None) -> Report:
    """Check a pack, given as bytes or as a path.

    Without a policy everything is checked but the log's signatures. Raises Unreadable if it is no ZIP or has no
    manifest.
    """
    archive = read_archive(_load(pack))
    if MANIFEST not in archive.names:
        raise Unreadable("not a pack: it has no manifest")
    report = Report(findings=list(archive.findings))
    _check_notes(archive, policy, report)
    if report.checkpoint is not None:
        _check_contents(archive, report.checkpoint, report)
    return report


def _load(pack: bytes | str | PathLike[str]) -> bytes:
    if isinstance(pack, bytes):
        return pack
    try:
        with Path(pack).open("rb") as file:
            octets = file.read(LONGEST_PACK + 1)
    except (OSError, ValueError) as fault:
        raise Unreadable(f"cannot be read: {fault}") from None
    if len(octets) > LONGEST_PACK:
        raise Unreadable("larger than a pack may be")
    return octets


def _check_notes(archive: Archive, policy: Policy | None, report: Report) -> None:
    """Check manifest and checkpoint, and that one and the same log signed both."""
    manifest, checkpoint = archive.contents.get(MANIFEST), archive.contents.get(CHECKPOINT)
    signers: set[tuple[str, bytes]] = set()
    if manifest is not None:
        try:
            signers = _signers_of_manifest(manifest, policy)
        except ProofError as fault:
            report.findings.append(f"{MANIFEST}: {fault}")
        report.findings += _findings_of_manifest(manifest, archive)
    if checkpoint is not None:
        try:
            _check_checkpoint(checkpoint, policy, signers, report)
        except ProofError as fault:
            report.findings.append(f"{CHECKPOINT}: {fault}")


def _findings_of_manifest(note: bytes, archive: Archive) -> Iterable[str]:
    try:
        return list(check_manifest(parse_note(note).text, archive))
    except Unreadable:
        return []  # already found when its signers were looked for


def _signers_of_manifest(note: bytes, policy: Policy | None) -> set[tuple[str, bytes]]:
    """Give name and key id of those who signed the manifest: as verified, or without a policy as claimed."""
    if policy is None:
        return _claimed(note)
    return _identities(open_note(note, policy.logs).keys)


def _check_checkpoint(note: bytes, policy: Policy | None, signers: set[tuple[str, bytes]], report: Report) -> None:
    """Read the checkpoint into the report, and then check whose it is; raises ProofError."""
    report.checkpoint = checkpoint = parse_checkpoint(parse_note(note).text)
    if policy is None:
        _check_same_log(checkpoint.origin, _claimed(note) & signers)
        return
    opened = open_signed(note, policy)
    report.witnesses, report.times = opened.witnesses, opened.times
    _check_same_log(checkpoint.origin, _identities(opened.log_keys) & signers)
    report.signer = checkpoint.origin
    policy.check_quorum(opened.keys)


def _check_same_log(origin: str, signed_both: set[tuple[str, bytes]]) -> None:
    if not any(name == origin for name, _ in signed_both):
        raise ProofError(f"the log {origin!r} itself did not sign both checkpoint and manifest")


def _claimed(note: bytes) -> set[tuple[str, bytes]]:
    return {(name, number) for name, number, _ in parse_note(note).signatures}


def _identities(keys: Iterable[Verifier]) -> set[tuple[str, bytes]]:
    return {(key.name, key.key_id) for key in keys}


def _check_contents(archive: Archive, checkpoint: Checkpoint, report: Report) -> None:
    contents = read_contents(archive.contents, checkpoint)
    report.findings += contents.findings
    report.entries, report.openings, report.withheld = contents.leaves, contents.openings, len(contents.unopened)
    report.signed_at_source, report.devices = contents.sources.signed, len(contents.sources.signers)
    report.entered_at_server = contents.sources.entered_at_server
    octets = archive.contents.get(STATEMENT)
    if octets is None:
        return
    try:
        report.statement = parse_statement(octets)
    except ProofError as fault:
        report.findings.append(f"{STATEMENT}: {fault}")
    else:
        report.findings += _findings_of_statement(report.statement, checkpoint, contents)
        report.erased = len(erased_in(report.statement) & contents.unopened)
        report.withheld -= report.erased


def _findings_of_statement(statement: Mapping[str, Any], checkpoint: Checkpoint, contents: Contents) -> list[str]:
    said = list(check_statement(statement, checkpoint.size))
    lot = statement.get("lot")
    if isinstance(lot, dict) and not said:
        said += check_recount(lot, contents.entries)
        said += check_heads(lot.get("code"), contents.entries)
    return [*said, *check_erased(statement, contents.unopened)]
