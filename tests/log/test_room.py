"""The last partition of events is never reached unseen."""

from config.checks import LEAST_IDS_LEFT, there_is_room_for_events
from tests.emptying import owner


def test_a_near_end_of_the_partitions_is_said(transactional_db):
    assert there_is_room_for_events(["default"]) == []

    with owner() as owning:
        last = owning.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger_event'::regclass").fetchone()[
            0
        ]
        owning.execute("SELECT setval('ledger_event_id_seq', %s)", [last * 1_000_000 - LEAST_IDS_LEFT + 1])

    (warning,) = there_is_room_for_events(["default"])
    assert warning.id == "ledger.W002"
