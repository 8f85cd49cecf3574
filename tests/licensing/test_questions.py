"""Who may do what: the rules of licensing, each on a small case under the shipped law."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.parties.kinds import PARTY_KINDS
from ledger.reference.minerals import MINERALS
from ledger.standing.licensing import may
from ledger.standing.question import Question, Side
from ledger.standing.reading import LICENCE, LICENCE_STOPPED
from ledger.standing.regimes import ACTS, REGIMES, STATES, covers, regimes_on
from ledger.standing.tables import STANDING
from tests.licensing.rows import ask, law_of, row, rows_of, shipped, told

DAY = "2026-10-01"
_numbers = iter(range(1, 10**9))


def licence(regime: str, first="2026-01-01", last="2026-12-31", country="CD", ores=(), **terms) -> tuple:
    """Return what standing says of one licence."""
    number = next(_numbers)
    said = {"licence": f"R{number:08}", "jurisdiction": country, "ores": list(ores), **terms}
    return STANDING.row(
        subject="Q1",
        topic=LICENCE,
        value=regime,
        valid_from=date.fromisoformat(first),
        valid_to=date.fromisoformat(last) if last else None,
        source=f"No. {number}",
        terms=said,
        event_id=number,
    )


def stopped(statement, how="suspended", first="2026-06-01", last=None):
    return statement._replace(
        topic=LICENCE_STOPPED,
        value=how,
        valid_from=date.fromisoformat(first),
        valid_to=date.fromisoformat(last) if last else None,
        event_id=next(_numbers),
    )


def party(kind: str, *statements, code="Q1") -> Side:
    return Side(kind, code, tuple(statements))


COOPERATIVE = party("cooperative", licence("CD-COOP"), code="Q2")


def test_a_country_without_rows_is_unknown_and_never_a_refusal():
    verdict = ask("MY", "export", "cassiterite", DAY, "company")

    assert (verdict.answer, told(verdict, "unknown")) == ("unknown", {("LIC-01", "no_rule_known")})


@pytest.mark.rule("LIC-01")
def test_who_holds_no_licence_that_fits_is_told_which_it_takes():
    verdict = ask("CD", "purchase", "cassiterite", DAY, party("trader"), COOPERATIVE)

    assert (verdict.answer, told(verdict, "no")) == ("no", {("LIC-01", "licence_missing")})
    assert {"CD-NEG", "CD-COMPT"} <= set(verdict.needed)
    assert [each.by_silence for each in verdict.refusals] == [True]


@pytest.mark.rule("LIC-01")
def test_a_licence_for_another_ore_does_not_do():
    buyer = party("trader", licence("CD-COMPT", ores=["gold"]))

    verdict = ask("CD", "purchase", "cassiterite", DAY, buyer, COOPERATIVE)

    assert (verdict.answer, told(verdict, "no")) == ("no", {("LIC-01", "licence_other_ore")})


@pytest.mark.rule("LIC-01")
def test_a_licence_that_does_not_allow_the_act_does_not_do():
    verdict = ask("CD", "export", "cassiterite", DAY, party("trader", licence("CD-NEG")))

    assert (verdict.answer, told(verdict, "no")) == ("no", {("LIC-01", "licence_other_act")})
    assert "CD-NEG" in rows_of(verdict)


def test_a_seller_needs_a_licence_as_the_buyer_does():
    buyer = party("trader", licence("CD-COMPT"))

    verdict = ask("CD", "purchase", "cassiterite", DAY, buyer, party("cooperative", code="Q2"))

    assert [(each.facts["act"], each.facts["party"]) for each in verdict.refusals] == [("sell", "Q2")]


@pytest.mark.rule("LIC-02")
def test_a_buying_house_does_not_buy_from_a_miner():
    buyer, seller = party("trader", licence("CD-COMPT")), party("miner", licence("CD-CEA"), code="Q2")

    verdict = ask("CD", "purchase", "cassiterite", DAY, buyer, seller)

    assert (verdict.answer, ("LIC-02", "may_not_buy_from") in told(verdict, "no")) == ("no", True)
    assert ask("CD", "purchase", "cassiterite", DAY, buyer, COOPERATIVE).answer == "yes"


@pytest.mark.rule("LIC-02")
def test_a_seller_does_not_sell_to_whom_its_licence_does_not_name():
    regimes = [
        row(REGIMES, "XX", "XX-DIG", allows_extraction="Y", ores="*", sells_to="XX-STATE"),
        row(REGIMES, "XX", "XX-BUY", allows_purchase="Y", ores="*"),
    ]
    buyer = party("trader", licence("XX-BUY", country="XX"))
    seller = party("miner", licence("XX-DIG", country="XX"), code="Q2")

    verdict = may(Question("purchase", "gold", "XX", date.fromisoformat(DAY), buyer, seller), regimes)

    assert (verdict.answer, told(verdict, "no")) == ("no", {("LIC-02", "may_not_sell_to")})


@pytest.mark.rule("LIC-06")
def test_a_licence_that_ran_out_the_day_before_does_not_do():
    buyer = party("trader", licence("CD-COMPT", last="2026-09-30"))

    assert ask("CD", "purchase", "cassiterite", "2026-09-30", buyer, COOPERATIVE).answer == "yes"
    verdict = ask("CD", "purchase", "cassiterite", "2026-10-01", buyer, COOPERATIVE)
    assert (verdict.answer, told(verdict, "no")) == ("no", {("LIC-06", "licence_expired")})


@pytest.mark.rule("LIC-06")
@pytest.mark.parametrize(("left", "within"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)])
def test_an_end_that_comes_near_is_warned_about_60_30_and_7_days_before(left, within):
    day = date.fromordinal(date(2026, 12, 31).toordinal() - left).isoformat()

    verdict = ask("CD", "export", "cassiterite", day, party("trader", licence("CD-COMPT")))

    ends = [each.facts["within"] for each in verdict.warnings if each.code == "licence_ends_soon"]
    assert (verdict.answer, ends) == ("yes", [within] if within is not None else [])


def test_a_renewal_that_follows_on_keeps_the_warning_away():
    first = licence("CD-COMPT", last="2026-10-05")
    renewed = first._replace(valid_from=date(2026, 10, 6), valid_to=date(2027, 10, 5), event_id=next(_numbers))

    verdict = ask("CD", "export", "cassiterite", DAY, party("trader", first, renewed))

    assert "licence_ends_soon" not in {each.code for each in verdict.warnings}


@pytest.mark.rule("ACT-01")
def test_a_suspended_licence_does_not_do_while_it_is_suspended():
    said = licence("CD-COMPT")
    buyer = party("trader", said, stopped(said, first="2026-06-01", last="2026-08-31"))

    verdict = ask("CD", "purchase", "cassiterite", "2026-07-01", buyer, COOPERATIVE)

    assert (verdict.answer, told(verdict, "no")) == ("no", {("ACT-01", "licence_stopped")})
    assert ask("CD", "purchase", "cassiterite", "2026-09-01", buyer, COOPERATIVE).answer == "yes"


@pytest.mark.rule("ACT-01")
def test_a_licence_that_has_not_begun_does_not_do():
    buyer = party("trader", licence("CD-COMPT", first="2026-11-01"))

    verdict = ask("CD", "purchase", "cassiterite", DAY, buyer, COOPERATIVE)

    assert told(verdict, "no") == {("ACT-01", "licence_not_begun")}


@pytest.mark.rule("ACT-01")
def test_a_title_to_one_site_does_not_do_for_the_ore_of_another():
    digger = party("cooperative", licence("CD-COOP", place="S-OURS"))

    assert ask("CD", "extract", "cassiterite", DAY, digger, places=frozenset({"S-OURS"})).answer == "yes"
    verdict = ask("CD", "extract", "cassiterite", DAY, digger, places=frozenset({"S-THEIRS"}))
    assert told(verdict, "no") == {("ACT-01", "licence_other_place")}


@pytest.mark.rule("LIC-CD-01")
def test_a_traders_card_is_valid_only_for_the_zone_that_it_names():
    trader = party("trader", licence("CD-NEG", zone="Z-HERE"))

    there = ask("CD", "purchase", "cassiterite", DAY, trader, COOPERATIVE, zones=frozenset({"Z-THERE"}))
    unknown = ask("CD", "purchase", "cassiterite", DAY, trader, COOPERATIVE)
    here = ask("CD", "purchase", "cassiterite", DAY, trader, COOPERATIVE, zones=frozenset({"Z-HERE"}))

    assert (there.answer, told(there, "no")) == ("no", {("LIC-CD-01", "licence_other_zone")})
    assert (unknown.answer, ("LIC-CD-01", "zone_not_known") in told(unknown, "warn")) == ("yes", True)
    assert (here.answer, told(here, "warn")) == ("yes", set())


@pytest.mark.rule("LIC-CD-02")
def test_artisanal_cobalt_that_does_not_end_with_the_state_buyer_is_warned_about():
    plant = party("processor", licence("CD-ET", first="2019-01-01"))

    after = ask(
        "CD", "purchase", "cobalt_ore", "2024-01-01", party("processor", licence("CD-ET", "2024-01-01")), COOPERATIVE
    )
    before = ask("CD", "process", "cobalt_ore", "2019-06-01", plant)

    assert ("LIC-CD-02", "needs_licence_of") in told(after, "warn")
    assert ("LIC-CD-02", "needs_licence_of") not in told(after, "no")
    assert told(before, "warn") == set()


@pytest.mark.rule("LIC-CD-03")
def test_plants_of_artisanal_copper_are_suspended_unless_cleared():
    plant = party("processor", licence("CD-ET", first="2025-01-01"))
    asked = {"country": "CD", "act": "purchase", "ore": "copper_ore", "party": plant, "other": COOPERATIVE}

    seller = party("cooperative", licence("CD-COOP", first="2025-01-01"), code="Q2")
    assert ask(**{**asked, "other": seller}, day="2025-12-18").answer == "yes"
    suspended = ask(**asked, day="2026-02-01")
    assert (suspended.answer, told(suspended, "no")) == ("no", {("LIC-CD-03", "holder_suspended")})
    assert {"CD-ET-SUSPENDED", "CD-ET"} <= rows_of(suspended)
    assert ask(**asked, day="2026-02-01", papers=frozenset({"clearance"})).answer == "yes"
    assert ask(**asked, day="2026-02-01", artisanal=False).answer == "yes"


@pytest.mark.rule("EXP-3TG-01")
def test_tin_leaves_with_a_certificate_of_the_region():
    exporter = party("exporter", licence("CD-COMPT"))

    bare = ask("CD", "export", "cassiterite", DAY, exporter)
    papers = ask("CD", "export", "cassiterite", DAY, exporter, papers=frozenset({"icglr_certificate"}))

    assert (bare.answer, told(bare, "warn")) == ("yes", {("EXP-3TG-01", "paper_missing")})
    assert told(papers, "warn") == set()


@pytest.mark.rule("EXP-CD-01")
def test_cobalt_did_not_leave_for_four_months():
    state = party("state_buyer", licence("CD-EGC", first="2025-01-01"))

    assert told(ask("CD", "export", "cobalt_ore", "2025-03-01", state), "no") == {("EXP-CD-01", "act_barred")}


@pytest.mark.rule("LIC-BO-01")
def test_bolivia_wants_a_number_of_the_seller_and_one_of_the_buyer():
    seller = party("cooperative", licence("BO-NIM", country="BO"), code="Q2")
    buyer = party("company", licence("BO-NIAR", country="BO"))

    assert ask("BO", "purchase", "cassiterite", DAY, buyer, seller).answer == "yes"
    bare = ask(
        "BO", "purchase", "cassiterite", DAY, buyer, party("cooperative", licence("BO-COOP", country="BO"), code="Q2")
    )
    assert ("LIC-BO-01", "counterparty_needs_licence_of") in told(bare, "no")


@pytest.mark.rule("LIC-RW-01")
def test_rwanda_bars_ore_of_a_seller_without_a_licence_since_its_law_of_2024():
    buyer = party("trader", licence("RW-TRAD", first="2024-01-01", country="RW"))
    seller = party("miner", code="Q2")

    after = ask("RW", "purchase", "coltan", "2026-03-01", buyer, seller)
    before = ask("RW", "purchase", "coltan", "2024-03-01", buyer, seller)

    assert ("LIC-RW-01", "counterparty_needs_licence_of") in told(after, "no")
    assert "LIC-RW-01" not in {each.rule for each in before.reasons}


@pytest.mark.rule("LIC-BR-01")
def test_the_first_buyer_from_a_garimpo_stands_in_a_registry():
    verdict = ask("BR", "purchase", "lithium_ore", DAY, "company")

    assert ("LIC-BR-01", "paper_missing") in told(verdict, "warn")


@pytest.mark.rule("LIC-MM-01")
def test_every_lot_of_myanmar_is_to_be_screened():
    assert ("LIC-MM-01", "paper_missing") in told(ask("MM", "export", "cassiterite", DAY, "company"), "warn")


def test_a_right_that_ended_with_its_register_is_not_known_afterwards():
    miner = party("miner", licence("PE-REINFO", country="PE", last="2027-06-30"))

    assert ask("PE", "extract", "copper_ore", DAY, miner).answer == "yes"
    after = ask("PE", "extract", "copper_ore", "2027-01-15", miner)
    assert (after.answer, told(after, "unknown")) == ("unknown", {("LIC-01", "regime_not_known")})


@pytest.mark.rule("LIC-00")
def test_a_row_of_low_confidence_only_warns():
    exporter = party("company", licence("UG-AML", country="UG"))

    verdict = ask("UG", "export", "gold", DAY, exporter)

    assert verdict.answer == "unknown"
    assert ("EXP-UG-01", "act_barred") in told(verdict, "warn")


@pytest.mark.rule("LIC-00")
def test_who_has_no_licence_where_only_low_rows_ask_for_one_is_unknown():
    assert ask("UG", "extract", "gold", DAY, party("miner")).answer == "unknown"
    assert ask("CD", "extract", "gold", DAY, party("miner")).answer == "no"


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTRIES = sorted({each["jurisdiction"] for each in shipped("licence_regimes")})
QUESTIONS = {
    "country": st.sampled_from(COUNTRIES),
    "act": st.sampled_from(ACTS),
    "ore": st.sampled_from(sorted(MINERALS)),
    "day": st.dates(date(2019, 1, 1), date(2028, 12, 31)),
    "kind": st.sampled_from(PARTY_KINDS),
    "other_kind": st.sampled_from(PARTY_KINDS),
    "state": st.sampled_from(STATES),
}
LICENCES = st.lists(
    st.builds(
        lambda regime, first, length: licence(
            regime,
            first.isoformat(),
            date.fromordinal(first.toordinal() + length).isoformat(),
            country=regime.split("-")[0],
        ),
        st.sampled_from([each["licence_type_code"] for each in shipped("licence_regimes")]),
        st.dates(date(2018, 1, 1), date(2027, 12, 31)),
        st.integers(0, 2_000),
    ),
    max_size=4,
)


def asked(country, act, ore, day, kind, other_kind, state, mine, theirs) -> Question:
    sides = party(kind, *mine), party(other_kind, *theirs, code="Q2")
    return Question(act, ore, country, day, *sides, state=state)


@UNHURRIED
@given(**QUESTIONS, mine=LICENCES, theirs=LICENCES)
def test_rows_of_low_confidence_never_make_a_no_by_themselves(mine, theirs, **question):
    regimes, rules = law_of(question["country"])
    low = [[each._replace(confidence="low") for each in rows] for rows in (regimes, rules)]
    current = asked(**question, mine=mine, theirs=theirs)

    verdict = may(current, *low)

    # what a licence itself says (its days, its ores, that it was stopped) needs no row
    by_rows = [each for each in verdict.refusals if each.rows and each.code not in {"licence_expired"}]
    assert by_rows == []


@UNHURRIED
@given(**QUESTIONS, mine=LICENCES, theirs=LICENCES, further=LICENCES, whose=st.sampled_from(["mine", "theirs"]))
def test_a_further_licence_that_is_not_related_never_makes_a_yes_a_no(mine, theirs, further, whose, **question):
    rows = law_of(question["country"])
    unrelated = [each for each in further if not _is_related(each, question)]
    more = {"mine": mine, "theirs": theirs}

    before = may(asked(**question, **more), *rows)
    more[whose] = [*more[whose], *unrelated]
    after = may(asked(**question, **more), *rows)

    if before.answer == "yes":
        assert after.answer == "yes"


@UNHURRIED
@given(**QUESTIONS, mine=LICENCES, theirs=LICENCES, further=LICENCES)
def test_a_further_licence_of_the_party_itself_never_makes_a_yes_a_no(mine, theirs, further, **question):
    rows = law_of(question["country"])
    alone = {**question, "theirs": theirs}

    if may(asked(**alone, mine=mine), *rows).answer == "yes" and question["act"] != "purchase":
        assert may(asked(**alone, mine=[*mine, *further]), *rows).answer == "yes"


def _is_related(statement, question) -> bool:
    regime = regimes_on(law_of(question["country"])[0], question["day"]).get(statement.value)
    same_country = statement.terms["jurisdiction"] == question["country"]
    return same_country and (regime is None or covers(regime.names("ores"), question["ore"]))


def test_the_shipped_columns_use_words_that_code_knows():
    keys = {each["licence_type_code"] for each in shipped("licence_regimes")}
    words = {"export", "any_licensed", "own_members", *PARTY_KINDS, *keys}
    for each in shipped("licence_regimes"):
        for column in ("buys_from", "sells_to"):
            assert set(each[column].split(";")) - {""} <= words, each
        assert {word.lstrip("!") for word in each["ores"].split(";")} <= {"*", *MINERALS}, each
    for each in shipped("country_rules"):
        for column in ("holder", "other_side", "not_for", "regime"):
            assert set(each[column].split(";")) - {""} <= words, each
        assert set(each["acts"].split(";")) <= set(ACTS), each
        assert each["rule_id"] and each["weight"] in {"refuses", "warns", "shows"}, each


def test_all_seventy_rows_are_there_and_each_is_named_once():
    keys = [each["licence_type_code"] for each in shipped("licence_regimes")]

    assert len(keys) == len(set(keys)) == 70
