"""Make a world: refused on a database that has events; sealed by the sequencer's own code as it grows."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

from django.conf import settings

from buyers.demo.sealing import seal
from buyers.growing.cast import cast_for, founding
from buyers.growing.entering import Writer
from buyers.growing.trading import FIRST_DAY, Trade
from ledger.log.anchor import Anchor
from ledger.log.keyring import signer
from ledger.log.models import EventKey
from ledger.log.partitions import make_partitions_ahead
from ledger.log.sequence import Sequencer

TOLD_EVERY = 20_000
"""Lots between two lines of progress."""


class NotEmpty(Exception):
    """The log has events: a made world is never mixed with another."""


def make_world(lots: int, seed: int) -> Iterator[str]:
    """Make a world of at least so many lots and yield how it gets on. Raises NotEmpty."""
    if EventKey.objects.exists():
        raise NotEmpty
    writer, started, told = Writer(seed), time.monotonic(), 0
    sequencer = Sequencer(settings.LOG_ORIGIN, signer(), Anchor(settings.LOG_FOLDER / "anchor"))
    sequencer.load()
    cast = cast_for(lots)
    # millions of rows without a cycle among them: nothing is won by looking for one
    gc.disable()
    try:
        make_partitions_ahead()
        writer.say(founding(cast), FIRST_DAY, "04:00")
        for made in Trade(cast, writer).play(lots):
            sequencer.tick()
            if made - told >= TOLD_EVERY:
                make_partitions_ahead()
                gc.collect()
                told = made
                yield _line(made, writer.entered, time.monotonic() - started)
        seal(sequencer)
        yield _line(made, writer.entered, time.monotonic() - started)
    finally:
        gc.enable()


def _line(lots: int, events: int, seconds: float) -> str:
    return f"{lots:,} lots, {events:,} events, {seconds:,.0f} s, {events / max(seconds, 0.001):,.0f} events/s"
