"""Two rival organisations with a lot each, and everybody who may knock, for a whole module."""

from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import pytest

from ledger.custody.models import Edge, LotEvent
from ledger.deeds.batches import enter
from ledger.deeds.kinds import KINDS
from ledger.deeds.system import system_entry
from ledger.labels.printing import order
from ledger.labels.sheets import Label
from ledger.log.reading import events_by_id
from ledger.risk.flags import RAISED
from ledger.risk.tainting.opening import OPENED
from tests import make
from tests.access.people import EVERYBODY, OURS, PROGRAMME, RIVALS, Knocker
from tests.make import entered, envelope
from tests.served import one_transaction, sequence_all

SLIP, PRICE, WAYBILL = "SLIP-OURS-7781", 987_654_321, "WAYBILL-OURS-3349"
SECRETS = (SLIP, WAYBILL, "987654321", "9876543", "9,876,543", "9 876 543", "9\u202f876\u202f543", "9\xa0876\xa0543")
"""Our trade, in every spelling that a page or file may give it."""


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), one_transaction():
        yield build(tmp_path_factory.mktemp("log"))


def build(folder) -> SimpleNamespace:
    world = make.world()
    world.status("green", since="2026-03-01")
    kept, sold = secretly_bought(world), secretly_bought(world)
    second = world.bought(mass_g=20_000)
    blend = world.blended(kept, second, mass_g=65_800)
    send_to_rivals(world, sold)
    theirs = world.bought(by=world.rivals)
    sequence_all(folder)
    party = {OURS: world.ours.party, RIVALS: world.rivals.party, PROGRAMME: world.programme_party, "": ""}
    people = {person: Knocker(person, party[person.side]) for person in EVERYBODY}
    things = {"zone": drawn_zone(world), "lot": blend, "site": world.site, "tag": world.tags[0]}
    things |= {"party": world.ours.party, "depot": world.ours.depot, "device": enrolled_device(world)}
    things |= {"print": printed(world, blend), "purchase": purchase_of(blend)}
    things |= tag_stock(world) | {"incident": reported(world)}
    things |= asked_about(blend) | {"entry": key_of_purchase(kept)}
    return SimpleNamespace(
        world=world, kept=kept, second=second, blend=blend, sold=sold, theirs=theirs, people=people, things=things
    )


def enrolled_device(world) -> str:
    """Enrol a device of our party and return its UUID."""
    facts = {**KINDS["device.enrolled.v1"].example, "device": str(uuid4()), "party": world.ours.party}
    entered(world.ours.manager, envelope("device.enrolled.v1", **facts))
    return str(facts["device"])


def drawn_zone(world) -> str:
    """Draw a zone around our site and return its code."""
    zone = make.code("Z")
    facts = {**KINDS["zone.drawn.v1"].example, "zone": zone}
    entered(world.programme, envelope("zone.drawn.v1", **facts))
    return zone


def reported(world) -> str:
    """Report an incident that names our party and return its code."""
    incident = make.code("N")
    said = {"category": "TAG-LOSS", "source": "ngo", "claim": "Tags lie about.", "parties": [world.ours.party]}
    entered(world.tagger, envelope("incident.reported.v1", incident=incident, **said))
    return incident


def tag_stock(world) -> dict[str, str]:
    """Open a series with one box of the programme's."""
    series, box = {"series": "CD-DOORS"}, make.code("B")
    numbers = {"scheme": "DOORS", "level": "mine", "width": 5, "first": 1, "last": 500, "check_sign": "none"}
    entered(world.programme, envelope("tag_series.opened.v1", **series, **numbers))
    entered(world.programme, envelope("tags.stocked.v1", parcel=box, number=100, state="in_stock", **series))
    return {**series, "box": box, "tag_holder": world.programme_party}


def asked_about(lot: str) -> dict[str, str]:
    """Let a rule ask about our lot and a finding touch it; return their keys."""
    flag, finding = str(uuid4()), str(uuid4())
    facts = {**KINDS[RAISED].example, "subject": lot}
    opened = {**KINDS[OPENED].example, "subject": lot, "why": "tag"}
    enter([system_entry(flag, RAISED, facts), system_entry(finding, OPENED, opened)])
    return {"flag": flag, "finding": finding}


def secretly_bought(world) -> str:
    """Buy a lot at our depot for a price that nobody else shall read."""
    lot = world.lot()
    trade = {"price_minor": PRICE, "currency": "USD", "receipt": SLIP}
    entered(world.ours.clerk, envelope("lot.bought.v1", lot=lot, place=world.ours.depot, **trade))
    return lot


def printed(world, lot: str) -> str:
    """Order a label of our lot and return the number of the order."""
    return str(order(world.ours.clerk, f"lot/{lot}", [Label(lot)], "roll_62").pk)


def purchase_of(lot: str) -> int:
    """Return the number of the event by which the first bag of a blend was bought."""
    bag = Edge.objects.filter(child=lot).order_by("parent").values_list("parent", flat=True)[0]
    numbers = LotEvent.objects.filter(lot=bag).values_list("event_id", flat=True)
    return next(event.id for event in events_by_id(numbers) if event.kind.startswith("lot.bought"))


def key_of_purchase(lot: str) -> str:
    """Return the key of the purchase of a lot of ours."""
    numbers = LotEvent.objects.filter(lot=lot).values_list("event_id", flat=True)
    return next(event.key for event in events_by_id(numbers) if event.kind.startswith("lot.bought"))


def send_to_rivals(world, lot: str) -> None:
    """Sell a lot to the rivals: from then on they see it, with its origins, but not what we paid."""
    consignment = make.code("C")
    to = {"to": world.rivals.party, "destination": world.rivals.depot}
    entered(world.ours.clerk, envelope("consignment.dispatched.v1", consignment=consignment, lots=[lot], **to))
    world.received(consignment)
