"""Processor and exporter: ore is washed, its concentrate blended to export lots, certified, and leaves the country."""

from __future__ import annotations

from datetime import date, timedelta

from ledger import codes
from tests import make
from tests.make import envelope
from tests.month.cast import SCALE, House
from tests.month.clock import at, day
from tests.month.depots import assayed, blended
from tests.month.ore import GRADE_OF, PPM, Desk, Ore, chunks
from tests.month.roads import PDF

MOST_INPUTS = 400
A_CONTAINER = 4
"""So many concentrates, of five tonnes or so, make up an export lot."""
WET_PPM, TAILINGS_WET_PPM = 20_000, 60_000
RECOVERED = 0.995
"""Of the metal that goes in so much is found in what comes out and what is declared as lost; the rest nobody finds."""


def wash(desk: Desk, today: int, house: House) -> list[Ore]:
    """Wash all that lies in the plant, ore by ore; return the concentrates. Tailings stay as lots of their own."""
    desk.clock.set(today, 16)
    made: list[Ore] = []
    for _mineral, ores in sorted(desk.by_mineral(house).items()):
        fresh = [ore for ore in ores if ore.grade_ppm > 150_000]
        for load in chunks(fresh, MOST_INPUTS) if fresh else []:
            desk.take(house, load)
            made += _washed(desk, today, house, load)
    return made


def _washed(desk: Desk, today: int, house: House, load: list[Ore]) -> list[Ore]:
    in_g, mineral = sum(ore.mass_g for ore in load), load[0].mineral
    lost_g = in_g // 50
    first_g, second_g = in_g * 35 // 100, in_g * 33 // 100
    left_g = in_g - lost_g - first_g - second_g
    poor = int(0.12 * PPM * sum(o.contained_g for o in load) / sum(o.dry_g for o in load))
    rich = _grade_of_concentrate(load, in_g, lost_g, first_g + second_g, left_g, poor)
    kinds = ((first_g, "main", rich), (second_g, "main", rich), (left_g, "tailings", poor))
    outputs = [_output(mineral, *kind) for kind in kinds]
    facts = {"process": "washing", "inputs": [ore.lot for ore in load], "outputs": outputs}
    changes = [{"cause": "washing", "grams": -lost_g}]
    (answer,) = house.manager.enter(envelope("lot.processed.v1", at=at(today, 15), changes=changes, **facts))
    desk.known.lost_g[mineral] += lost_g
    made = [_ore(mineral, each, answer) for each in outputs]
    desk.stock[house.place] += made
    for ore in made[:2]:
        assayed(desk, today, house, ore)
    return made[:2]


def _grade_of_concentrate(load: list[Ore], in_g: int, lost_g: int, main_g: int, left_g: int, poor: int) -> int:
    """Return the grade at which nearly all metal is found again; what is said to be lost is as rich as what is left."""
    lost = in_g / (in_g - lost_g)
    in_tailings = left_g * lost * (PPM - TAILINGS_WET_PPM) / PPM * poor / PPM
    metal = sum(ore.contained_g for ore in load) * RECOVERED - in_tailings
    return int(metal * PPM / (main_g * lost * (PPM - WET_PPM) / PPM))


def _ore(mineral: str, said: dict, answer: dict) -> Ore:
    seen = {"moisture_ppm": said["moisture_ppm"], "grade_ppm": said["grade_ppm"], "last_g": said["mass_g"]}
    return Ore(mineral, said["mass_g"], said["lot"], head=answer["key"], said_by=answer["event_id"], **seen)


def _output(mineral: str, grams: int, what: str, grade_ppm: int) -> dict:
    tailings = what == "tailings"
    return {
        "lot": make.code(codes.LOT),
        "mass_g": grams,
        "what": what,
        "product": "tailings" if tailings else "concentrate",
        "moisture_ppm": TAILINGS_WET_PPM if tailings else WET_PPM,
        "grade_of": GRADE_OF[mineral],
        "grade_ppm": grade_ppm,
        "bags": 1 + grams // 1_000_000,
    }


