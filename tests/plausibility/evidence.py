"""Evidence as each rule of plausibility keeps it: the sentences of all its forms must find their numbers in it."""

MONTH = {"month": "2026-10-01", "mineral": "cassiterite", "grams": 2_000_000}
AGENT = {"agent": "a1", "day": "2026-10-14", "number": 12}
RISE = {"neighbour": "S0000002X", "km": 20, "since": "2026-10-01", "window_days": 30, "there_before_g": 900_000}
EVIDENCE = {
    "PLAU-01": MONTH
    | {"capacity_g": 1_000_000, "limit_g": 1_300_000, "over_ppm": 2_000_000, "named": 1, "set_in": 7}
    | {"set_on": "2026-09-01", "set_by": "Mines service"}
    | {"miners": 40, "counted_on": "2026-09-10", "working_days": 25, "miner_day_g": 3_000},
    "PLAU-02": MONTH | {"usual_g": 1_000_000, "spread_g": 200_000, "months": 12, "limit": 3},
    "PLAU-03": RISE | {"grams": 1_600_000, "before_g": 800_000, "over_ppm": 2_000_000},
    "PLAU-04": MONTH | {"capacity_g": 1_500_000, "mines": 2, "not_eligible": 1, "unknown": 1},
    "D2": AGENT
    | {
        "month": "2026-10-01",
        "round_number": 16,
        "before": 20,
        "before_round": 5,
        "days_looked_at": 3,
        "step_g": 5_000,
    },
    "D3": AGENT | {"minutes": 15},
    "D3-N": AGENT | {"from_hour": 22, "to_hour": 5},
    "D6": AGENT | {"tag": "TNS:000250", "jump": 247, "limit": 200},
    "D8": {"district": "Manono", "until": "2026-10-31", "window_days": 60, "grams": 7_000_000}
    | {"share_ppm": 700_000, "before_ppm": 200_000},
    "D10": {"people": 2, "limit": 4},
    "D10-C": {"visits": 4, "miners": 58, "first": "2026-06-19", "last": "2026-09-19"},
    "D11": {"month": "2026-10-01", "number": 20, "crammed": 9, "days_looked_at": 2},
    "D12": {"month": "2026-10-01", "of": "SnO2", "grade_ppm": 700_000, "usual_ppm": 600_000, "lots": 8}
    | {"before_lots": 20, "deviation_tenths": 51},
    "D13": {"since": "2026-10-10", "day": "2026-10-14", "number": 2},
    "D14": {"since": "2026-08-01", "agent": "a1", "number": 100, "of_agent": 100, "share_ppm": 1_000_000}
    | {"spread_ppm": 1_000, "pairs": 200},
    "RF-L2": {"grams": 45_800, "other": "PLAU-01", "place": "S0000001Z", "country": "CD"}
    | {"month": "2026-10-01", "mineral": "coltan"},
    "RF-L2-C": {"country": "CD", "metal": "Ta", "months": 2, "month": "2026-09-01", "grams": 300_000_000}
    | {"known_t": 860, "known_g": 143_333_333},
    "RF-C": {"number": 3, "rules": "D11, D3, WGT-06", "window_days": 90},
    "RF-C-S": {"number": 3, "rules": "D11, D3, WGT-06", "window_days": 90, "share_ppm": 50_000},
}
