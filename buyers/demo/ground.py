"""The ground: rule book and extract are loaded, and the sites of the script are found in the extract by name."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from buyers.demo import cast
from ledger.parties.kinds import MINE_SITE
from ledger.parties.models import Place
from ledger.rulebook.loading import load

EXTRACT = Path(__file__).parent / "data" / "ipis_extract.csv"


def lay_ground() -> None:
    """Load the rule book and import the extract; what is there already repeats."""
    load()
    call_command("import_ipis", str(EXTRACT), stdout=StringIO())


def places_by_name() -> dict[str, str]:
    """Return the codes of the script's sites. Raises Place.DoesNotExist when the extract lacks one."""
    sites = Place.objects.filter(kind=MINE_SITE)
    return {site.name: sites.get(name=site.name, area=site.area).code for site in cast.SITES}
