"""Trim: makes the demo's extract from the full IPIS file. python -m buyers.demo.trim_ipis FULL.csv"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

EXTRACT = Path(__file__).parent / "data" / "ipis_extract.csv"
PROVINCES = {"Tanganyika", "Haut-Katanga"}
ORES = {"Cassitérite", "Coltan", "Wolframite", "Cuivre", "Cobalt"}
LEAST_ROWS = 2
COLUMNS = (
    "vid",
    "source",
    "project",
    "pcode",
    "name",
    "visit_date",
    "visit_onsite",
    "longitude",
    "latitude",
    "province",
    "territoire",
    "workers_numb",
    "mineral1",
    "mineral2",
    "mineral3",
    "mercury",
    "presence",
    "interference",
    "itsci",
    "qualification",
    "childunder15",
    "women",
)
"""Neither names nor kinds of armed groups, no village, no free text."""


def trimmed(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Return the rows of sites that have several, all of them of our provinces and ores, with coarse positions."""
    by_site = defaultdict(list)
    for row in rows:
        by_site[row["pcode"]].append(row)
    kept = [row for site in by_site.values() if _wanted(site) for row in site]
    return [_coarse(row) for row in sorted(kept, key=lambda row: int(row["vid"]))]


def _wanted(site: list[dict[str, str]]) -> bool:
    ours = all(row["province"] in PROVINCES and row["mineral1"] in ORES for row in site)
    return ours and len(site) >= LEAST_ROWS


def _coarse(row: dict[str, str]) -> dict[str, str]:
    position = {name: f"{float(row[name]):.2f}" for name in ("longitude", "latitude")}
    return {name: row[name].strip() for name in COLUMNS} | position


def main(full: Path, extract: Path = EXTRACT) -> None:
    """Write the extract of the full file."""
    with full.open(newline="", encoding="utf-8-sig") as source:
        rows = trimmed(csv.DictReader(source))
    with extract.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
