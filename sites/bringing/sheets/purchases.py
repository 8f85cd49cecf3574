"""Sheet of purchases: each row is a bag that a depot buys from who dug it, weighed and assayed if the row says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.custody import assaying, buying, weighing
from sites.bringing.columns import Column, Said, Sheet, Values
from sites.bringing.known import Named
from sites.bringing.naming import DEPOT, LOT, PARTY, bag, depot, party
from sites.bringing.times import clock, happened_at, when
from sites.bringing.typed import one_of, pattern, text
from sites.bringing.weights import gross_and_tare, money, share, weight

COLUMNS = (
    Column(
        "bag",
        _("The bag: the number of its tag, or the code of its lot."),
        bag,
        required=True,
        example="T000-0001-8",
        names=LOT,
    ),
    Column(
        "depot",
        _("The depot where it is bought: its code, or its name if it is yours; blank: your only one."),
        depot,
        example="S0000002X",
        names=DEPOT,
    ),
    Column(
        "bought_at",
        _("When it was bought, on the clock of the depot: the day, or day and time; a day alone counts as noon."),
        when,
        required=True,
        example="2026-11-03 09:15",
    ),
    Column("time", _("The time, if it stands in a column of its own."), clock),
    Column(
        "seller",
        _("Who sells, if you want it checked: the party's code, or its number in a register."),
        party,
        names=PARTY,
    ),
    Column("price", _("Price of the bag, with at most two decimals."), money, example="412,20"),
    Column(
        "currency", _("Currency of the price, in three letters."), pattern("[A-Z]{3}", "USD", str.upper), example="USD"
    ),
    Column("receipt", _("Number of the purchase slip."), text(60), example="0417-22"),
    Column("gross", _("What the scale of the depot shows, in kg."), weight, example="46,1"),
    Column("tare", _("What the bag weighs; with every gross, 0 if it was not on the scale."), weight, example="0,4"),
    Column("unit", _("The unit of the weights: kg, g, t, lb; blank: kg."), one_of("unit"), example="kg"),
    Column("scale", _("The scale's own number."), text(40), example="B-12"),
    Column("moisture", _("Water in the ore, in per cent; with a gross or a grade."), share, example="2,5"),
    Column("grade", _("How much of the oxide or metal is in the dry ore, in per cent."), share),
    Column("grade_of", _("Of what: SnO2, Sn, Ta2O5, WO3 …"), one_of("assayed")),
    Column("method", _("How the grade was found: handheld_xrf, xrf, titration …"), one_of("assay_method")),
    Column("note", _("A remark about the weighing."), text(500)),
)


def said(values: Values) -> list[Said]:
    """Return the purchase, the weighing and the assay of the row. Raises BadValue."""
    place = depot_of(values)
    at, lot = happened_at(values, "bought_at", "time", place.zone), values["bag"]
    if bool(values["price"]) != bool(values["currency"]):
        raise values.bad("currency" if values["price"] else "price", "missing")
    seller = values["seller"].code if values["seller"] else ""
    bought = values.facts("currency", "receipt", lot=lot, place=place.code, seller=seller, price_minor=values["price"])
    weights, grade = gross_and_tare(values), grade_of(values)
    entries = [Said(buying.KIND, at, bought)]
    if weights:
        more = values.facts("scale", "note", lot=lot, place=place.code, step="depot", moisture_ppm=values["moisture"])
        entries.append(Said(weighing.KIND, at, {**more, **weights}))
    if grade:
        wet = {} if weights else values.facts(moisture_ppm=values["moisture"])
        entries.append(Said(assaying.KIND, at, {**grade, **wet, "lot": lot, "stage": assaying.PROVISIONAL}))
    if values["moisture"] is not None and not weights and not grade:
        raise values.bad("moisture", "moisture_of_nothing")
    return entries


def depot_of(values: Values) -> Named:
    """Return the depot of the row: the one that is named, else the only one of the party. Raises BadValue."""
    found: Named | None = values["depot"] or values.known.depots.get("")
    if found is None:
        raise values.bad("depot", "which_depot")
    return found


def grade_of(values: Values) -> dict[str, Any]:
    """Return the facts of an assay; none without a grade. Raises BadValue if half is missing."""
    named = [values["grade"], values["grade_of"], values["method"]]
    if named == [None, None, None]:
        return {}
    for name, value in zip(("grade", "grade_of", "method"), named, strict=True):
        if value is None:
            raise values.bad(name, "half_a_grade")
    return {"grade_ppm": values["grade"], "grade_of": values["grade_of"], "method": values["method"]}


def identities(values: Values) -> Iterable[tuple[str, str]]:
    """A bag may stand in one row alone, by whichever number."""
    return [("bag", values["bag"])]


PURCHASES = Sheet(
    name="purchases",
    title=_("Purchases"),
    about=_("Each row is a bag that your depot buys from who dug it; weighed and assayed if the row says so."),
    columns=COLUMNS,
    said=said,
    subject="lot",
    identities=identities,
    places={
        "lot": "bag",
        "place": "depot",
        "price_minor": "price",
        "gross_g": "gross",
        "tare_g": "tare",
        "gross_typed": "gross",
        "tare_typed": "tare",
        "moisture_ppm": "moisture",
        "grade_ppm": "grade",
    },
    most_entries=3,
    deeds=(buying.KIND,),
)