def prepare_exports(desk: Desk, today: int) -> list[Ore]:
    """Blend what the exporter has to lots of a container each, weigh them, and have them certified."""
    desk.clock.set(today, 16)
    house = desk.cast.exporter
    lots = []
    loads = [load for _ore, ores in sorted(desk.by_mineral(house).items()) for load in chunks(ores, A_CONTAINER)]
    for load in loads:
        desk.take(house, load)
        lot = blended(desk, today, house, load, ("sampling", -1_000))
        weighed = {"gross_g": lot.mass_g + 90_000, "tare_g": 90_000, "scale": SCALE, "step": "export"}
        house.clerk.enter(envelope("lot.weighed.v1", at=at(today, 13), lot=lot.lot, place=house.place, **weighed))
        read_radiation(today, house, lot)
        certify(desk, today, lot)
        lots.append(lot)
    return lots


def read_radiation(today: int, house: House, lot: Ore) -> None:
    """Coltan holds uranium and thorium: both are read before it leaves."""
    if lot.mineral == "coltan":
        facts = {"lot": lot.lot, "method": "xrf", "stage": "final", "laboratory": "Laboratoire du Lac"}
        read = [{"grade_of": "U", "grade_ppm": 400}, {"grade_of": "Th", "grade_ppm": 120}]
        house.clerk.enter(*(envelope("lot.assayed.v1", at=at(today, 13), **facts, **each) for each in read))


def certify(desk: Desk, today: int, lot: Ore) -> None:
    """The State certifies a lot: one verifies, another countersigns, for ninety days."""
    number = f"CD:2026-{1_000 + len(desk.known.certificates)}"
    facts = {
        "certificate": number,
        "lot": lot.lot,
        "exporter": desk.cast.exporter.party,
        "origins": "CD",
        "issued_on": day(today),
        "expires_on": (date.fromisoformat(day(today)) + timedelta(days=90)).isoformat(),
        "verified_on": day(today - 1),
        "verifier": "Amina Kabongo",
        "verifier_position": "Inspectrice principale",
        "validator": "Jean Mutombo",
        "validator_position": "Directeur",
        "authority": "CEEC",
        "weight_g": lot.mass_g,
        "grade": f"{lot.grade_ppm / 10_000:.2f} % {GRADE_OF[lot.mineral]}",
        "description_en": f"{lot.mineral.capitalize()} concentrate",
        "description_fr": "Concentré de cassitérite" if lot.mineral == "cassiterite" else "Concentré de coltan",
        "customs_value_minor": lot.mass_g * 2,
        "shipment_on": day(today + 3),
        "importer_name": "Kestrel Tin Smelting",
        "importer_country": "MY",
        "importer_address": "Penang",
        "importer_phone": "+6042221234",
        "importer_email": "ore@kestrel.example.my",
        "route": ["CD", "TZ", "MY"],
        "carrier": "Lwamba Logistics",
        "paper": desk.cast.regulator.paper(PDF + f"% {number}".encode()),
    }
    desk.cast.regulator.enter(envelope("export_certificate.issued.v1", at=at(today, 15), **facts))
    desk.known.certificates.append(number)


def export(desk: Desk, today: int, lots: list[Ore]) -> None:
    """The lots leave, declared two days before."""
    desk.clock.set(today, 16)
    for lot, number in zip(lots, desk.known.certificates[-len(lots) :], strict=True):
        facts = {"lot": lot.lot, "destination": "MY", "certificates": [number], "declared_on": day(today - 2)}
        more = {"shipment_on": day(today), "mode": "road", "carrier": "Lwamba Logistics", "route": ["CD", "TZ"]}
        desk.cast.exporter.manager.enter(envelope("lot.exported.v1", at=at(today, 15), **facts, **more))
        desk.known.exported_g[lot.mineral] += lot.mass_g
        desk.known.export_lots.append(lot.lot)
