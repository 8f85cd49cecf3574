"""The register of sites; the label avoids Django's own `sites`."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "sites"
    label = "mine_sites"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # whoever is imported here registers kinds, guards or rules
        from ledger.parties.addresses import read_addresses_with
        from sites import deciding, registering, registering_v2, visiting  # noqa: F401
        from sites.conflict import dug_in_zones, locations, visits_seen, zones_rule  # noqa: F401
        from sites.describing import describing, estimating, suppressing  # noqa: F401
        from sites.exporting import handing_in  # noqa: F401
        from sites.licensing import agreeing, granting, guards, renewing, stopping, telling  # noqa: F401
        from sites.likeness import guarding  # noqa: F401
        from sites.merging import guarding as merged_guarding  # noqa: F401
        from sites.merging import merging, unmerging  # noqa: F401
        from sites.parties import (  # noqa: F401
            certifying,
            enrolling,
            forgetting,
            joining,
            stating_accounts,
            stating_people,
            told_to_screening,
            under_age,
        )
        from sites.parties import deciding as party_deciding  # noqa: F401
        from sites.parties import describing as party_describing  # noqa: F401
        from sites.parties import suppressing as suppressing_people  # noqa: F401
        from sites.parties.addresses import address_of
        from sites.statuses import lapsing, reporting, signing  # noqa: F401
        from sites.visits import counted  # noqa: F401
        from sites.visits import visiting as visiting_v2  # noqa: F401
        from sites.withdrawing import withdrawing  # noqa: F401
        from sites.zones import closing, consenting, drawing, finding, locating  # noqa: F401

        read_addresses_with(address_of)
