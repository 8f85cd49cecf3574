"""A batch costs the same number of statements whatever its size (ARCHITECTURE §7). Counted, never timed."""

from ledger.log.wire import watch_traffic
from tests.make import enter, envelope

BEGIN_AND_COMMIT = 2


def test_one_deed_stays_within_16_statements_and_5_round_trips(world):
    entry = world.tagging()

    with watch_traffic() as traffic:
        enter(world.tagger, entry)

    assert len(traffic.statements) + BEGIN_AND_COMMIT <= 16
    assert traffic.round_trips + 1 <= 5


def test_a_phones_day_stays_within_20_statements_whatever_its_size(world):
    seen = []
    for bags in (1, 60):
        tagging = [world.tagging() for _ in range(bags)]
        lots = [each["facts"]["lot"] for each in tagging]
        enter(world.tagger, *tagging)
        day = [
            entry
            for lot in lots
            for entry in (
                envelope("lot.weighed.v1", lot=lot, gross_g=46_200, tare_g=400),
                envelope("lot.bought.v1", lot=lot, place=world.ours.depot, price_minor=100),
            )
        ]
        with watch_traffic() as traffic:
            answers = enter(world.ours.clerk, *day)
        assert {answer.status for answer in answers} == {"recorded"}
        seen.append(len(traffic.statements) + BEGIN_AND_COMMIT)

    assert seen[0] == seen[1] <= 20
