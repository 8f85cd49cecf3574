"""The same worlds as those of statuses: sites with a status, and the log replayed after every test."""

from tests.statuses.conftest import bare, replays, seal, world  # noqa: F401  (pytest finds fixtures here)
