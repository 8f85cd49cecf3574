"""What is said about making lots in these tests."""

from typing import Any

from ledger.custody.models import Edge, Lot, LotChange, Move, Origin
from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from ledger.proofs.recount import check_recount
from tests import make
from tests.make import envelope


def splitting(lot: str, *masses: int, changes: Any = None) -> dict:
    """Return an envelope that splits a lot into parts of these masses."""
    outputs = [{"lot": make.code("P"), "mass_g": mass} for mass in masses]
    return envelope("lot.split.v1", lot=lot, outputs=outputs, changes=changes)


def output(mass_g: int, what: str = "main", product: str = "concentrate", **more: Any) -> dict[str, Any]:
    """Return a line of what came out."""
    return {"lot": make.code("P"), "mass_g": mass_g, "what": what, "product": product, **more}


def processing(inputs: list[str], *outputs: dict, **more: Any) -> dict:
    """Return an envelope that washes lots."""
    return envelope("lot.processed.v1", **{"process": "washing", "inputs": inputs, "outputs": list(outputs), **more})


def made(said: dict) -> list[str]:
    """Return the codes that an envelope makes."""
    return [each["lot"] for each in said["facts"]["outputs"]]


def origins(lot: str) -> dict[tuple[str, str], int]:
    """Return the grams of a lot by place and claim."""
    found: dict[tuple[str, str], int] = {}
    for each in Origin.objects.filter(lot=lot):
        found[each.place, each.custody_model] = found.get((each.place, each.custody_model), 0) + each.grams
    return found


def adds_up(*codes: str) -> None:
    """Assert that origins, edges with lines, and postings each make the mass of every lot."""
    for lot in Lot.objects.filter(code__in=codes):
        assert sum(each.grams for each in Origin.objects.filter(lot=lot.code)) == lot.mass_g
        came = sum(Edge.objects.filter(child=lot.code).values_list("grams", flat=True))
        lines = sum(LotChange.objects.filter(lot=lot.code).values_list("grams", flat=True))
        assert came + lines == (lot.mass_g if lot.made_by else 0)
        posted = sum(Move.objects.filter(lot=lot.code).values_list("grams", flat=True))
        assert posted == (0 if lot.state == "consumed" else lot.mass_g)


def recounted(*codes: str) -> list[str]:
    """Return what a stranger's second count of the entries finds wrong with what is stated of these lots."""
    ids = EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True)
    entries = {number: event.envelope for number, event in enumerate(events_by_id(list(ids)))}
    return [finding for lot in Lot.objects.filter(code__in=codes) for finding in check_recount(_stated(lot), entries)]


def _stated(lot: Lot) -> dict[str, Any]:
    origins = [
        {
            "place": each.place,
            "dug_on": each.dug_on.isoformat(),
            "custody_model": each.custody_model,
            "grams": each.grams,
        }
        for each in Origin.objects.filter(lot=lot.code)
    ]
    return {"code": lot.code, "mass_g": lot.mass_g, "origins": origins}
