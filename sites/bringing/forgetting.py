"""Files that were brought in and say the name of who is forgotten: the names of people are struck from what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from pathlib import Path

from django.db.models import Q

from sites.bringing.keeping import ROWS, SENT, folder_of, strike_personal
from sites.bringing.models import AT_WORK, TRIED, ImportProblem, ImportRun
from sites.bringing.sheets import SHEETS


def files_that_say(names: Sequence[str]) -> Iterator[ImportRun]:
    """Yield the runs whose kept file says one of these names or numbers."""
    words = [name.casefold() for name in names]
    for run in ImportRun.objects.order_by("submitted_at", "pk"):
        folder = folder_of(run.pk)
        if any(_says(folder / name, words) for name in (ROWS, SENT)):
            yield run


def _says(path: Path, words: Sequence[str]) -> bool:
    if not words or not path.exists():
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        return any(word in line.casefold() for line in file for word in words)


def strike_names(names: Sequence[str]) -> int:
    """Strike people from finished files that say one of these names; return how many are not finished, and left."""
    if not names:
        return 0
    said = reduce(or_, (Q(value__icontains=name) for name in names))
    ImportProblem.objects.filter(said).update(value="")
    left = 0
    for run in files_that_say(names):
        if run.state in {*AT_WORK, TRIED}:
            left += 1
        elif SHEETS[run.sheet].has_personal:
            strike_personal(run.pk, SHEETS[run.sheet], run.columns)
    return left
