"""After every test of weights and grades the log is replayed, and the tables must be what it says."""

from tests.custody.conftest import always_replays, world  # noqa: F401  (pytest finds fixtures here)
from tests.risk.conftest import seal  # noqa: F401
