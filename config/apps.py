"""The wiring as an app: it has no tables, only checks."""

import gc

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "config"
    label = "wiring"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers them)

        # What is loaded by now stays for good, and a batch makes tens of thousands of rows without a cycle among them:
        # looking for cycles as often as Python's default does took a seventh of a batch of 500.
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
