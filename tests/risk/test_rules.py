"""Rules of worry are pure: on each side of every threshold, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from ledger.risk.evidence_age import evidence_is_old
from ledger.risk.rules import RISK_RULES, LotSeen, PlaceSeen, explain, rules_for
from ledger.risk.status_on_day import status_was_not_valid, status_word
from ledger.standing.months import months_later
from ledger.standing.reading import STATE, VISIT
from tests.plausibility.evidence import EVIDENCE

TODAY = date(2026, 11, 23)


@dataclass
class Said:
    topic: str
    value: str
    valid_from: date
    valid_to: date | None = None
    event_id: int = 1


def seen(*statements, rule_id):
    """Ask the engine for one rule about a place: a rule that is switched off is silent."""
    place = PlaceSeen("S0000001Z", statements, TODAY)
    return next((rule.function(place) for rule in rules_for("place") if rule.id == rule_id), None)


def judged(*statements, dug_on=date(2026, 11, 2)):
    lot = LotSeen("P00000019", [("S0000001Z", dug_on, 45_800)], {"S0000001Z": statements})
    return next((rule.function(lot) for rule in rules_for("lot") if rule.id == "MINE-02"), None)


@pytest.mark.rule("PLAU-06")
@pytest.mark.parametrize(
    ("visited_on", "severity"),
    [
        (date(2026, 5, 24), None),
        (date(2026, 5, 23), "warn"),
        (date(2025, 11, 24), "warn"),
        (date(2025, 11, 23), "unknown"),
    ],
)
def test_evidence_ages_from_warning_to_unknown(visited_on, severity):
    worry = seen(Said(VISIT, "yes", visited_on), Said(VISIT, "yes", date(2020, 1, 1)), rule_id="PLAU-06")

    assert (worry and worry.severity) == severity


@pytest.mark.rule("PLAU-06")
@pytest.mark.parametrize("statements", [(), (Said(VISIT, "no", TODAY),), (Said(VISIT, "unknown", TODAY),)])
def test_no_on_site_visit_at_all_is_unknown_never_low(statements):
    assert seen(*statements, rule_id="PLAU-06").severity == "unknown"


def test_a_depot_is_no_site_whose_evidence_grows_old():
    assert evidence_is_old(PlaceSeen("S", (), TODAY, kind="depot")) is None


def test_a_visit_in_the_future_is_no_evidence_yet():
    assert evidence_is_old(PlaceSeen("S", [Said(VISIT, "yes", date(2026, 11, 24))], TODAY)).severity == "unknown"


@pytest.mark.rule("MINE-02")
@pytest.mark.parametrize(
    ("statements", "severity", "found"),
    [
        ((), "warn", "none"),
        ((Said(STATE, "green", date(2026, 11, 3)),), "warn", "none"),
        ((Said(STATE, "green", date(2026, 11, 2)),), None, None),
        ((Said(STATE, "green", date(2025, 11, 3)),), None, None),
        ((Said(STATE, "green", date(2025, 11, 2)),), "warn", "blue"),
        ((Said(STATE, "green", date(2026, 1, 1), date(2026, 11, 2)),), None, None),
        ((Said(STATE, "green", date(2026, 1, 1), date(2026, 11, 1)),), "warn", "blue"),
        ((Said(STATE, "blue", date(2023, 11, 2)),), "stop", "red"),
        ((Said(STATE, "yellow", date(2026, 1, 1)),), "warn", "yellow"),
        ((Said(STATE, "red", date(2026, 1, 1)),), "stop", "red"),
        ((Said(STATE, "green", date(2026, 10, 1)), Said(STATE, "red", date(2026, 10, 1), None, 2)), "stop", "red"),
    ],
)
def test_the_status_counts_on_the_day_the_ore_was_dug(statements, severity, found):
    worry = judged(*statements)

    assert (worry and worry.severity) == severity
    assert (worry and worry.evidence["found"]) == found


def test_grams_of_all_origins_without_a_status_are_summed():
    lot = LotSeen("P", [("S1", TODAY, 10), ("S2", TODAY, 5), ("S3", TODAY, 3)], {"S3": [Said(STATE, "green", TODAY)]})

    worry = status_was_not_valid(lot)

    assert (worry.evidence["grams"], worry.evidence["places"]) == (15, 2)


def test_of_an_unknown_origin_no_site_and_no_day_is_named():
    lot = LotSeen("P", [("UNKNOWN", TODAY, 10)], {})

    worry = status_was_not_valid(lot)

    assert explain("MINE-02", "warn", worry.evidence, TODAY).startswith("0.01 kg are of unknown origin")


def test_a_known_site_is_named_before_an_unknown_one():
    lot = LotSeen("P", [("UNKNOWN", date(2026, 1, 1), 10), ("S1", TODAY, 5)], {})

    worry = status_was_not_valid(lot)

    assert (worry.evidence["place"], worry.evidence["grams"], "why" in worry.evidence) == ("S1", 15, False)


def test_the_words_of_a_status():
    assert status_word([], TODAY) == "none"
    assert status_word([Said(STATE, "blue", TODAY)], TODAY) == "blue"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 5, 24), 6, date(2026, 11, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_calendar_months(day, months, later):
    assert months_later(day, months) == later


SPEAKS_OF_KINDS = {"MIN-06", "EXP-03"}
"""Rules of which a sentence names a metal, where there is no number to name."""


def test_every_flag_explains_itself_in_one_sentence_with_numbers():
    evidence = {
        **dict.fromkeys(
            ("ARM-01", "ARM-02", "ARM-03", "PEO-01", "PEO-02", "PEO-03"),
            {"seen_on": "2026-10-01", "no_on": "2026-10-09", "kinds": "army", "plan_by": "2026-10-31"}
            | {"what": "killing"},
        ),
        "ARM-04": {"seen_on": "2026-10-01", "green_since": "2026-03-01"},
        "CONF-01": {"events": 3, "deaths": 7, "since": "2025-11-01", "radius_km": 50, "nearest_km": 12}
        | {"latest": "2026-10-01", "rows": "ucdp:36212", "country": "CF", "until": "2026-10-02"},
        "CONF-02": {"consignment": "C0000001W", "events": 3, "deaths": 7, "km": 25, "latest": "2026-10-01"}
        | {"rows": "ucdp:36212"},
        "CONF-03": {"since": "2026-10-01", "zone": "Z0000001B"},
        "CONF-05": {"grams": 45_800, "dug_on": "2026-10-02", "since": "2026-10-01", "zone": "Z0000001B"},
        "CONF-04": {"events": 12, "since": "2025-11-01"},
        "ROAD-01": {"consignment": "C0000001W", "roadblocks": 2, "nearest_km": 4, "seen": "2025-01-01"},
        "RF-L1": {"grams": 45_800, "area": "CF", "since": "2025-01-01", "dug_on": "2026-10-01"},
        "RF-L1-P": {"area": "CF", "since": "2025-01-01"},
        "RF-L3": {"grams": 45_800, "country": "RW", "mineral": "coltan", "dug_on": "2026-10-01"},
        "RF-S1": {"places": 1, "parties": 1, "area": "CF"},
        "RF-S2": {"places": 1, "area": "CF", "month": "2026-10-01", "limit_months": 12},
        "PLAU-06": {"visited_on": "2026-04-19", "limit_months": 6},
        "MINE-02": {"grams": 5, "places": 1, "place": "S0000001Z", "dug_on": "2026-01-01", "found": "none"},
        "PLAU-05": {"set_on": "2025-10-01", "limit_months": 12, "mineral": "coltan", "why": "old"},
        "CAT-02": {"found": "small", "declared": "artisanal", "on": "2026-10-01"},
        "LIC-08": {"titles": 1, "shared_ha": 124},
        "MINER-01": {"minimum_age": 18},
        "TAG-03": {"km": 7, "limit_km": 5},
        "TAG-04": {"tag": "T00000018", "why": "lost"},
        "TAG-05": {"over": 40, "boxes": 1},
        "TAG-06": {"gap": 2, "series": 1, "counted_on": "2026-11-01"},
        "TAG-07": {"number": 1, "hours": 24},
        "TAG-08": {"number": 10, "since": "2026-01-01", "limit_days": 90},
        "MINE-07": {"km": 7, "limit_km": 2, "why": "far"},
        "CUST-01": {"consignment": "C0000001W", "bags": 1, "grams": 38_000},
        "CUST-05": {"consignment": "C0000001W", "sent_on": "2026-10-20", "since": "2026-11-02", "took": 9}
        | {"least": 1, "most": 4},
        "CUST-06": {"first": "S0000001Z", "second": "S0000002X", "minutes": 25, "km": 140},
        "DATA-01": {"late": 2, "done_on": "2026-10-01", "entered_on": "2026-11-01", "hours": 744}
        | {"limit_hours": 48, "limit_days": 14},
        "DATA-02": {"book": "B-0417", "pages": 1, "first_page": 12, "lines": 2, "first_line": 3, "line_page": 9},
        "EXP-03": {"grams": 5_000_000, "quota_g": 4_000_000, "metal": "Co"},
        "MB-01": {"month": "2026-10-01", "metal": "Sn", "grams": 5_000},
        "MB-02": {"mineral": "coltan", "counted_on": "2026-11-01", "grams": -5_000, "limit_ppm": 10_000},
        "MB-03": {"month": "2026-10-01", "grams": 5_000, "mineral": "coltan", "country": "RW"},
        "MIN-02": {"grade_ppm": 10_000, "of": "SnO2", "low_ppm": 600_000, "high_ppm": 750_000},
        "MIN-08": {"since": "2026-08-01", "metal": "Sn", "in_g": 9_000, "opening_g": 2_000, "out_g": 14_000}
        | {"grams": 5_000},
        "WGT-06": {"times": 40, "number": 60, "month": "2026-10-01", "grams": 50_000},
        "MIN-05": {"oxides_ppm": 5_100},
        "SCR-02": {"confirmed": 1, "score": 900, "open": 2},
        "SCR-03": {"seen_on": "2026-09-01", "limit": 30},
        "ACT-02": {"owners": 1, "phones": 0, "cards": 0, "accounts": 1},
        "INC-02": {"incidents": 1, "since": "2026-11-01"},
        "INC-03": {"late": 2, "due_on": "2026-11-01", "level": 1},
        "MIN-06": {"found": "Co", "missing": "Cu"},
        "DEV-02": {"entries": 2, "device": "phone 3", "since_on": "2026-11-01"},
        "WGT-07": {"before_ppm": 600_000, "after_ppm": 500_000, "of": "SnO2"},
    } | dict.fromkeys(
        ("WGT-02", "WGT-03", "WGT-04", "WGT-05"),
        {"before_g": 45_800, "after_g": 40_000, "on": "2026-11-01", "metal": "Sn"},
    )
    evidence |= EVIDENCE
    for rule in RISK_RULES.values():
        for severity in {key.split(".")[0] for key in rule.sentences}:
            sentence = explain(rule.id, severity, evidence[rule.id], TODAY)
            assert "(not said)" not in sentence, sentence
            assert any(sign.isdigit() for sign in sentence) or rule.id in SPEAKS_OF_KINDS
    assert "never" not in explain("PLAU-06", "unknown", {"visited_on": "never", "limit_months": 12}, TODAY)
