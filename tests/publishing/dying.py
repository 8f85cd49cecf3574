"""Publishers that die in the middle, and folders put back to what they were."""

from __future__ import annotations

import shutil
from itertools import count

from ledger.log.publishing_files import DRAFTS, Folder


class Dead(BaseException):
    """As kill -9: nothing behind it runs."""


class Mortal(Folder):
    """Dies in the middle of the nth file that it writes, or, with a half, right after it."""

    steps = count()
    dies_at = 0.0

    def _put(self, path, content):
        step = next(Mortal.steps)
        if step == Mortal.dies_at:
            (self.root / DRAFTS / path.replace("/", "_")).write_bytes(content[: len(content) // 2])
            raise Dead
        super()._put(path, content)
        if step + 0.5 == Mortal.dies_at:
            raise Dead


def named(house):
    return {path: content for path, content in house.files().items() if DRAFTS not in path}


def put_back(house, files):
    for folder in (house.public, house.bundles):
        shutil.rmtree(folder)
    for path, content in files.items():
        (house.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (house.folder / path).write_bytes(content)
