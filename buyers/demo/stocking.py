"""Stock: tags as they come from the printer, what a plant makes of bags, and what waits for a second person."""

from __future__ import annotations

from types import SimpleNamespace

from buyers.demo import cast
from buyers.demo.script import Script
from ledger import codes
from ledger.custody.tags.numbers import run

SERIES = "CD-MINE-26"
SPELLED = {"scheme": "PM", "prefix": "M26-", "width": 6, "check_sign": "luhn"}
BOX_HOLDS, ALLOCATED, BOOKLET = 2_000, 120, 40
TIN_PPM = {"bag": 620_000, "concentrate": 740_000, "tailings": 410_000}


def stock(script: Script) -> None:
    """Keep stock of tags, wash some bags, count, correct: every deed that takes two people waits somewhere."""
    _tags(script)
    _washing(script)
    _second_looks(script)


def _tags(script: Script) -> None:
    site = script.places[cast.MILLE]
    box, parcel = cast.code(codes.PARCEL, "box"), cast.code(codes.PARCEL, "parcel")
    facts = {"series": SERIES, "level": "mine", "colour": "yellow", "first": 1, "last": 100_000, **SPELLED}
    script.say("programme", "tag_series.opened.v1", SERIES, script.at(40, "09:00"), **facts)
    for step, days_ago in (("ordered", 39), ("printed", 31), ("in_stock", 26)):
        said = {"parcel": box, "series": SERIES, "number": BOX_HOLDS, "state": step}
        script.say("programme", "tags.stocked.v1", step, script.at(days_ago, "10:00"), **said)
    to = {"parcel": box, "to_parcel": parcel, "number": ALLOCATED, "to": cast.MANONO, "place": site}
    script.say("programme", "tags.allocated.v1", "parcel", script.at(20, "11:00"), series=SERIES, **to)
    _issue(script, "booklet 1", 18, 1, parcel, site)
    script.say("regulator", "proposal.signed.v1", "booklet 1", script.at(18, "15:00"), proposal=_key(script))
    _issue(script, "booklet 2", 2, 1 + BOOKLET, parcel, site)


def _issue(script: Script, name: str, days_ago: int, first: int, parcel: str, site: str) -> None:
    tags = run(SimpleNamespace(**SPELLED), first, BOOKLET)
    facts = {"series": SERIES, "parcel": parcel, "place": site, "tags": tags}
    script.say("programme", "tag.issued.v1", name, script.at(days_ago, "09:30"), **facts)


def _key(script: Script) -> str:
    """Return the key of the entry that was said last."""
    return str(script.acts[-1].envelope["key"])


def _washing(script: Script) -> None:
    """Some bags are assayed and washed: concentrate, tailings and water are said apart, and the tin in them adds up."""
    bags = script.take(cast.KABOMBO, 14, 6)
    for number, bag in enumerate(bags):
        grade = {"grade_of": "SnO2", "grade_ppm": TIN_PPM["bag"] + 2_000 * number, "moisture_ppm": 30_000}
        _assay(script, f"bag {number}", bag.lot, 11, "provisional", "handheld_xrf", **grade)
    whole = sum(bag.mass_g for bag in bags)
    main, tailings = whole * 68 // 100, whole * 27 // 100
    outputs = [
        {"lot": script.lot_of("concentrate"), "mass_g": main, "what": "main", "product": "concentrate"},
        {"lot": script.lot_of("tailings"), "mass_g": tailings, "what": "tailings", "product": "tailings"},
    ]
    lines = [{"cause": "washing", "grams": main + tailings - whole}]
    facts = {"process": "washing", "inputs": [bag.lot for bag in bags], "outputs": outputs, "changes": lines}
    script.say("manager", "lot.processed.v1", "washing", script.at(10, "10:40"), **facts)
    for name, moisture in (("concentrate", 12_000), ("tailings", 40_000)):
        grade = {"grade_of": "SnO2", "grade_ppm": TIN_PPM[name], "moisture_ppm": moisture}
        _assay(script, name, script.lot_of(name), 9, "final", "xrf", laboratory="CEEC", **grade)


def _assay(script: Script, name: str, lot: str, days_ago: int, stage: str, method: str, **said: object) -> None:
    facts = {"lot": lot, "stage": stage, "method": method, **said}
    script.say("clerk", "lot.assayed.v1", name, script.at(days_ago, "09:10"), **facts)


def _second_looks(script: Script) -> None:
    """The copper ore of the depot is counted by one person; the second has still to sign."""
    ore = sum(bag.mass_g for name in (cast.YAMBA, cast.SWAMBO) for bag in script.bags[name])
    counted = {"place": cast.DEPOT, "mineral": cast.COPPER, "counted_g": ore - ore // 250}
    script.say("clerk", "stock.counted.v1", "copper ore", script.at(1, "17:00"), **counted)
