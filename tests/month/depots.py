"""Depots: yesterday's bags are weighed, assayed and bought; some are corrected, re-tagged, blended, split."""

from __future__ import annotations

from ledger import codes
from tests import make
from tests.imports.conftest import as_xlsx
from tests.make import envelope
from tests.month.cast import SCALE, WITH_FILES, House, bring_file
from tests.month.clock import at, day
from tests.month.ore import GRADE_OF, PPM, Desk, Ore
from tests.month.tagging import PNG

USUAL_PPM = {"cassiterite": (560_000, 640_000), "coltan": (240_000, 300_000)}
PRICE_MINOR = {"cassiterite": 9, "coltan": 42}
"""US cents for ten grams."""


def morning(desk: Desk, today: int) -> None:
    """Every depot takes in what was dug yesterday."""
    desk.clock.set(today, 12)
    for number, house in enumerate(desk.cast.depots):
        bags, desk.coming[house.place] = desk.coming[house.place], []
        if bags:
            for ore in bags:
                _look_at(desk, ore)
            (_as_a_workbook if number == WITH_FILES else _through_the_api)(desk, house, bags, today)
            desk.stock[house.place] += bags
            desk.known.bags |= {ore.lot for ore in bags}
            desk.known.bought[house.party] += len(bags)


def _through_the_api(desk: Desk, house: House, bags: list[Ore], today: int) -> None:
    kinds = (_weighing, _assay, _purchase)
    said = [each(house, ore, today) for ore in bags for each in kinds]
    answers = house.clerk.enter(*said)
    for ore, bought in zip(bags, answers[2::3], strict=True):
        ore.head = bought["key"]
    desk.known.slips |= {"weigh ticket": answers[0]["event_id"], "purchase slip": answers[2]["event_id"]}


def _look_at(desk: Desk, ore: Ore) -> None:
    """What scale and analyser show: a little less than at the mine, and the grade that is usual for the ore."""
    ore.last_g = ore.mass_g - desk.random.randrange(0, 60) * 10
    ore.moisture_ppm = desk.random.randrange(30_000, 50_000, 1_000)
    ore.grade_ppm = desk.random.randrange(*USUAL_PPM[ore.mineral], 1_000)


def _weighing(house: House, ore: Ore, today: int) -> dict:
    gross = {
        "gross_g": ore.last_g + 400,
        "tare_g": 400,
        "unit": "kg",
        "gross_typed": f"{(ore.last_g + 400) / 1000:.2f}",
    }
    return envelope(
        "lot.weighed.v1", at=at(today, 9), lot=ore.lot, place=house.place, scale=SCALE, step="depot", **gross
    )


def _assay(house: House, ore: Ore, today: int) -> dict:
    found = {"grade_of": GRADE_OF[ore.mineral], "grade_ppm": ore.grade_ppm, "moisture_ppm": ore.moisture_ppm}
    return envelope("lot.assayed.v1", at=at(today, 9), lot=ore.lot, method="handheld_xrf", stage="provisional", **found)


