"""Where the vectors shared with other projects lie: beside the repository, not in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Give a path under the shared folder; skips the test in words if it is absent, and fails it where CI=true."""
    path = FOLDER.joinpath(*parts)
    if not path.exists():
        words = f"shared/{'/'.join(parts)} is not beside this repository"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return path
