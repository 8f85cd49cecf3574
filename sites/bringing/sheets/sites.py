"""Sheet of mine sites: each row registers one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger import codes
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.naming import PLACE, place
from sites.bringing.sheets.zones import zone, zone_of
from sites.bringing.spellings import OTHER
from sites.bringing.typed import degrees, many_of, one_of, text, texts, whole
from sites.likeness.numbers import CADASTRE, ICGLR, IPIS, NATIONAL, OS_ID
from sites.positions.cells import cell_of
from sites.registering_v2 import KIND

COLUMNS = (
    Column("name", _("Name of the site."), text(), required=True, example="Kashuvi Ouest"),
    Column("country", _("Country, by name or two-letter code."), one_of("country"), required=True, example="CD"),
    Column("province", _("Province or region."), text(), example="Sud-Kivu"),
    Column("territory", _("Territory or district."), text(), example="Kalehe"),
    Column("collectivity", _("Collectivity, chiefdom or sector."), text(120), example="Buhavu"),
    Column("groupement", _("Groupement or locality."), text(120)),
    Column("village", _("Nearest village; kept from the public."), text(), example="Nyabibwe"),
    Column("aliases", _("Other names, with semicolons between."), texts(120), blank=[]),
    Column(
        "minerals",
        _("Ores that are dug, with commas between."),
        many_of("mineral"),
        example="cassiterite, coltan",
        blank=[],
    ),
    Column("latitude", _("Degrees north of the equator; south with a minus."), degrees(90), example="-1.944"),
    Column("longitude", _("Degrees east of Greenwich; west with a minus."), degrees(180), example="28.885"),
    Column("precision_m", _("How far off the point may be, in metres."), whole(100_000, 1), example="10"),
    Column(
        "method", _("How the point was found: gps, map, approximation or village."), one_of("method"), example="gps"
    ),
    Column("pcode", _("Number of the site in the IPIS register."), text(40), example="codmine00917"),
    Column("icglr_id", _("Id of the site in the ICGLR's register."), text(60)),
    Column("national_id", _("Number in the State's register."), text(60)),
    Column("os_id", _("OS ID."), text(60)),
    Column("cadastre_id", _("Number in the mining cadastre."), text(60)),
    Column("distinct_from", _("A registered site that looks like this one but is another."), place, names=PLACE),
    Column("distinct_because", _("Why it is another."), text(500)),
    Column("time_zone", _("Time zone; only where the country has several."), zone, example="Africa/Lubumbashi"),
)
NUMBERS = {"pcode": IPIS, "icglr_id": ICGLR, "national_id": NATIONAL, "os_id": OS_ID, "cadastre_id": CADASTRE}
SAME_NAME = ("name", "country", "province", "territory", "collectivity", "groupement", "village", "aliases",
             "distinct_because")  # fmt: skip


def said(values: Values) -> list[Said]:
    """Return the registration of the site. Raises BadValue for half a position or a zone that does not follow."""
    numbers = [{"register": register, "number": values[name]} for name, register in NUMBERS.items() if values[name]]
    other = values["distinct_from"]
    facts = values.facts(
        *SAME_NAME,
        zone=zone_of(values),
        numbers=numbers,
        distinct_from=[other.code] if other else [],
        minerals_as_written=values.texts["minerals"][:120] if OTHER in values["minerals"] else "",
        **position(values),
    )
    return [Said(KIND, values.now, {**facts, "minerals": values["minerals"]})]


def position(values: Values) -> dict[str, Any]:
    """Return the point and its cell of a tenth of a degree."""
    north, east = values["latitude"], values["longitude"]
    if north is None and east is None:
        return {}
    if north is None or east is None:
        raise values.bad("latitude" if north is None else "longitude", "half_a_position")
    more = {name: values[name] for name in ("precision_m", "method")}
    return {"latitude_e6": north, "longitude_e6": east, "cell": cell_of(north, east), **more}


def identities(values: Values) -> Iterable[tuple[str, str]]:
    """A number of a register may stand in one row alone."""
    return [(name, values[name]) for name in NUMBERS if values[name]]


SITES = Sheet(
    name="sites",
    title=_("Mine sites"),
    about=_("Each row registers a mine site and gives it a code."),
    columns=COLUMNS,
    said=said,
    subject="place",
    makes=codes.PLACE,
    made="place",
    identities=identities,
    places={
        "zone": "time_zone",
        "latitude_e6": "latitude",
        "longitude_e6": "longitude",
        "cell": "latitude",
        **{register: name for name, register in NUMBERS.items()},
    },
)
