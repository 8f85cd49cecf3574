"""The command line: `python -m ledger.proofs verify PACK.zip --policy FILE`."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ledger.proofs.errors import Unreadable
from ledger.proofs.policy import LONGEST_POLICY, Policy, parse_policy
from ledger.proofs.verify import Report, verify_pack

VERIFIED, FALSE, UNREADABLE, SIGNER_UNKNOWN = 0, 1, 2, 3
VERDICTS = {
    VERIFIED: "VERIFIED: everything holds.",
    FALSE: "FALSE: do not rely on this pack.",
    SIGNER_UNKNOWN: "SIGNER UNKNOWN: the pack agrees with itself, but no policy was given to say whose it is.",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a pack and print what was found; give the exit code: 0 verified, 1 false, 2 unreadable, 3 no policy."""
    chosen = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 must not stop the verdict
    try:
        policy = None if chosen.policy is None else _load_policy(chosen.policy)
        report = verify_pack(chosen.pack, policy)
    except Unreadable as fault:
        _print(f"UNREADABLE: {fault}")
        return UNREADABLE
    code = FALSE if report.findings else SIGNER_UNKNOWN if policy is None else VERIFIED
    for line in (*report.findings, *_summary(report), VERDICTS[code]):
        _print(line)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lodebook_verify",
        description="Check an evidence pack of Lodebook. Exit code: 0 verified, 1 something is false, "
        "2 unreadable, 3 consistent but no policy given.",
    )
    verify = parser.add_subparsers(required=True, metavar="verify").add_parser("verify", help="check a pack")
    verify.add_argument("pack", metavar="PACK", help="the pack, a ZIP file as it was received")
    verify.add_argument("--policy", metavar="FILE", help="whom you trust, in the form of c2sp.org/tlog-policy")
    return parser


def _load_policy(path: str) -> Policy:
    try:
        with Path(path).open("rb") as file:
            octets = file.read(LONGEST_POLICY + 1)
        return parse_policy(octets.decode("utf-8"))
    except (OSError, ValueError) as fault:
        raise Unreadable(f"the policy cannot be read: {fault}") from None


def _summary(report: Report) -> Iterator[str]:
    if report.checkpoint is not None:
        yield f"log         {report.checkpoint.origin}, {report.checkpoint.size} entries at this checkpoint"
    yield f"signed by   {report.signer or 'nobody known'}"
    if report.witnesses:
        yield f"witnesses   {', '.join(report.witnesses)}"
    yield f"in the pack {report.entries} entries, {report.openings} openings, {report.withheld} commitments withheld"
    lot = (report.statement or {}).get("lot")
    if isinstance(lot, dict):
        origins = lot.get("origins")
        places = f" from {len(origins)} origins" if isinstance(origins, list) else ""
        yield f"lot         {lot.get('code')}, {lot.get('mass_g')} g{places}"


def _print(line: str) -> None:
    """Print one line, in which a pack cannot move the cursor or hide a word."""
    sys.stdout.write("".join(sign if sign.isprintable() else "?" for sign in line) + "\n")


if __name__ == "__main__":
    sys.exit(main())
