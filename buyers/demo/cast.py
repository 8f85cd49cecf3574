"""Who plays: the parties, their places and the sites, all trade of theirs invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ledger import codes
from ledger.parties import kinds

LUBUMBASHI = "Africa/Lubumbashi"


def code(kind: str, name: str) -> str:
    """Return the code of something in the demo: the same in every home, drawn by hash from its name."""
    number = int.from_bytes(hashlib.sha256(f"demo {kind} {name}".encode()).digest()[:8], "big")
    return codes.numbered(kind, number % len(codes.ALPHABET) ** (codes.LENGTH - 2))


def _party(name: str) -> str:
    return code(codes.PARTY, name)


PROGRAMME, AGENCY, AUDITORS = _party("programme"), _party("agency"), _party("auditors")
MANONO, NYUNZU, KAMBOVE = _party("manono"), _party("nyunzu"), _party("kambove")
COMPTOIR, RIVALS, SMELTER = _party("comptoir"), _party("rivals"), _party("smelter")
PARTIES = (
    (PROGRAMME, "Programme Mwangaza", kinds.PROGRAMME, "CD"),
    (AGENCY, "Service des mines (démonstration)", kinds.AGENCY, "CD"),
    (AUDITORS, "Baraka Audit", kinds.AUDIT_FIRM, "BE"),
    (MANONO, "Coopérative Umoja wa Manono", kinds.COOPERATIVE, "CD"),
    (NYUNZU, "Coopérative Tujenge Nyunzu", kinds.COOPERATIVE, "CD"),
    (KAMBOVE, "Coopérative Pamoja Kambove", kinds.COOPERATIVE, "CD"),
    (COMPTOIR, "Comptoir Orévia", kinds.TRADER, "CD"),
    (RIVALS, "Négoce Luvua", kinds.TRADER, "CD"),
    (SMELTER, "Kestrel Tin Smelting", kinds.BUYER, "MY"),
)
DEPOT, RIVAL_DEPOT, STORE = (code(codes.PLACE, name) for name in ("depot", "rival depot", "store"))
PLACES = (
    (DEPOT, "Dépôt Manono-Centre", kinds.DEPOT, "CD", "Manono, Tanganyika", LUBUMBASHI, COMPTOIR),
    (RIVAL_DEPOT, "Dépôt Nyunzu-Gare", kinds.DEPOT, "CD", "Nyunzu, Tanganyika", LUBUMBASHI, RIVALS),
    (STORE, "Kestrel, magasin 4", kinds.STORE, "MY", "Penang", "Asia/Kuala_Lumpur", SMELTER),
)


@dataclass(frozen=True)
class Site:
    """A site of the extract and the part it plays.

    `bags` dug between `from_day` and `to_day` days before the demo's day, bought by `buyer`. `decisions` are
    (status, decided, valid from), `visits` (day, answers), `report` the day on which a risk report was filed for a Blue
    site, all in days before the demo's day.
    """

    name: str
    area: str
    mineral: str
    cooperative: str
    buyer: str
    bags: int
    decisions: tuple[tuple[str, int, int], ...] = ()
    visits: tuple[tuple[int, dict[str, str]], ...] = ()
    from_day: int = 57
    to_day: int = 12
    report: int | None = None


SEEN_NOTHING = {"presence": "no", "interference": "no", "children": "no"}
SEEN_ARMY = {"presence": "yes", "interference": "no", "children": "no"}
MILLE, KABOMBO, FONDERIE, MILEMBWE = "Mille bêches", "Kabombo", "Fonderie", "Milembwe"
SENGWE, KAHUNGWE, LULA = "Sengwe", "Kahungwe", "Lula"
LUBA, LA_VIE, LWELA, YAMBA, SWAMBO = "Luba carrière", "La vie", "Lwela", "Yamba Yamba", "Swambo"
TIN, TANTALUM, COPPER = "cassiterite", "coltan", "copper_ore"
IN_MANONO, IN_MITWABA = "Manono, Tanganyika", "Mitwaba, Haut-Katanga"
IN_NYUNZU, IN_KALEMIE, IN_KAMBOVE = "Nyunzu, Tanganyika", "Kalemie, Tanganyika", "Kambove, Haut-Katanga"


def _fresh(decided: int, seen: int) -> dict[str, object]:
    return {
        "decisions": (("green", decided, decided),),
        "visits": ((seen + 121, SEEN_NOTHING), (seen, SEEN_NOTHING)),
    }


SITES = (
    Site(MILLE, IN_MANONO, TIN, MANONO, COMPTOIR, 46, **_fresh(201, 24)),
    Site(KABOMBO, IN_MANONO, TIN, MANONO, COMPTOIR, 44, **_fresh(187, 31)),
    Site(FONDERIE, IN_MANONO, TIN, MANONO, COMPTOIR, 40, **_fresh(174, 18)),
    # green on paper, but nobody has been there for seven months
    Site(MILEMBWE, IN_MANONO, TIN, MANONO, COMPTOIR, 34, (("green", 226, 226),), ((214, SEEN_NOTHING),)),
    # its green lapsed ten weeks ago and was not renewed: blue since, open to trade by a risk report alone (MINE-04)
    Site(SENGWE, IN_MITWABA, TIN, MANONO, RIVALS, 30, (("green", 436, 436),), ((40, SEEN_NOTHING),), report=69),
    # red by an order of 25 days ago that counts from 40 days ago (MINE-06)
    Site(
        KAHUNGWE,
        IN_MANONO,
        TIN,
        MANONO,
        RIVALS,
        22,
        (("green", 192, 192), ("red", 25, 40)),
        ((26, {"presence": "yes", "interference": "yes", "children": "unknown"}),),
        to_day=30,
    ),
    # last seen years ago: its risk is unknown
    Site(LULA, IN_MITWABA, TIN, MANONO, RIVALS, 18, (("green", 204, 204),)),
    Site(LUBA, IN_NYUNZU, TANTALUM, NYUNZU, COMPTOIR, 28, **_fresh(160, 20)),
    Site(LA_VIE, IN_NYUNZU, TANTALUM, NYUNZU, RIVALS, 16, (("yellow", 100, 100),), ((27, SEEN_ARMY),)),
    Site(LWELA, IN_KALEMIE, TANTALUM, NYUNZU, RIVALS, 14, **_fresh(150, 50)),
    Site(YAMBA, IN_KAMBOVE, COPPER, KAMBOVE, COMPTOIR, 10, **_fresh(130, 36)),
    Site(SWAMBO, IN_KAMBOVE, COPPER, KAMBOVE, COMPTOIR, 6, (("green", 118, 118),)),
)
