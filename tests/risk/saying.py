"""What is said about flags and holds in these tests."""

from typing import Any

from ledger.models import Flag, Hold, Lot
from ledger.risk.engine import look_at_lots
from tests.make import World, days_ago, entered, entered_today, envelope

LATER = days_ago(-30)
"""A day that has not passed, for answers that last."""


def now() -> str:
    """Return a moment of today."""
    return f"{days_ago(0)}T00:00:00+00:00"


def weighed(world: World, lot: str, net_g: int, **said: Any) -> str:
    """Weigh a sealed bag at its depot, look at the lot, and return the key of the entry."""
    facts = {"lot": lot, "gross_g": net_g + 400, "tare_g": 400, "place": world.ours.depot, "step": "receipt"}
    sent = envelope("lot.weighed.v1", **{**facts, "sealed": "yes", **said})
    entered(world.ours.clerk, sent)
    look_at_lots([lot])
    return str(sent["key"])


def weighed_for_export(world: World, lot: str, net_g: int) -> None:
    """Weigh a lot for export, and look at it: the last such weighing counts."""
    weighed(world, lot, net_g, step="export", sealed="no")


def answering(flag: Flag, verdict: str, at: str | None = None, **said: Any) -> dict:
    """Return an envelope that answers a flag."""
    facts = {"flag": str(flag.key), "verdict": verdict, "note": "We went there and looked.", **said}
    return envelope("flag.answered.v1", at=at or now(), **facts)


def explaining(flag: Flag, **said: Any) -> dict:
    """Return an envelope that explains a flag."""
    return envelope("flag.explained.v1", at=now(), flag=str(flag.key), note="Pit 4 opened in October.", **said)


def answered(world: World, flag: Flag, verdict: str, at: str | None = None, **said: Any) -> None:
    """Answer a flag as the programme; by a moment long ago it is entered then."""
    record = entered if at else entered_today
    record(world.programme, answering(flag, verdict, at, **said))


def held(actor: Any, lot: str, rule: str = "TAG-02") -> str:
    """Hold a lot by hand and return the key of the hold."""
    sent = envelope("lot.held.v1", lot=lot, rule=rule)
    entered(actor, sent)
    return str(sent["key"])


def releasing(lot: str, hold: str | None = None, *seals: str) -> dict:
    """Return an envelope that ends a hold or all of them, or lets the lot move under seals."""
    return envelope(
        "lot.released.v1", lot=lot, hold=hold, seals=list(seals) or None, note="The receiving scale was out of level."
    )


def open_flag(subject: str, rule: str) -> Flag:
    """Return the open flag of a rule about a subject."""
    return Flag.objects.get(subject=subject, rule=rule, cleared_on=None)


def open_flags(subject: str) -> dict[str, str]:
    """Return the open flags about a subject: rule and severity."""
    return dict(Flag.objects.filter(subject=subject, cleared_on=None).values_list("rule", "severity"))


def on_hold(*lots: str) -> list[str]:
    """Return those of these lots that are on hold, in their order."""
    found = set(Lot.objects.filter(code__in=lots, on_hold=True).values_list("code", flat=True))
    return [lot for lot in lots if lot in found]


def open_holds(lot: str) -> list[str]:
    """Return the rules of the holds of a lot that have not ended, those under seal too."""
    return sorted(Hold.objects.filter(lot=lot, ended_on=None).values_list("rule", flat=True))


def visited(world: World, days: int, **seen: str) -> None:
    """Let somebody visit the site so many days ago, and look at it."""
    from ledger.risk.engine import look_at_places
    from ledger.risk.watching import today

    world.visit(on=days_ago(days), **seen)
    look_at_places([world.site], today())


def dug(world: World, days: int) -> str:
    """Dig a bag so many days ago, and tag and buy it today."""
    tagging = world.tagging(at=now(), dug_on=days_ago(days))
    lot = str(tagging["facts"]["lot"])
    buying = envelope("lot.bought.v1", at=now(), lot=lot, place=world.ours.depot)
    entered_today(world.tagger, tagging)
    entered_today(world.ours.clerk, buying)
    return lot
