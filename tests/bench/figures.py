"""Figures with their spread, printed as one table."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Figure:
    """One row of the table: what, the figure, its spread, and the goal with whether it was met."""

    what: str
    figure: str
    spread: str
    goal: str
    met: bool | None


FIGURES: list[Figure] = []


def note(what: str, figure: str, spread: str = "", goal: str = "", met: bool | None = None) -> None:
    """Keep a figure and print it at once: a long run shows where it is."""
    FIGURES.append(Figure(what, figure, spread, goal, met))
    mark = {True: "met", False: "MISSED", None: ""}[met]
    line = f"{what:<62} {figure:>16}  {spread:<34} {goal:<34} {mark}"
    print(line, flush=True)
    if kept := os.environ.get("LODEBOOK_BENCH_FILE"):
        with open(kept, "a", encoding="utf-8") as file:
            file.write(f"{line.rstrip()}\n")


def at_most(what: str, values: list[float], limit: float, unit: str = "ms", quantile: str = "p50") -> float:
    """Note the median (or p95, p99) of values against an upper limit."""
    value = percentile(values, int(quantile[1:]))
    note(what, f"{value:.2f} {unit}", spread(values, unit), f"{quantile} <= {limit:g} {unit}", value <= limit)
    return value


def at_least(what: str, value: float, limit: float, unit: str = "", spread: str = "") -> None:
    """Note a rate or ratio against a lower limit."""
    figure = f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    note(what, f"{figure}{unit}", spread, f">= {limit:g}{unit}", value >= limit)


def percentile(values: list[float], of_hundred: int) -> float:
    """Return a percentile by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(len(ordered) * of_hundred / 100 + 0.5) - 1))]


def spread(values: list[float], unit: str = "ms") -> str:
    """Return minimum, p95 and maximum in words."""
    return f"min {min(values):.2f}, p95 {percentile(values, 95):.2f}, max {max(values):.2f}, n {len(values)}"


def milliseconds(work: Callable[[], object], rounds: int, warm_up: int = 3) -> list[float]:
    """Return how long each round of work took."""
    for _ in range(warm_up):
        work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1_000)
    return times


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Give a list that holds the seconds once the block is done."""
    seconds: list[float] = []
    started = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - started)


def machine() -> str:
    """Return what this ran on."""
    cpu = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.machine())
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def _cpuinfo() -> list[str]:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="ignore") as file:
            return file.readlines()
    except OSError:
        return []


def median(values: list[float]) -> float:
    """Return the median."""
    return statistics.median(values)
