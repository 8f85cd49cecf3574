"""Names every module that registers something, so that the registries are full once Django is ready."""

import ledger.custody.correcting.correcting
import ledger.custody.correcting.finishing
import ledger.custody.correcting.reflowing
import ledger.custody.correcting.voiding
import ledger.custody.counting
import ledger.custody.handing_over
import ledger.custody.log_books
import ledger.deeds.about_log.continuing
import ledger.deeds.about_log.key_changing
import ledger.risk.screening.deciding
import ledger.risk.screening.editions
import ledger.risk.screening.finding
import ledger.risk.screening.followed
import ledger.risk.screening.hit_rules
import ledger.risk.screening.related
import ledger.risk.screening.telling  # noqa: F401
from ledger.custody import (  # noqa: F401
    assaying,
    blending,
    buying,
    calibrating,
    certified_weight,
    certifying_export,
    dispatching,
    export_mineral_guards,
    exporting,
    holding,
    importing,
    issuing,
    licence_guards,
    making_guards,
    merged_guard,
    noting_certificate,
    opening_stock,
    party_guards,
    processing,
    receiving,
    sealed_guards,
    sending_back,
    signing,
    site_guards,
    splitting,
    tagging,
    weighing,
    withdrawn_guard,
)
from ledger.custody.tags import (  # noqa: F401
    allocating,
    counting,
    duties,
    gaps,
    missing,
    opening,
    retagging,
    returning,
    stocking,
    stopping,
    voiding,
)
from ledger.inbox import incidents_due, reflow_due, tag_consequences  # noqa: F401
from ledger.parties import registering  # noqa: F401
from ledger.parties.devices import enrolling, revoking, taking  # noqa: F401
from ledger.reports import trader_register  # noqa: F401
from ledger.risk import (  # noqa: F401
    answering,
    balance_depots,
    balance_regions,
    balance_window,
    baseline_age,
    consignment_late,
    consignment_speed,
    consignment_surplus,
    consignments,
    corrected_lots,
    evidence_age,
    export_clearance,
    export_quota,
    flags,
    grade_rules,
    interference,
    late_entry,
    log_book_gaps,
    people_at_work,
    presence,
    radioactive,
    status_on_day,
    stock_count,
    stopped_lots,
    tag_distance,
    tag_findings,
    tag_gap,
    tag_hot,
    tag_stock,
    under_licensed,
    untrusted_devices,
    watching,
    weight_finding,
    weight_heaping,
    weight_rules,
)
from ledger.risk.conflict import (  # noqa: F401
    bringing,
    determining,
    near_places,
    near_ways,
    noting,
    place_rules,
    taking_back,
    way_rules,
)
from ledger.risk.incidents import (  # noqa: F401
    acknowledging,
    at_site,
    closing,
    deciding,
    finding,
    followed,
    late_cases,
    levelling,
    naming,
    overdue,
    planning,
    publishing,
    replying,
    reporting,
    tips,
)
from ledger.risk.plausibility import (  # noqa: F401
    bursts,
    catchment,
    closed_days,
    cut_off,
    displacement,
    finding_anomalies,
    finding_bags,
    finding_buyers,
    finding_catchments,
    finding_ghosts,
    finding_grades,
    finding_neighbours,
    finding_out_of_line,
    finding_output,
    finding_tags,
    ghosts,
    grade_jump,
    known_output,
    over_capacity,
    pairs,
    rushing,
    sequences,
    surge,
    suspicion,
    unusual_month,
)
from ledger.risk.red_flags import locations, suppliers  # noqa: F401
from ledger.risk.tainting import following, reading_events  # noqa: F401
from ledger.rulebook import stating  # noqa: F401
