"""Sheet of bags: each row is a bag that was tagged at a mine site, and opens its lot."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from ledger import codes
from ledger.custody import log_books, tagging, weighing
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.naming import PARTY, PLACE, TAG, party, place, tag
from sites.bringing.times import clock, happened_at, when
from sites.bringing.typed import degrees, one_of, past_day, pattern, text, whole
from sites.bringing.weights import grams_of, gross_and_tare, weight

COLUMNS = (
    Column("tag", _("The number on the tag."), tag, required=True, example="T000-0001-8", names=TAG),
    Column(
        "site",
        _("The mine site: its code here, or its number in any register."),
        place,
        required=True,
        example="codmine00917",
        names=PLACE,
    ),
    Column("mineral", _("The ore in the bag."), one_of("mineral"), required=True, example="cassiterite"),
    Column("mass", _("Net wet weight, in kg; may be blank beside gross and tare."), weight, example="45,8"),
    Column("gross", _("What the scale shows, if it was weighed with the bag."), weight, example="46,2"),
    Column("tare", _("What the bag weighs; with every gross."), weight, example="0,4"),
    Column("unit", _("The unit of the weights: kg, g, t, lb; blank: kg."), one_of("unit"), example="kg"),
    Column("scale", _("The scale's own number."), text(40)),
    Column("dug_on", _("The day on which the ore was dug."), past_day, required=True, example="2026-11-02"),
    Column(
        "tagged_at",
        _("When the bag was tagged, on the clock of the site: the day, or day and time; a day alone counts as noon."),
        when,
        required=True,
        example="2026-11-02 15:40",
    ),
    Column("time", _("The time, if it stands in a column of its own."), clock),
    Column(
        "holder",
        _("Whose bag it is: the party's code here, or its number in a register."),
        party,
        required=True,
        example="Q0000001H",
        names=PARTY,
    ),
    Column("miner", _("Who dug it; the name is seen by few and can be erased."), text(), personal=True),
    Column("latitude", _("Degrees north of the equator; south with a minus."), degrees(90)),
    Column("longitude", _("Degrees east of Greenwich; west with a minus."), degrees(180)),
    Column(
        "book",
        _("Number of the log book in which the bag stands."),
        pattern("[A-Za-z0-9][A-Za-z0-9 ./-]{0,39}", "NG-0417"),
        example="NG-0417",
    ),
    Column("page", _("Its page; with every book."), whole(9_999, 1), example="12"),
    Column("line", _("The numbered line of that page."), whole(log_books.MOST_LINES, 1), example="3"),
    Column("page_lines", _("How many numbered lines that page has."), whole(log_books.MOST_LINES, 1), example="25"),
    Column("note", _("A remark."), text(500)),
)
OF_BOOK = ("book", "page", "line", "page_lines")


def said(values: Values) -> list[Said]:
    """Return the tagging, the weighing behind its net weight, and the line of the log book. Raises BadValue."""
    site = values["site"]
    at = happened_at(values, "tagged_at", "time", site.zone)
    weights = gross_and_tare(values)
    facts = values.facts(
        "tag",
        "mineral",
        "dug_on",
        "miner",
        "note",
        place=site.code,
        holder=values["holder"].code,
        latitude_e6=values["latitude"],
        longitude_e6=values["longitude"],
    )
    entries = [Said(tagging.KIND, at, {**facts, "mass_g": net_of(values, weights)})]
    if weights:
        entries.append(Said(weighing.KIND, at, {**values.facts("scale", place=site.code, step="mine"), **weights}))
    if line := line_of_book(values):
        entries.append(Said(log_books.KIND, at, {**line, "place": site.code}, on_lines="lines"))
    return entries


def net_of(values: Values, weights: object) -> int:
    """Return the net grams: typed, or gross without tare; both together must agree."""
    net = weights["gross_g"] - weights["tare_g"] if weights else None  # type: ignore[index]
    if not values["mass"]:
        if net is None:
            raise values.bad("mass", "no_weight")
        return int(net)
    typed = grams_of(values, "mass")
    if net is not None and net != typed:
        raise values.bad("mass", "net_differs", net_g=net)
    return typed


def line_of_book(values: Values) -> dict[str, object]:
    """Return the line of the log book; none where no book is named. Raises BadValue for half a line."""
    named = [name for name in OF_BOOK if values[name]]
    if not named:
        return {}
    for name in OF_BOOK:
        if not values[name]:
            raise values.bad(name, "half_a_line")
    if values["line"] > values["page_lines"]:
        raise values.bad("line", "not_whole", least=1, most=values["page_lines"])
    page = {"book": values["book"], "page": values["page"], "printed_lines": values["page_lines"]}
    return {**page, "lines": [{"line": values["line"]}]}


def identities(values: Values) -> Iterable[tuple[str, str]]:
    """A tag may stand in one row alone."""
    return [("tag", values["tag"])]


BAGS = Sheet(
    name="bags",
    title=_("Bags tagged"),
    about=_("Each row is a bag that was tagged at a mine site. For tagging agents; the lot gets a code of its own."),
    columns=COLUMNS,
    said=said,
    subject="lot",
    makes=codes.LOT,
    made="lot",
    identities=identities,
    places={
        "place": "site",
        "mass_g": "mass",
        "gross_g": "gross",
        "tare_g": "tare",
        "gross_typed": "gross",
        "tare_typed": "tare",
        "latitude_e6": "latitude",
        "longitude_e6": "longitude",
        "printed_lines": "page_lines",
        "tagged_on": "tagged_at",
    },
    most_entries=3,
    deeds=(tagging.KIND,),
)
