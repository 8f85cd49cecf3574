"""The wiring as an app: it has no tables, only checks."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"
    label = "wiring"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers them)
