"""The time zone of a site: as written, else that of its province, else the only one of its country. Pure."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from sites.bringing.columns import Cell, Values
from sites.importing.cells import plain
from sites.importing.placing import COUNTRY, EAST, zones


def zone(cell: Cell) -> str:
    """Return a time zone of the tz database."""
    if cell.text not in _all():
        raise cell.bad("not_a_zone")
    return cell.text


def zone_of(values: Values) -> str:
    """Return the time zone of the site in this row. Raises BadValue where it does not follow."""
    if values["time_zone"]:
        return str(values["time_zone"])
    if values["country"] == COUNTRY:
        return zones().get(plain(values["province"] or ""), EAST)
    of_country = get_global("territory_zones").get(values["country"], [])
    if len(of_country) != 1:
        raise values.bad("time_zone", "zone_needed", " / ".join(of_country[:4]), country=values["country"])
    return str(of_country[0])


@cache
def _all() -> set[str]:
    return available_timezones()
