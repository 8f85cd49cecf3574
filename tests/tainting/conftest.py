"""The same worlds as those of statuses: sites with a status, and the log replayed after every test."""

from tests.statuses.conftest import always_replays, bare, seal, world  # noqa: F401  (pytest finds fixtures here)
