"""The ledger app: what happened to the ore, and how to prove it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ledger import rooms  # noqa: F401  (registers kinds, guards and rules)
        from ledger.log.grants import grant_to_app

        post_migrate.connect(grant_to_app, dispatch_uid="ledger.grant_to_app")
