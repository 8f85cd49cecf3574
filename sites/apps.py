"""The register of sites; the label avoids Django's own `sites`."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "sites"
    label = "mine_sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sites import deciding, registering, visiting  # noqa: F401  (registers their kinds)
