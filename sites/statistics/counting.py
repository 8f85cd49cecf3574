"""Count: sites or miners with armed presence and interference, by ore and by scheme. Blank is unknown, never no."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sites.statistics.asking import MINER, Question
from sites.statistics.defining import definition
from sites.statistics.selecting import ORES, asked_of_database, sites_sql, spelled

QUESTIONS = ("presence", "interference")
SCHEMES = {True: "covered", False: "none_recorded"}
_SUMS = """
    SELECT {names}
    FROM site GROUP BY GROUPING SETS ((), (ore), (covered))"""
DECIMALS = 6


@dataclass(frozen=True)
class Answered:
    """How a question was answered in a group: sites and, of those with a count of workers, miners."""

    sites_yes: int = 0
    sites_known: int = 0
    miners_yes: int = 0
    miners_known: int = 0
    both_known: int = 0
    """Sites that answered and have a count of workers."""

    def share(self, unit: str) -> float | None:
        """Return the share of yes among what is known; None where nothing is."""
        yes, known = (self.miners_yes, self.miners_known) if unit == MINER else (self.sites_yes, self.sites_known)
        return round(yes / known, DECIMALS) if known else None


@dataclass(frozen=True)
class Group:
    """The sums of one group of sites."""

    sites: int
    counted: int
    miners: int
    presence: Answered
    interference: Answered

    def told(self, unit: str) -> dict[str, Any]:
        """Return the group as it leaves."""
        shares = {name: getattr(self, name).share(unit) for name in QUESTIONS}
        return {"sites": self.sites, "miners": self.miners, **shares}

    def unknown(self, unit: str) -> dict[str, int]:
        """Return how many sites stay out of each share, and how many have no count of workers."""
        known = {
            name: getattr(self, name).both_known if unit == MINER else getattr(self, name).sites_known
            for name in QUESTIONS
        }
        return {
            **{name: self.sites - number for name, number in known.items()},
            "workers": self.sites - self.counted,
        }


NOTHING = Group(0, 0, 0, Answered(), Answered())


def visit_statistics(question: Question) -> dict[str, Any]:
    """Return the statistic of a question, with its definition. Two questions to the database."""
    asked = spelled(question)
    everything, by_ore, by_scheme = _groups(asked)
    unknown = everything.unknown(asked.unit)
    return {
        "definition": definition(asked, everything.sites, everything.miners, unknown),
        "sites": everything.sites,
        "miners": everything.miners,
        "unknown": unknown,
        "all": everything.told(asked.unit),
        "by_mineral": {name: by_ore[name].told(asked.unit) for name in ORES if name in by_ore},
        "by_scheme": {name: by_scheme[name].told(asked.unit) for name in SCHEMES.values() if name in by_scheme},
    }


def _groups(question: Question) -> tuple[Group, dict[str, Group], dict[str, Group]]:
    sites, values = sites_sql(question)
    rows = asked_of_database(sites + _SUMS.format(names=", ".join(_names())), values)
    everything, by_ore, by_scheme = NOTHING, {}, {}
    for ore, covered, without_ore, without_scheme, *sums in rows:
        group = _group([int(each or 0) for each in sums])
        if not without_ore:
            by_ore[ORES[ore - 1]] = group
        elif not without_scheme:
            by_scheme[SCHEMES[covered]] = group
        else:
            everything = group
    return everything, by_ore, by_scheme


def _names() -> list[str]:
    """Return the columns, in the order of the fields of Group and Answered."""
    names = ["ore", "covered", "grouping(ore)", "grouping(covered)", "count(*)", "count(workers)", "sum(workers)"]
    for name in QUESTIONS:
        yes, known = f"{name} = 'yes'", f"{name} <> 'unknown'"
        names += [f"count(*) FILTER (WHERE {yes})", f"count(*) FILTER (WHERE {known})"]
        names += [f"sum(workers) FILTER (WHERE {yes})", f"sum(workers) FILTER (WHERE {known})"]
        names.append(f"count(workers) FILTER (WHERE {known})")
    return names


def _group(sums: list[int]) -> Group:
    size = len(fields(Answered))
    first, second = sums[3 : 3 + size], sums[3 + size :]
    return Group(*sums[:3], Answered(*first), Answered(*second))