def _purchase(house: House, ore: Ore, today: int) -> dict:
    price = {"price_minor": ore.mass_g // 10 * PRICE_MINOR[ore.mineral], "currency": "USD"}
    facts = {"lot": ore.lot, "place": house.place, "seller": ore.site.cooperative, "receipt": f"{ore.lot}/{today}"}
    heads = {ore.lot: ore.head} if ore.head else {}
    return envelope("lot.bought.v1", at=at(today, 10), heads=heads, **facts, **price)


def _as_a_workbook(desk: Desk, house: House, bags: list[Ore], today: int) -> None:
    """Bring the day as a workbook: a bag is named by its tag, weighed and assayed in its row."""
    rows = [
        {
            "bag": ore.tag,
            "depot": house.name,
            "bought_at": f"{day(today)} 10:00",
            "seller": ore.site.cooperative,
            "price": ore.mass_g // 10 * PRICE_MINOR[ore.mineral] / 100,
            "currency": "USD",
            "receipt": f"{today}/{number}",
            "gross": (ore.last_g + 400) / 1_000,
            "tare": 0.4,
            "unit": "kg",
            "scale": SCALE,
            "moisture": ore.moisture_ppm / 10_000,
            "grade": ore.grade_ppm / 10_000,
            "grade_of": GRADE_OF[ore.mineral],
            "method": "handheld_xrf",
        }
        for number, ore in enumerate(bags, 1)
    ]
    bring_file(house.clerk, desk.background, "purchases", "day.xlsx", as_xlsx(rows), len(rows))
    held = {lot["tag"]: lot["code"] for lot in house.clerk.all("/api/v1/lots/", holder="me", state="open", limit=500)}
    for ore in bags:
        ore.lot = held[ore.tag]


def correct_a_bag(desk: Desk, today: int, house: House, ore: Ore, more_g: int, used: bool = False) -> None:
    """Somebody mistyped a mass: the manager corrects it, the clerk signs. What was made of it meanwhile stays."""
    desk.clock.set(today, 14)
    was, now = {"mass_g": ore.mass_g}, {"mass_g": ore.mass_g + more_g}
    facts = {"lot": ore.lot, "corrects": ore.said_by, "was": was, "now": now, "reason": "Two digits changed places."}
    house.manager.enter(correcting := envelope("lot.corrected.v1", at=at(today, 13), **facts))
    house.clerk.enter(envelope("proposal.signed.v1", at=at(today, 13), proposal=correcting["key"]))
    ore.mass_g += more_g
    if used:
        desk.known.unexplained_g += more_g
    else:
        desk.known.corrected_g[ore.mineral] += more_g


def retag_a_bag(desk: Desk, today: int) -> None:
    """A tag broke on the way: the bag gets a new one, with weight, photo and witness, and is held until looked at."""
    desk.clock.set(today, 14)
    house = desk.cast.depots[0]
    ore = desk.stock[house.place][0]
    new, old = desk.for_retagging.pop(0), ore.tag
    facts = {"lot": ore.lot, "old_tag": old, "new_tag": new, "how": "damaged", "place": house.place}
    seen = {"weighed_g": ore.last_g, "photo": house.clerk.paper(PNG, "image/png"), "witness": "A. Example, driver"}
    house.clerk.enter(envelope("lot.retagged.v1", at=at(today, 13), **facts, **seen))
    ore.tag = new
    desk.known.tags_used.add(new)
    note = "Photo, weight and witness were looked at."
    desk.cast.programme.enter(envelope("lot.released.v1", at=at(today, 13, 30), lot=ore.lot, note=note))


def blend_half(desk: Desk, today: int, house: House) -> list[Ore]:
    """Blend half of each ore, dried on the way; return what went in, which nobody touches again."""
    desk.clock.set(today, 13)
    used: list[Ore] = []
    for _mineral, ores in sorted(desk.by_mineral(house).items()):
        for load in (ores[: len(ores) // 2][start : start + 200] for start in range(0, len(ores) // 2, 200)):
            if len(load) > 1:
                desk.take(house, load)
                desk.stock[house.place].append(blended(desk, today, house, load, ("drying", -2_000)))
                used += load
    return used


def blended(desk: Desk, today: int, house: House, load: list[Ore], change: tuple[str, int]) -> Ore:
    """Blend lots and have the blend assayed: by dry mass and metal it is what went in."""
    cause, grams = change
    made, mass_g = make.code(codes.LOT), sum(ore.mass_g for ore in load) + grams
    facts = {"lot": made, "inputs": [ore.lot for ore in load], "mass_g": mass_g}
    blending = envelope("lot.blended.v1", at=at(today, 12), changes=[{"cause": cause, "grams": grams}], **facts)
    (answer,) = house.manager.enter(blending)
    desk.known.lost_g[load[0].mineral] -= grams
    in_dry_g, metal_g = sum(ore.dry_g for ore in load), sum(ore.contained_g for ore in load)
    # what dries loses water alone; a sample takes both
    dry_g = in_dry_g if cause == "drying" else in_dry_g * mass_g / (mass_g - grams)
    ore = Ore(
        lot=made,
        mineral=load[0].mineral,
        mass_g=mass_g,
        moisture_ppm=round(PPM - dry_g * PPM / mass_g),
        grade_ppm=int(metal_g * PPM / in_dry_g),
        head=answer["key"],
        said_by=answer["event_id"],
        last_g=mass_g,
    )
    assayed(desk, today, house, ore)
    return ore


def assayed(desk: Desk, today: int, house: House, ore: Ore) -> None:
    """Have a lot assayed by a laboratory."""
    found = {"grade_of": GRADE_OF[ore.mineral], "grade_ppm": ore.grade_ppm, "moisture_ppm": ore.moisture_ppm}
    facts = {"lot": ore.lot, "method": "xrf", "stage": "final", "laboratory": "Laboratoire du Lac"}
    house.clerk.enter(envelope("lot.assayed.v1", at=at(today, 12, 30), **facts, **found))


def split_a_blend(desk: Desk, today: int, house: House) -> None:
    """Split the newest lot of the house in two."""
    desk.clock.set(today, 14)
    whole = desk.stock[house.place].pop()
    third = whole.mass_g // 3
    parts = [(make.code(codes.LOT), third), (make.code(codes.LOT), whole.mass_g - third)]
    outputs = [{"lot": code, "mass_g": grams, "bags": 1 + grams // 50_000} for code, grams in parts]
    (answer,) = house.manager.enter(envelope("lot.split.v1", at=at(today, 13), lot=whole.lot, outputs=outputs))
    for code, grams in parts:
        rest = {"moisture_ppm": whole.moisture_ppm, "grade_ppm": whole.grade_ppm, "head": answer["key"]}
        desk.stock[house.place].append(
            Ore(whole.mineral, grams, code, said_by=answer["event_id"], last_g=grams, **rest)
        )
