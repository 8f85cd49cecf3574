"""Who plays the month and where: a programme, an agency, cooperatives, sites, depots, a processor and an exporter.

Parties and sites come from sheets; what no sheet is for comes through the API. All of it is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from ledger import codes
from ledger.custody.tags.numbers import run
from ledger.parties import kinds, roles
from ledger.parties.models import Party
from sites.models import MineSite
from tests import make
from tests.imports.conftest import as_csv
from tests.make import envelope
from tests.month.calling import Caller, Wire
from tests.month.clock import Clock, at
from tests.month.service import Background

ZONE = "Africa/Lubumbashi"
PASSWORD = "a long word for a month"
SCALE = "Platform 1"
SERIES = "CD-MINE-26"
PREFIX = "M26-"
WITH_FILES = 1
"""The number of the site whose days come as CSV, and of the depot whose days come as a workbook."""
SPARE = 8
"""Tags of a booklet beyond the bags that the site fills: spoilt, lost, given back."""
FIRST_NAMES = (
    "Kashuvi",
    "Luvembe",
    "Bisanga",
    "Nyamirebe",
    "Tumbwe",
    "Rubondo",
    "Kalimba",
    "Mabilo",
    "Zirobwe",
    "Ofanto",
)
LAST_NAMES = ("Ouest", "Gauche")


@dataclass(frozen=True)
class Size:
    """How large the month is; every site fills as many bags on each of the digging days."""

    sites: int
    depots: int
    bags_a_day: int
    digging: range = range(1, 21)

    @property
    def bags_of_site(self) -> int:
        return self.bags_a_day * len(self.digging)

    @property
    def bags(self) -> int:
        return self.bags_of_site * self.sites


SMALL = Size(sites=4, depots=2, bags_a_day=11, digging=range(1, 21, 3))
FULL = Size(sites=20, depots=5, bags_a_day=25)


@dataclass
class Site:
    """A mine site: its ore, its cooperative, who tags there and which numbers are left in the booklet."""

    number: int
    code: str
    mineral: str
    cooperative: str
    agent: Caller
    latitude_e6: int
    longitude_e6: int
    tags: list[str] = field(default_factory=list)


@dataclass
class House:
    """A depot, plant or store, who owns it and who works there."""

    name: str
    party: str
    place: str
    clerk: Caller
    manager: Caller


@dataclass
class Cast:
    """Everybody, as registered."""

    programme: Caller
    regulator: Caller
    auditor: Caller
    sites: list[Site]
    depots: list[House]
    processor: House
    exporter: House

    @property
    def houses(self) -> list[House]:
        return [*self.depots, self.processor, self.exporter]


def bring(by: Caller, background: Background, sheet: str, rows: Sequence[dict[str, Any]]) -> None:
    """Bring a sheet, let it be tried, and enter it; every row must be good."""
    bring_file(by, background, sheet, f"{sheet}.csv", as_csv(list(rows)), len(rows))


def bring_file(by: Caller, background: Background, sheet: str, name: str, content: bytes, rows: int) -> None:
    """Bring a file that must be good from its first row to its last."""
    run = by.bring(sheet, name, content)["id"]
    background.read_files()
    tried = by.get(f"/api/v1/imports/{run}/")
    if (tried["state"], tried["good"]) != ("tried", rows):
        raise AssertionError((tried, by.get(f"/api/v1/imports/{run}/problems/")["results"][:3]))
    by.accept(run)
    background.read_files()
    entered = by.get(f"/api/v1/imports/{run}/")
    if (entered["state"], entered["good"]) != ("entered", rows):
        raise AssertionError((entered, by.get(f"/api/v1/imports/{run}/problems/")["results"][:3]))


@dataclass
class Founding:
    """Registers everybody and everything, a week before the month begins."""

    size: Size
    wire: Wire
    background: Background
    clock: Clock

    def person(self, role: str, party: str) -> Caller:
        """Give somebody an account with one role and a token: accounts are made inside, by who runs the house."""
        at_a_desk = role in {roles.PROGRAMME_MANAGER, roles.DEPOT_CLERK}
        user = make.user(role.replace("_", "-"), role, party, PASSWORD if at_a_desk else None)
        return Caller(self.wire, user, party)

    def found(self) -> Cast:
        """Return everybody, registered."""
        self.clock.set(-6, 9)
        programme_party, agency = make.code(codes.PARTY), make.code(codes.PARTY)
        programme = self.person(roles.PROGRAMME_MANAGER, programme_party)
        programme.enter(
            self._party(programme_party, "Programme Mwanga", kinds.PROGRAMME),
            self._party(agency, "Service des mines", kinds.AGENCY),
            *(self._contact(each, number) for number, each in enumerate((programme_party, agency))),
        )
        self._bring_parties(programme)
        regulator = self.person(roles.REGULATOR, agency)
        cast = Cast(
            programme=programme,
            regulator=regulator,
            auditor=self.person(roles.AUDITOR, programme_party),
            sites=self._sites(programme, agency),
            depots=[self._house(programme, f"Comptoir {n + 1}", kinds.DEPOT) for n in range(self.size.depots)],
            processor=self._house(programme, "Fonderie de la Luvua", kinds.PLANT),
            exporter=self._house(programme, "Exportations du Lac", kinds.STORE),
        )
        self._judge_sites(cast)
        self._calibrate(cast)
        self.background.midnight()
        return cast

    def _party(self, code: str, name: str, kind: str) -> dict:
        return envelope("party.registered.v1", at=at(-6, 8), party=code, name=name, kind=kind, country="CD")

    def _contact(self, party: str, number: int) -> dict:
        said = {"address": "Avenue des Mines 4, Bukavu", "phone": f"+2438123450{number:02d}"}
        return envelope("party.described.v1", at=at(-6, 8), party=party, email="bureau@example.cd", **said)

    def _bring_parties(self, programme: Caller) -> None:
        named = [(f"Coopérative {each} Umoja", kinds.COOPERATIVE) for each in FIRST_NAMES[: -(-self.size.sites // 2)]]
        named += [(f"Comptoir {number + 1}", kinds.TRADER) for number in range(self.size.depots)]
        named += [("Fonderie de la Luvua", kinds.PROCESSOR), ("Exportations du Lac", kinds.EXPORTER)]
        rows = [
            {
                "name": name,
                "kind": kind,
                "country": "CD",
                "address": f"{number} avenue du Lac, Bukavu",
                "phone": f"+24399000{number:04d}",
                "email": f"house{number}@example.cd",
            }
            for number, (name, kind) in enumerate(named, 1)
        ]
        bring(programme, self.background, "parties", rows)

    def _house(self, programme: Caller, name: str, kind: str) -> House:
        # the API has no list of parties: the register is read as its page reads it
        party, place = Party.objects.get(name=name).code, make.code(codes.PLACE)
        facts = {"place": place, "name": name, "kind": kind, "country": "CD", "zone": ZONE, "party": party}
        programme.enter(envelope("place.registered.v1", at=at(-6, 8), **facts))
        people = (self.person(role, party) for role in (roles.DEPOT_CLERK, roles.DEPOT_MANAGER))
        return House(name, party, place, *people)

    def _sites(self, programme: Caller, agency: str) -> list[Site]:
        names = [f"{first} {last}" for last in LAST_NAMES for first in FIRST_NAMES][: self.size.sites]
        spots = [(-1.5 - 0.35 * (number % 5), 27.2 + 0.35 * (number // 5)) for number in range(self.size.sites)]
        ores = [("coltan" if number % 4 == 3 else "cassiterite") for number in range(self.size.sites)]
        rows = [
            {
                "name": name,
                "country": "CD",
                "province": "Sud-Kivu",
                "minerals": ore,
                "latitude": f"{north:.4f}",
                "longitude": f"{east:.4f}",
                "precision_m": 10,
                "method": "gps",
                "pcode": f"codmine{number:05d}",
                "time_zone": ZONE,
            }
            for number, (name, ore, (north, east)) in enumerate(zip(names, ores, spots, strict=True), 1)
        ]
        bring(programme, self.background, "sites", rows)
        known = dict(MineSite.objects.values_list("pcode", "code"))
        cooperatives = list(
            Party.objects.filter(kind=kinds.COOPERATIVE).order_by("event_id").values_list("code", flat=True)
        )
        return [
            Site(
                number,
                known[row["pcode"]],
                row["minerals"],
                cooperatives[number % len(cooperatives)],
                self.person(roles.TAGGING_AGENT, agency),
                round(north * 1_000_000),
                round(east * 1_000_000),
            )
            for number, (row, (north, east)) in enumerate(zip(rows, spots, strict=True))
        ]

    def _judge_sites(self, cast: Cast) -> None:
        """The State has coloured every site, somebody has visited it, and it is known what it can yield."""
        self.background.night()
        places = [site.code for site in cast.sites]
        green = {"by": "state", "status": "green", "valid_from": "2026-03-01", "valid_to": "2027-02-28"}
        bring(
            cast.regulator,
            self.background,
            "statuses",
            [{"site": place, **green, "act": "0214/2026"} for place in places],
        )
        seen = {"visited_on": "2026-09-10", "by_whom": "Field team", "on_site": "yes", "presence": "no"}
        seen |= {"interference": "no", "children": "no"}
        bring(cast.programme, self.background, "visits", [{"site": place, **seen} for place in places])
        yields = {"set_on": "2026-09-10", "set_by": "Field team", "method": "survey", "evidence": "Report 118/2026"}
        grams = (self.size.bags_of_site + SPARE) * 40_000
        cast.programme.enter(
            *(
                envelope(
                    "site.capacity_set.v1",
                    at=at(-6, 8),
                    place=site.code,
                    mineral=site.mineral,
                    grams_per_month=grams,
                    **yields,
                )
                for site in cast.sites
            )
        )

    def _calibrate(self, cast: Cast) -> None:
        said = {"scale": SCALE, "capacity_g": 500_000, "division_g": 10, "by_whom": "Bureau of standards"}
        said |= {"calibrated_on": "2026-06-15", "valid_to": "2027-06-14"}
        for house in cast.houses:
            house.manager.enter(envelope("scale.calibrated.v1", at=at(-6, 8), place=house.place, **said))


def numbers(first: int, count: int) -> list[str]:
    """Return numbers of the series as the printer spells them."""
    return run(SimpleNamespace(scheme="TNS", prefix=PREFIX, width=7, check_sign="luhn"), first, count)
