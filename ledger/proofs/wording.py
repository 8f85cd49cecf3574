"""Wording: what was checked, in a few lines for the person who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone

from ledger.proofs.mirror import MirrorReport
from ledger.proofs.promised import Promise
from ledger.proofs.verify import Report

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 (Python 3.9 has no datetime.UTC)


def lines_of_pack(report: Report) -> Iterator[str]:
    """Sum up a pack."""
    if report.checkpoint is not None:
        yield f"log         {report.checkpoint.origin}, {report.checkpoint.size} entries at this checkpoint"
    yield f"signed by   {report.signer or 'nobody known'}"
    yield from _lines_of_witnesses(report.witnesses, report.times)
    yield f"in the pack {report.entries} entries, {report.openings} openings, {report.withheld} commitments withheld"
    if report.erased:
        yield f"erased      {report.erased} openings that were committed to, says the sender"
    yield _line_of_sources(report.signed_at_source, report.devices, report.entered_at_server)
    lot = (report.statement or {}).get("lot")
    if isinstance(lot, dict):
        origins = lot.get("origins")
        places = f" from {len(origins)} origins" if isinstance(origins, list) else ""
        yield f"lot         {lot.get('code')}, {lot.get('mass_g')} g{places}"


def lines_of_promise(promise: Promise) -> Iterator[str]:
    """Sum up a receipt and what became of it."""
    said = promise.submission
    yield f"receipt     {said.origin} took the entry {said.key} at {said.recorded_at}"
    yield f"promised    a position within {said.within_s} s"
    if promise.checkpoint is None:
        yield "looked for  nowhere: give a proof or a mirror of the log to hold it to its promise"
    elif promise.position is not None:
        yield f"included    at {promise.position} of {promise.checkpoint.size}"
    else:
        seen = "at no time that is known" if promise.seen_at is None else f"at {time_in_words(promise.seen_at)}"
        yield f"not in      the {promise.checkpoint.size} entries of a tree that was seen {seen}"


def lines_of_mirror(report: MirrorReport) -> Iterator[str]:
    """Sum up a mirrored log."""
    checkpoint, sources = report.signed.checkpoint, report.sources
    yield f"log         {checkpoint.origin}, {checkpoint.size} entries at this checkpoint"
    yield from _lines_of_witnesses(report.signed.witnesses, report.signed.times)
    yield f"in the copy {report.entries} entries"
    if report.entries:
        yield _line_of_sources(sources.signed, len(sources.signers), sources.entered_at_server)


def time_in_words(seconds: int) -> str:
    """Spell a POSIX time in UTC; a time that no calendar has is left a number."""
    try:
        return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    except OverflowError:
        return f"second {seconds}"


def _lines_of_witnesses(witnesses: list[str], times: Mapping[str, int]) -> Iterator[str]:
    if witnesses:
        yield f"witnesses   {', '.join(witnesses)}"
    for name in sorted(times):
        yield f"seen        at {time_in_words(times[name])}, says {name}"


def _line_of_sources(signed: int, devices: int, entered: int) -> str:
    return f"signed at the source: {signed} entries by {devices} devices; entered at the server: {entered}"
