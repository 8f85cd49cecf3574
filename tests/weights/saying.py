"""What is said about weights and grades in these tests."""

from typing import Any

from ledger.log.models import EventKey
from ledger.log.reading import events_by_id
from ledger.models import Flag
from ledger.risk.watching import look_over
from tests.make import World, entered, envelope


def weighed(world: World, lot: str, net_g: int, at: str = "2026-11-03T12:00:00+02:00", **said: Any) -> None:
    """Weigh a lot at one's own depot."""
    facts = {"lot": lot, "gross_g": net_g + 400, "tare_g": 400, "place": world.ours.depot, **said}
    entered(world.ours.clerk, envelope("lot.weighed.v1", at=at, **facts))


def assayed(world: World, lot: str, grade_ppm: int, grade_of: str = "SnO2", **said: Any) -> None:
    """Have a lot assayed."""
    facts = {"lot": lot, "grade_of": grade_of, "grade_ppm": grade_ppm, "method": "xrf", "stage": "final", **said}
    entered(world.ours.clerk, envelope("lot.assayed.v1", **facts))


def calibration(world: World, **changed: Any) -> dict:
    """Return an envelope that calibrates a scale of one's own depot."""
    facts = {
        "place": world.ours.depot,
        "scale": "Platform 1",
        "capacity_g": 500_000,
        "division_g": 100,
        "calibrated_on": "2026-06-15",
        "valid_to": "2027-06-14",
        "by_whom": "Bureau of standards",
    }
    return envelope("scale.calibrated.v1", **{**facts, **changed})


def looked_over() -> None:
    """Let the follower of risk look at everything that was entered so far."""
    look_over(events_by_id(list(EventKey.objects.filter(outcome="recorded").values_list("event_id", flat=True))))


def worries(rule: str) -> dict[str, str]:
    """Return the open flags of a rule: subject and severity."""
    return dict(Flag.objects.filter(rule=rule, cleared_on=None).values_list("subject", "severity"))
