"""The command line: `python -m ledger.proofs verify PACK.zip --policy FILE`, and three more of its kind."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from ledger.proofs.errors import ProofError, Unreadable
from ledger.proofs.leaves import LONGEST_ENTRY, Origins, parse_leaf
from ledger.proofs.mirror import verify_mirror
from ledger.proofs.notes import LONGEST_NOTE
from ledger.proofs.policy import LONGEST_POLICY, Policy, parse_policy
from ledger.proofs.promised import hold_to_mirror, hold_to_proof, open_receipt, position_by_proof
from ledger.proofs.tlog_proof import LONGEST_LINE
from ledger.proofs.tree import leaf_hash
from ledger.proofs.verify import verify_pack
from ledger.proofs.wording import lines_of_mirror, lines_of_pack, lines_of_promise

VERIFIED, FALSE, UNREADABLE, SIGNER_UNKNOWN, MISSING, UNDECIDED = range(6)
VERDICTS = {
    VERIFIED: "VERIFIED: everything holds.",
    FALSE: "FALSE: do not rely on this.",
    SIGNER_UNKNOWN: "SIGNER UNKNOWN: the pack agrees with itself, but no policy was given to say whose it is.",
    MISSING: "MISSING: evidence. The log took the entry, and showed a tree without it after the promised time.",
    UNDECIDED: "UNDECIDED: the entry is not there, but nobody of the policy says that the promised time was over.",
}
LONGEST_PROOF = 2 * LONGEST_LINE + LONGEST_NOTE
"""Index and hashes are far shorter than the one line of `extra` may be."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check what is asked for and print what was found; give the exit code, which the help explains."""
    chosen = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 must not stop the verdict
    try:
        lines, code = chosen.check(chosen)
    except Unreadable as fault:
        _print(f"UNREADABLE: {fault}")
        return UNREADABLE
    except ProofError as fault:
        lines, code = [str(fault)], FALSE
    for line in (*lines, VERDICTS[code]):
        _print(line)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lodebook_verify",
        description="Check what Lodebook says, without Lodebook. Exit code: 0 verified, 1 something is false, "
        "2 unreadable, 3 consistent but no policy given, 4 a promised entry is missing, 5 it may still come.",
    )
    commands = parser.add_subparsers(required=True, metavar="verify|receipt|proof|log")
    pack = commands.add_parser("verify", help="check an evidence pack")
    pack.add_argument("pack", metavar="PACK", help="the pack, a ZIP file as it was received")
    pack.add_argument("--policy", metavar="FILE", help="whom you trust, in the form of c2sp.org/tlog-policy")
    pack.set_defaults(check=_check_pack)
    receipt = commands.add_parser("receipt", help="check a receipt, and whether its log kept the promise")
    receipt.add_argument("file", metavar="FILE", help="the receipt that was given for an entry")
    where = receipt.add_mutually_exclusive_group()
    where.add_argument("--proof", metavar="FILE", help="a .tlog-proof of the entry")
    where.add_argument("--log", metavar="FOLDER", help="a mirror of the log, in which the entry is looked for")
    receipt.set_defaults(check=_check_receipt)
    proof = commands.add_parser("proof", help="check the proof of one entry")
    proof.add_argument("file", metavar="FILE", help="the .tlog-proof")
    proof.add_argument("--entry", metavar="FILE", required=True, help="the entry, byte for byte")
    proof.set_defaults(check=_check_proof)
    log = commands.add_parser("log", help="compute a whole mirrored log again")
    log.add_argument("folder", metavar="FOLDER", help="checkpoint and tiles, and the entry bundles if you have them")
    log.set_defaults(check=_check_log)
    for command in (receipt, proof, log):
        command.add_argument("--policy", metavar="FILE", required=True, help="whom you trust")
    return parser


def _check_pack(chosen: argparse.Namespace) -> tuple[list[str], int]:
    policy = None if chosen.policy is None else _policy(chosen.policy)
    report = verify_pack(chosen.pack, policy)
    code = FALSE if report.findings else SIGNER_UNKNOWN if policy is None else VERIFIED
    return [*report.findings, *lines_of_pack(report)], code


def _check_receipt(chosen: argparse.Namespace) -> tuple[list[str], int]:
    policy = _policy(chosen.policy)
    promise = open_receipt(_read(chosen.file, LONGEST_NOTE), policy)
    if chosen.proof is not None:
        hold_to_proof(promise, _text(chosen.proof, LONGEST_PROOF), policy)
    elif chosen.log is not None:
        hold_to_mirror(promise, Path(chosen.log), policy)
    lines = [*promise.findings, *lines_of_promise(promise)]
    if promise.findings:
        return lines, FALSE
    if promise.checkpoint is None or promise.position is not None:
        return lines, VERIFIED
    return lines, MISSING if promise.is_broken else UNDECIDED


def _check_proof(chosen: argparse.Namespace) -> tuple[list[str], int]:
    policy = _policy(chosen.policy)
    leaf = _read(chosen.entry, LONGEST_ENTRY + 1)
    leaf = leaf[:-1] if leaf.endswith(b"\n") else leaf
    entry = parse_leaf(leaf)
    position, checkpoint = position_by_proof(leaf_hash(leaf), _text(chosen.file, LONGEST_PROOF), policy)
    Origins(checkpoint.origin).check(entry)
    return [f"entry       stands at {position} of {checkpoint.size} in {checkpoint.origin}"], VERIFIED


def _check_log(chosen: argparse.Namespace) -> tuple[list[str], int]:
    report = verify_mirror(Path(chosen.folder), _policy(chosen.policy))
    return [*report.findings, *lines_of_mirror(report)], FALSE if report.findings else VERIFIED


def _policy(path: str) -> Policy:
    return parse_policy(_text(path, LONGEST_POLICY))


def _text(path: str, most: int) -> str:
    try:
        return _read(path, most).decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(f"{path!r} is not UTF-8") from None


def _read(path: str, most: int) -> bytes:
    """Read a file that has at most so many bytes; raises Unreadable."""
    try:
        with Path(path).open("rb") as file:
            octets = file.read(most + 1)
    except (OSError, ValueError) as fault:
        raise Unreadable(f"{path!r} cannot be read: {fault}") from None
    if len(octets) > most:
        raise Unreadable(f"{path!r} has more than {most} bytes")
    return octets


def _print(line: str) -> None:
    """Print one line, in which a pack cannot move the cursor or hide a word."""
    sys.stdout.write("".join(sign if sign.isprintable() else "?" for sign in line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
