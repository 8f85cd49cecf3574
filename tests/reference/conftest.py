"""The browsers of the pages' tests, and a rule book that is loaded."""

import pytest

from ledger.rulebook.loading import load
from tests.pages.conftest import as_role, world  # noqa: F401  (pytest finds fixtures here)


@pytest.fixture
def rule_book(db) -> None:
    load()
